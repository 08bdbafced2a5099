import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LoggedAction } from '#contract/sync/envelope.ts'

/** What the recorded host said to the outside: the promises a power cut must not break. */
export type Said =
  | {
      kind: 'promised'
      incarnation: string
      seq: number
      hash: string
      scans: number
      state: string
    }
  /** A scan that could not be recorded; the operator scans again. */
  | { kind: 'refused' }
  | { kind: 'printed'; unitId: string }
  | { kind: 'sent'; seq: number }
  /** At the very end: the whole log as it was, what the office does not have, what was pruned. */
  | { kind: 'end'; actions: LoggedAction[]; waiting: number; pruned: number }

/**
 * What happened to the folder, in order. Names are paths from it, itself ''. A file is a number, as names
 * come and go.
 */
export type DiskEvent =
  | { kind: 'create'; name: string; file: number }
  /** `call`: the how manieth such call of the host, to make it fail in another run. */
  | { kind: 'write'; file: number; offset: number; data: Buffer; call: number }
  | { kind: 'truncate'; file: number; size: number }
  /** One that failed makes nothing safe, and the next does not try those bytes again. */
  | { kind: 'sync'; file: number; isFailed: boolean; call: number }
  | { kind: 'make-folder'; name: string }
  | { kind: 'sync-folder'; name: string }
  | { kind: 'unlink'; name: string }
  | { kind: 'rename'; from: string; to: string }
  | { kind: 'said'; said: Said }

export type Recording = {
  /** The folder's files before the host started; all of them safe on the disk. */
  before: ReadonlyMap<string, Buffer>
  events: readonly DiskEvent[]
}

/** Whatever can change a file or make it safe. Ones the host never uses would end the parsing, loudly. */
const CALLS =
  'openat,open,creat,close,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,sync_file_range,' +
  'ftruncate,truncate,fallocate,mkdir,mkdirat,rmdir,unlink,unlinkat,rename,renameat,renameat2,link,linkat,sendfile,' +
  'copy_file_range,dup,dup2,dup3'

/** Longer than any single write of the host, so that strace cuts none short. */
const WRITE_BYTES_MAX = 4 * 1024 * 1024
const RUN_TIMEOUT_MS = 120_000
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024

const HOST = fileURLToPath(import.meta.resolve('./recorded-host.ts'))

export function canRecord(): boolean {
  const probe = spawnSync('strace', [
    '-f',
    '--seccomp-bpf',
    '-o',
    '/dev/null',
    '-e',
    'trace=close',
    'true',
  ])
  return probe.status === 0
}

/** A system call that fails: from the `from`th of the host on, so many times. */
export type Failing = {
  call: 'pwrite64' | 'fsync'
  error: 'ENOSPC' | 'EIO'
  from: number
  times: number
}

/** Runs one shift of the real host over `folder` under strace, and answers all it did to the disk. */
export function recordShift(
  folder: string,
  flags: readonly string[],
  failing: readonly Failing[] = [],
  ending: 'well' | 'may-end' = 'well',
): Recording & { status: number | null; why: string } {
  const before = filesOf(folder)
  const scratch = mkdtempSync(join(tmpdir(), 'loadline-trace-'))
  const trace = join(scratch, 'trace')
  const options = [
    '-f',
    '--seccomp-bpf',
    '-y',
    '-xx',
    '-s',
    String(WRITE_BYTES_MAX),
    '-e',
    `trace=${CALLS}`,
  ]
  for (const { call, error, from, times } of failing) {
    options.push('-e', `inject=${call}:error=${error}:when=${from}..${from + times - 1}`)
  }
  try {
    const run = spawnSync(
      'strace',
      ['-o', trace, ...options, process.execPath, HOST, '--folder', folder, ...flags],
      { timeout: RUN_TIMEOUT_MS, maxBuffer: OUTPUT_BYTES_MAX, encoding: 'utf8' },
    )
    if (run.status !== 0 && ending === 'well')
      throw new Error(`the recorded shift ended with ${run.status}: ${run.stderr}`)
    const events = readTrace(readFileSync(trace, 'latin1'), folder, before)
    return { before, events, status: run.status, why: run.stderr }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** The same without a witness, as far as it came: it may end itself as by kill -9. */
export function workShift(folder: string, flags: readonly string[]): { said: Said[]; why: string } {
  const run = spawnSync(process.execPath, [HOST, '--folder', folder, ...flags], {
    timeout: RUN_TIMEOUT_MS,
    maxBuffer: OUTPUT_BYTES_MAX,
    encoding: 'utf8',
  })
  const lines = run.stdout.split('\n').filter((line) => line !== '')
  return { said: lines.map((line) => JSON.parse(line) as Said), why: run.stderr }
}

/** The file of an event's write or sync, as it was first called. */
export function nameOfFile({ before, events }: Recording, file: number): string {
  const created = events.find((event) => event.kind === 'create' && event.file === file)
  return created?.kind === 'create' ? created.name : ([...before.keys()][file] ?? '')
}

function filesOf(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name))
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path)]))
}

/** One call as strace writes it: `pwrite64(22</path>, "\x0d…", 4096, 56) = 4096`. */
const CALL = /^\d+ +(\w+)\((.*)\) += (-?\d+)/s

function readTrace(text: string, folder: string, before: ReadonlyMap<string, Buffer>): DiskEvent[] {
  const reader = new TraceReader(folder, before)
  const halves = new Map<string, string>()
  for (const line of text.split('\n')) {
    const thread = /^\d+/.exec(line)?.[0] ?? ''
    const start = /^(.*?),? <unfinished \.\.\.>$/s.exec(line)?.[1]
    if (start !== undefined) {
      halves.set(thread, start)
      continue
    }
    const end = /^\d+ +<\.\.\. \w+ resumed>(.*)$/s.exec(line)?.[1]
    const call = CALL.exec(end === undefined ? line : `${halves.get(thread) ?? ''}${end}`)
    if (call !== null) reader.take(call[1] ?? '', call[2] ?? '', Number(call[3]))
  }
  return reader.events
}

type OpenFile = { file: number; offset: number }

/** Follows which descriptor is which file of the folder, and where plain writes go on. */
class TraceReader {
  readonly events: DiskEvent[] = []
  readonly #folder: string
  readonly #named = new Map<string, number>()
  readonly #open = new Map<number, OpenFile>()
  readonly #calls = new Map<string, number>()
  #files = 0

  constructor(folder: string, before: ReadonlyMap<string, Buffer>) {
    this.#folder = folder
    for (const name of before.keys()) this.#named.set(name, this.#files++)
  }

  take(call: string, args: string, result: number): void {
    this.#calls.set(call, (this.#calls.get(call) ?? 0) + 1)
    if (result < 0 && call !== 'fsync') return
    const fd = Number(/^\d+/.exec(args)?.[0] ?? -1)
    if (call === 'write' && fd === 1) return this.#takeSaid(bytesOf(args).toString('utf8'))
    if (call === 'open' || call === 'openat') return this.#takeOpen(args, result)
    if (call === 'close') return void this.#open.delete(fd)
    if (/^(mkdir|rmdir|unlink|rename)/.test(call)) return this.#takeName(call, pathsOf(args))
    const folder = call === 'fsync' ? this.#nameIn(pathOf(args)) : null
    if (folder !== null && !this.#open.has(fd)) {
      if (result >= 0) this.events.push({ kind: 'sync-folder', name: folder })
      return
    }
    // A copy within the kernel passes no bytes by here; only the file beside a set-aside log is one.
    if (call === 'sendfile') return this.#takeCopy(args, fd, result)
    if (call === 'copy_file_range') return this.#takeCopy(args, secondFd(args), result)
    const opened = this.#open.get(fd)
    if (opened !== undefined) this.#takeOnFile(call, args, result, opened)
  }

  #takeOnFile(call: string, args: string, result: number, opened: OpenFile): void {
    const { file } = opened
    const nth = this.#calls.get(call) ?? 0
    if (call === 'pwrite64') {
      const offset = Number(/(\d+)$/.exec(args)?.[1])
      const data = bytesOf(args).subarray(0, result)
      this.events.push({ kind: 'write', file, offset, data, call: nth })
    } else if (call === 'write') {
      const data = bytesOf(args).subarray(0, result)
      this.events.push({ kind: 'write', file, offset: opened.offset, data, call: nth })
      opened.offset += result
    } else if (call === 'ftruncate') {
      this.events.push({ kind: 'truncate', file, size: Number(/(\d+)$/.exec(args)?.[1]) })
    } else if (call === 'fsync') {
      this.events.push({ kind: 'sync', file, isFailed: result < 0, call: nth })
    } else {
      throw new Error(`the host used ${call} on a file of the station; the rig must learn it`)
    }
  }

  #takeOpen(args: string, fd: number): void {
    this.#open.delete(fd)
    const name = this.#nameIn(pathsOf(args)[0] ?? '')
    if (name === null || !/O_WRONLY|O_RDWR/.test(args)) return
    let file = this.#named.get(name)
    if (file === undefined) {
      file = this.#files++
      this.#named.set(name, file)
      this.events.push({ kind: 'create', name, file })
    } else if (args.includes('O_TRUNC')) this.events.push({ kind: 'truncate', file, size: 0 })
    if (args.includes('O_APPEND')) throw new Error('the rig must learn to append')
    this.#open.set(fd, { file, offset: 0 })
  }

  #takeName(call: string, paths: readonly string[]): void {
    const [name = null, to = null] = paths.map((path) => this.#nameIn(path))
    if (name === null && to === null) return
    if (name === null) throw new Error('a file came from outside; the rig must learn it')
    if (call.startsWith('mkdir')) this.events.push({ kind: 'make-folder', name })
    else if (call.startsWith('rename')) return this.#takeRename(name, to)
    else {
      this.#named.delete(name)
      this.events.push({ kind: 'unlink', name })
    }
  }

  #takeRename(from: string, to: string | null): void {
    const file = this.#named.get(from)
    if (to === null || file === undefined) throw new Error('the rig must learn this renaming')
    this.#named.delete(from)
    this.#named.set(to, file)
    this.events.push({ kind: 'rename', from, to })
  }

  #takeCopy(args: string, fd: number, bytes: number): void {
    const opened = this.#open.get(fd)
    if (opened === undefined || bytes === 0) return
    const { file, offset } = opened
    this.events.push({ kind: 'write', file, offset, data: Buffer.alloc(bytes), call: 0 })
    opened.offset += bytes
  }

  #takeSaid(text: string): void {
    const said = JSON.parse(text) as Said
    this.events.push({ kind: 'said', said })
  }

  #nameIn(path: string): string | null {
    const name = relative(this.#folder, path)
    return name.startsWith('..') || isAbsolute(name) ? null : name
  }
}

/** The paths a call names, each from the folder whose descriptor may stand before it. */
function pathsOf(args: string): string[] {
  const named = /(?:<((?:\\x[0-9a-f]{2})*)>, )?"((?:\\x[0-9a-f]{2})*)"/g
  return [...args.matchAll(named)].map(([, from = '', path = '']) =>
    resolve(decoded(from).toString('utf8'), decoded(path).toString('utf8')),
  )
}

function secondFd(args: string): number {
  return Number(/>, NULL, (\d+)</.exec(args)?.[1] ?? -1)
}

function bytesOf(args: string): Buffer {
  const from = args.indexOf('"')
  return decoded(args.slice(from + 1, args.lastIndexOf('"')))
}

/** The path strace names beside a descriptor. */
function pathOf(args: string): string {
  return decoded(/^\d+<((?:\\x[0-9a-f]{2})*)>/.exec(args)?.[1] ?? '').toString('utf8')
}

function decoded(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex')
}

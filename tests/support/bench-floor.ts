import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ADMIN_TOKEN, type Answer } from './office.ts'
import { eventually, run, type Running } from './processes.ts'
import {
  rawPrinter,
  type RawPrinter,
  rawScale,
  type RawScale,
  rawScanner,
  type RawScanner,
} from './raw-devices.ts'

export const LOCAL_TOKEN = 'test-local-token'

/** What `GET /v1/state` of a bench says, as far as stories look at it. */
export type BenchState = {
  stationId: string
  server: { online: boolean; epoch: string; lastSyncAt: string | null; block: string }
  log: {
    lastSeq: number
    ackedSeq: number
    pending: number
    accepted: number
    excepted: number
    refused: number
  }
  operator: { id: string; name: string } | null
  workflow: {
    kind: string
    /** Of the load that is being filled. */
    number?: string
    alert: { code: string; message: string; reason: string; meanwhile: string[] } | null
    prompt: { kind: string } | null
    linesDone?: number
    linesTotal?: number
    next?: { sku: string; picked: number; requested: number } | null
    unit?: {
      unitId: string
      expectedGrams: number
      toleranceGrams: number
      contents: unknown[]
    } | null
    toVerify?: { unitId: string; copy: number } | null
    goesTo?: { name: string; tote: number; isRight: boolean } | null
    unlabelled?: { unitId: string }[]
    onBoard?: { unitId: string }[]
    missing?: { unitId: string }[]
    unpacked?: number
    multiplier?: number
    putBack?: { left: number; total: number; lines: { sku: string; quantity: number }[] } | null
    putBacks?: { code: string; orderNumbers: string[]; quantity: number }[]
  }
  devices: { id: string; kind: string; state: string; detail: string }[]
  printJobs: { queued: number; printed: number; unknown: number; failed: number }
}

/** A bench as a process, and this test's hands on it. */
export type ProcessBench = {
  process: Running
  url: string
  state(): Promise<BenchState>
  /** Waits until the bench's state satisfies `look`. */
  until(what: string, look: (state: BenchState) => boolean): Promise<BenchState>
  /** Scans through the local door; answers once the bench has committed what became of it. */
  scan(text: string): Promise<Answer>
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  codes(): Promise<Record<string, string>>
}

export type CallOptions = {
  body?: unknown
  headers?: Record<string, string>
  token?: string | null
}

export type OfficeProcess = {
  url: string
  process: Running
  admin(method: string, path: string, body?: unknown): Promise<Answer>
  /** An answer that must be good, its body typed by the caller. */
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  put<T>(path: string, body: unknown): Promise<T>
}

/** A folder of its own per story, deleted at the end. */
export function scratchFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'loadline-story-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export async function startOfficeProcess(options: {
  dataFolder: string
  databaseUrl?: string | undefined
  port?: number
  /** The program itself, or one of an earlier release. */
  program?: string
}): Promise<OfficeProcess> {
  const process = await run(
    options.program ?? 'sync-server/start.ts',
    ['--port', String(options.port ?? 0), '--data', options.dataFolder],
    {
      LOADLINE_ADMIN_TOKEN: ADMIN_TOKEN,
      ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
    },
  )
  const url = String(process.ready['url'])
  const admin: OfficeProcess['admin'] = (method, path, body) =>
    call(url + path, method, { body, token: ADMIN_TOKEN })
  const good = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await admin(method, path, body)
    if (answer.status >= 300) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    return answer.body as T
  }
  return {
    url,
    process,
    admin,
    get: (path) => good('GET', path),
    post: (path, body) => good('POST', path, body),
    put: (path, body) => good('PUT', path, body),
  }
}

export type Devices = { scanner: RawScanner; scale: RawScale; printer: RawPrinter; close(): void }

export async function plugDevices(): Promise<Devices> {
  const [scanner, scale, printer] = await Promise.all([rawScanner(), rawScale(), rawPrinter()])
  return {
    scanner,
    scale,
    printer,
    close() {
      scanner.close()
      scale.close()
      printer.close()
    },
  }
}

export async function startBenchProcess(options: {
  dataFolder: string
  serverUrl: string
  code?: string
  devices?: Devices
  /** What the devices file says, where these are others than a scanner, a scale and a printer. */
  devicesFile?: object
}): Promise<ProcessBench> {
  const args = ['--data', options.dataFolder, '--server', options.serverUrl, '--port', '0']
  if (options.code !== undefined) args.push('--code', options.code)
  const plugged = options.devices === undefined ? undefined : devicesFile(options.devices)
  const devices = options.devicesFile ?? plugged
  if (devices !== undefined) {
    const file = `${options.dataFolder}-devices.json`
    writeFileSync(file, JSON.stringify(devices))
    args.push('--devices', file)
  }
  const process = await run('main/start.ts', args, { LOADLINE_STATION_TOKEN: LOCAL_TOKEN })
  const url = String(process.ready['url'])
  const bench: ProcessBench = {
    process,
    url,
    call: (method, path, callOptions = {}) =>
      call(url + path, method, { token: LOCAL_TOKEN, ...callOptions }),
    state: async () => (await bench.call('GET', '/v1/state')).body as BenchState,
    until: (what, look) =>
      eventually(
        async () => {
          const state = await bench.state()
          return look(state) ? state : null
        },
        { what },
      ).catch(async (error: unknown) => {
        const last = JSON.stringify(await bench.state())
        throw new Error(`${String(error)}; the bench says ${last}\n${process.stderr()}`)
      }),
    scan: (text) => bench.call('POST', '/v1/scan', { body: { text } }),
    async codes() {
      const list = (await bench.call('GET', '/v1/codes')).body as { name: string; code: string }[]
      return Object.fromEntries(list.map(({ name, code }) => [name, code]))
    },
  }
  return bench
}

function devicesFile({ scanner, scale, printer }: Devices) {
  const link = (port: number) => `tcp://127.0.0.1:${port}`
  return {
    scanners: [{ id: 's1', link: link(scanner.port), suffix: '\r\n' }],
    scales: [{ id: 'w1', protocol: 'mt-sics', link: link(scale.port) }],
    printers: [
      {
        id: 'p1',
        language: 'zpl',
        link: link(printer.port),
        dpi: 203,
        widthMm: 102,
        heightMm: 152,
      },
    ],
  }
}

async function call(
  url: string,
  method: string,
  { body, headers, token }: CallOptions,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === null || token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? (JSON.parse(text) as unknown) : text,
  }
}

import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Enough of the end of a log to see why a program ended. */
const TAIL_LINES = 20
/** What a program says at its start is found again. */
const SPOKEN_LINES_MAX = 200
/** A program closes its databases within this time or is ended the hard way. */
const END_TIMEOUT_MS = 10_000

export type Child = {
  name: string
  /** The JSON object on the first line of its stdout. */
  ready: Promise<Record<string, unknown>>
  /** Rejects when the program ends without having been asked to. */
  crashed: Promise<never>
  /** The last line of its stderr so far that holds that text. */
  said(text: string): string | undefined
  end(): Promise<void>
}

/** Starts one of our programs in our own process group, so that none outlives the group. */
export function startChild(options: {
  name: string
  command: string[]
  environment: NodeJS.ProcessEnv
  folder: string
  logFolder: string
  readyTimeoutMs: number
}): Child {
  const { name } = options
  const [path = '', ...args] = options.command
  mkdirSync(options.logFolder, { recursive: true })
  const log = createWriteStream(join(options.logFolder, `${name}.log`))
  const program = spawn(path, args, {
    cwd: options.folder,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const tail: string[] = []
  const spoken: string[] = []
  const keep = (line: string) => {
    log.write(`${line}\n`)
    tail.push(line)
    if (tail.length > TAIL_LINES) tail.shift()
  }
  let isEnding = false
  const ended = new Promise<string>((resolve) => {
    program.once('error', (error) => resolve(error.message))
    program.once('close', (code, signal) => resolve(`code ${code ?? signal}`))
  })
  const crashed = ended.then((why) => {
    log.end()
    if (isEnding) return new Promise<never>(() => {})
    throw new Error(`${name} ended (${why}):\n${tail.map((line) => `  ${line}`).join('\n')}`)
  })
  crashed.catch(() => {})
  createInterface({ input: program.stderr }).on('line', (line) => {
    keep(line)
    if (spoken.length < SPOKEN_LINES_MAX) spoken.push(line)
  })
  return {
    name,
    said: (text) => spoken.findLast((line) => line.includes(text)),
    ready: Promise.race([
      firstLine(program, keep),
      crashed,
      timeout(options.readyTimeoutMs, `${name} did not become ready; see its log`),
    ]),
    crashed,
    end: async () => {
      isEnding = true
      await endProcess(program, ended)
    },
  }
}

function firstLine(
  program: ChildProcess & { stdout: NodeJS.ReadableStream },
  keep: (line: string) => void,
): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    createInterface({ input: program.stdout }).on('line', (line) => {
      keep(line)
      const value = parseObject(line)
      if (value?.['ready'] === true) resolve(value)
    })
  })
}

function parseObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}

function timeout(afterMs: number, message: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(message)), afterMs).unref()
  })
}

async function endProcess(program: ChildProcess, ended: Promise<string>): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return
  program.kill('SIGTERM')
  const hardEnd = setTimeout(() => program.kill('SIGKILL'), END_TIMEOUT_MS)
  await ended
  clearTimeout(hardEnd)
}

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { isAbsolute, join } from 'node:path'
import { createInterface } from 'node:readline'

/** A program of ours in a process of its own, killed with the test if nothing ended it before. */
export type Running = {
  pid: number
  /** The first line on stdout, parsed. */
  ready: Record<string, unknown>
  /** Everything it wrote to stderr so far. */
  stderr(): string
  /** Ends it at once, as a power switch would, and waits until it is gone. */
  kill(): Promise<void>
  /** Asks it to end and waits. */
  stop(): Promise<number | null>
}

const ROOT = join(import.meta.dirname, '../..')

/** Starts `node <script> <args>` under this very Node and waits for its ready line. */
export async function run(
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Running> {
  const child = spawn(
    process.execPath,
    [isAbsolute(script) ? script : join(ROOT, script), ...args],
    {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const ended = once(child, 'exit')
  const line = await firstLine(child, ended, () => stderr)
  return {
    pid: child.pid ?? 0,
    ready: JSON.parse(line) as Record<string, unknown>,
    stderr: () => stderr,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
      return child.exitCode
    },
  }
}

async function firstLine(
  child: ChildProcess & { stdout: NodeJS.ReadableStream },
  ended: Promise<unknown>,
  stderr: () => string,
): Promise<string> {
  const lines = createInterface({ input: child.stdout })
  const first = once(lines, 'line').then(([line]) => String(line))
  const early = ended.then(() => {
    throw new Error(`${child.spawnargs.join(' ')} ended before it was ready:\n${stderr()}`)
  })
  const line = await Promise.race([first, early])
  // Nothing waits for the end any more; a later kill is not an error.
  early.catch(() => undefined)
  return line
}

/** Asks again until `look` answers something, as screens do; the test's own timeout bounds it. */
export async function eventually<T>(
  look: () => Promise<T | null | undefined | false>,
  options: { what: string; timeoutMs?: number },
): Promise<T> {
  const deadline = performance.now() + (options.timeoutMs ?? 30_000)
  for (;;) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found
    if (performance.now() > deadline) throw new Error(`it never came to: ${options.what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Runs a program of ours that ends by itself, and answers with what it said. */
export async function runToEnd(
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(
    process.execPath,
    [isAbsolute(script) ? script : join(ROOT, script), ...args],
    {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => {
      said[name] += chunk.toString()
    })
  }
  await once(child, 'close')
  return { code: child.exitCode, ...said }
}

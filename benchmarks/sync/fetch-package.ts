import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Others' packages live here: fetched when measured, no dependency of the product. */
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/loadline-bench')

/** npm that hangs on a registry that does not answer must not hold the benchmark up. */
const INSTALL_TIMEOUT_MS = 180_000
const MESSAGE_CHARACTERS = 300

export type Package = {
  /** With its version, and the name of its folder: `pouchdb@9.0.0`. */
  name: string
  /** Exact versions. */
  dependencies: Record<string, string>
  /** What stands in for a dependency of theirs that has no binary for this Node. */
  overrides?: Record<string, string>
}

export function packageFolder({ name }: Package): string {
  return join(CACHE, name)
}

/** Installs into a folder of its own, once; answers npm's words when that failed. */
export async function fetchPackage(wanted: Package): Promise<string | null> {
  const folder = packageFolder(wanted)
  const done = join(folder, 'installed')
  if (existsSync(done)) return null
  mkdirSync(folder, { recursive: true })
  const { name: title, dependencies, overrides } = wanted
  const manifest = { name: title.replace('@', '-'), private: true, dependencies, overrides }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  const child = spawn('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: INSTALL_TIMEOUT_MS,
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.on('error', (error) => (said += error.message))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) return `npm install ended with ${code}: ${said.slice(0, MESSAGE_CHARACTERS)}`
  writeFileSync(done, '')
  return null
}

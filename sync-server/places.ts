import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The folder of the package, whether the sources run or the bundle that is installed: the nearest one above with a
 * package.json. What the office reads beside its code is found from there.
 */
const ROOT = findRoot(import.meta.dirname)

export const MIGRATIONS_FOLDER = join(ROOT, 'sync-server/store/migrations')
export const BUILT_CONSOLE = join(ROOT, 'out/office')
export const DEMO_SCRIPT = join(ROOT, 'scripts/demo.ts')

/** The version of this program. */
export function readVersion(): string {
  const text = readFileSync(join(ROOT, 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

function findRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return at
    if (at === dirname(at)) throw new Error('the office is not in its package')
  }
}

import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')
const KEPT = join(ROOT, 'tests/fixtures/releases')

/** Below the project, so that the packages of this checkout are found. */
const UNPACKED = '.cache/releases'
const MARK_LENGTH = 8

/**
 * The last migration of each release, whose office is kept as its sources were. A release adds one: what
 * `git archive <release> sync-server contract package.json` gives, without tests.
 */
export const RELEASES: readonly string[] = readdirSync(KEPT)
  .map((file) => /^office-(\d{4})\.tgz$/.exec(file)?.[1])
  .filter((name) => name !== undefined)
  .sort()

/** The start of that release's office, below the project's root. Another archive is unpacked anew. */
export function releasedOffice(release: string): string {
  const archive = join(KEPT, `office-${release}.tgz`)
  const mark = hash('sha256', readFileSync(archive)).slice(0, MARK_LENGTH)
  const place = join(UNPACKED, `${release}-${mark}`)
  const program = join(place, 'sync-server/start.ts')
  if (!existsSync(join(ROOT, program))) {
    mkdirSync(join(ROOT, place), { recursive: true })
    execFileSync('tar', ['-xzf', archive, '-C', join(ROOT, place)])
  }
  return program
}

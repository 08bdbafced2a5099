import { spawnSync } from 'node:child_process'
import { type Allowed, judgeAudit } from './judge-audit.ts'

const TIMEOUT_MS = 120_000

/** What was looked at and does not touch us. Empty is how it should be. */
const ALLOWED: readonly Allowed[] = []

/**
 * Asks the registry about the packages that a release brings along. Ends with 1 when a grave advisory was
 * found, with 0 when none was; with `--must-know` also with 1 when it could not be asked.
 */
function main(): number {
  // npm is the one that came with this Node; what it says on stderr is for people.
  const asked = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  // oxlint-disable-next-line no-restricted-properties
  const today = new Date().toISOString().slice(0, 10)
  const verdict = judgeAudit(asked.stdout ?? '', ALLOWED, today)
  switch (verdict.kind) {
    case 'clean':
      say(`No grave advisory about our packages; ${verdict.lower} lesser ones.`)
      return 0
    case 'found':
      for (const { severity, packageName, title, url } of verdict.advisories) {
        say(`${severity}: ${packageName}: ${title} (${url})`)
      }
      return 1
    default:
      say(`NOT ASKED: the registry said nothing about our packages. ${verdict.why}`)
      return process.argv.includes('--must-know') ? 1 : 0
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

process.exitCode = main()

import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** One kind of check. `report` names Vitest's JSON report; other lanes count as one test each. */
export type Lane = {
  name: string
  command: string[]
  timeoutMs: number
  report?: string
  /** Lanes that use programs from the system: a browser, a display, pty pairs. */
  needsSystem?: true
}

const MINUTE_MS = 60_000

/** A short walk through the simulator; `npm run sim` takes longer ones. */
const SIMULATION = 'tests/simulation/start.ts'
const SCREEN = '-screen 0 1600x1000x24'

/** Every lane in the order it runs. The build stands before the suites that start what it made. */
export function allLanes(root: string, hasDisplay: boolean): Lane[] {
  const reports = join(root, '.cache/test')
  const vitest = (project: string, minutes: number): Lane => {
    const report = join(reports, `${project}.json`)
    return {
      name: project,
      // prettier-ignore
      command: [
        'vitest', 'run', '--project', project,
        '--reporter=default', '--reporter=json', `--outputFile.json=${report}`,
      ],
      timeoutMs: minutes * MINUTE_MS,
      report,
    }
  }
  const e2e = vitest('e2e', 55)
  return [
    { name: 'types', command: ['tsc', '-b'], timeoutMs: 3 * MINUTE_MS },
    {
      name: 'lint',
      command: ['oxlint', '--type-aware', '--deny-warnings'],
      timeoutMs: 2 * MINUTE_MS,
    },
    { name: 'format', command: ['prettier', '--check', '.'], timeoutMs: 2 * MINUTE_MS },
    { name: 'dead-code', command: ['knip', '--no-progress'], timeoutMs: 2 * MINUTE_MS },
    { name: 'audit', command: ['node', 'scripts/audit.ts'], timeoutMs: 3 * MINUTE_MS },
    vitest('unit', 12),
    { name: 'build', command: ['npm', 'run', '--silent', 'build'], timeoutMs: 3 * MINUTE_MS },
    { ...vitest('suites', 45), needsSystem: true },
    { ...vitest('chaos', 30), needsSystem: true },
    ...(existsSync(join(root, SIMULATION))
      ? [
          {
            name: 'simulation',
            command: ['node', SIMULATION, '--seed', '1', '--runs', '5'],
            timeoutMs: 3 * MINUTE_MS,
          },
        ]
      : []),
    {
      ...e2e,
      command: hasDisplay ? e2e.command : ['xvfb-run', '-a', '-s', SCREEN, ...e2e.command],
      needsSystem: true,
    },
  ]
}

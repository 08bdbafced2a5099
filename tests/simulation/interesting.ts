import { ExceptionCode, RefusalCode } from '#contract/sync/outcome.ts'
import { FAULTS } from './faults/index.ts'
import type { RunResult } from './run-simulation.ts'

/** Fewer runs may miss an event by chance alone. */
const COMMON_FROM_RUNS = 20
const RARE_FROM_RUNS = 200

/** A set of this many runs that never saw one of these has proved little. */
const COMMON = [
  'refused',
  'refusal-replayed',
  'replay-answered',
  'excepted',
  'partition-healed',
  'dropped-again',
  'epoch-rewind',
  'lot-picked',
  'lot-deviated',
  'label-owed',
  'carton-nested',
  'truck-sealed',
  'call-doubled-at-once',
  'call-late-copy',
  'call-body-truncated',
  'call-reply-truncated',
  'call-portal',
  'poke-lost',
  'poke-doubled',
  'office-killed-before-begin',
  'office-killed-before-commit',
  'office-killed-after-commit',
]

/** And a big set must have seen everything that can happen. */
const RARE = [
  ...FAULTS.map(({ name }) => `fault-${name}`),
  ...RefusalCode.options.map((code) => `refused-${code}`),
  ...ExceptionCode.options.map((code) => `excepted-${code}`),
  'snapshot-broken-off',
  'told-to-start-over',
  'range-leased-anew',
  'unread-told',
  'fork',
  'new-log',
  'log-salvaged',
  'enrolled-anew',
  'disowned',
  'stopped-forked',
  'stopped-set-back',
  'copy-answered',
  'lost-by-disk',
]

/** What should have happened in a set of runs and never did. */
export function missingEvents(results: readonly RunResult[]): string[] {
  const seen = new Set(results.flatMap(({ events }) => [...events.keys()]))
  const wanted = [
    ...(results.length >= COMMON_FROM_RUNS ? COMMON : []),
    ...(results.length >= RARE_FROM_RUNS ? RARE : []),
  ]
  return wanted.filter((event) => !seen.has(event))
}

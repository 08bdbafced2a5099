import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { Heartbeat } from '#contract/sync/envelope.ts'
import type { StationWork } from '#contract/sync/floor-figures.ts'
import type { StationFigures } from './station-figures.ts'

type Report = Pick<Heartbeat, 'operatorId' | 'work' | 'figures' | 'people'>

/** What a heartbeat says of people and work; of each person's pace only where the company wants it. */
export function floorReport(
  bench: Pick<BenchView, 'operator' | 'work'>,
  { figures, wantsPeople, nowMs }: { figures: StationFigures; wantsPeople: boolean; nowMs: number },
): Report {
  return {
    operatorId: bench.operator?.id ?? null,
    work: workOf(bench.work),
    figures: figures.report(nowMs),
    ...(wantsPeople ? { people: figures.people(nowMs) } : {}),
  }
}

function workOf(work: BenchView['work']): StationWork | null {
  if (work.kind === 'picking' || work.kind === 'packing') {
    const { kind, code: reference, linesDone: done, linesTotal: total } = work
    return { kind, reference, done, total }
  }
  if (work.kind !== 'loading') return null
  const { kind, number: reference, onBoard, missing } = work
  return { kind, reference, done: onBoard.length, total: onBoard.length + missing.length }
}

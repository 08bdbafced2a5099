import { actionKind } from '#contract/actions/index.ts'
import type { DocumentReader } from '#contract/documents/document.ts'
import type { PushRequest } from '#contract/sync/envelope.ts'
import type { Outcome } from '#contract/sync/outcome.ts'
import type { OfficeDeps } from '../deps.ts'
import { openForStation } from '../exceptions/station-troubles.ts'
import type { Tx } from '../store/index.ts'
import type { DocumentWrite } from './documents.ts'
import type { LockedStation } from './locked-station.ts'
import type { Answered } from './process-entries.ts'

export type Told = NonNullable<PushRequest['told']>[number]

/**
 * Claims that were granted before the office was set back and are not now, or the other way round
 * (EPOCH-2): somebody acted on the first answer, so a person is told. Facts need none: they are recorded
 * again, and what they break has an exception of its own.
 */
export async function changedClaims(
  tx: Tx,
  deps: OfficeDeps,
  station: LockedStation,
  decided: { told: readonly Told[]; answered: readonly Answered[]; read: DocumentReader },
): Promise<DocumentWrite[]> {
  if (decided.told.length === 0) return []
  const told = new Map(decided.told.map(({ seq, outcome }) => [seq, outcome]))
  const writes: DocumentWrite[] = []
  for (const answer of decided.answered) {
    const before = told.get(answer.entry.seq)
    const detail = before === undefined ? null : changeOf(answer, before, decided.read)
    if (detail === null) continue
    writes.push(...(await openForStation(tx, deps, station, { code: 'claim-changed', detail })))
  }
  return writes
}

function changeOf(
  { entry: { action, seq }, outcome, code }: Answered,
  before: Outcome,
  read: DocumentReader,
): Record<string, string | number> | null {
  if (action === null || actionKind(action.type) !== 'claim') return null
  const wasGranted = before !== 'refused'
  const isGranted = outcome !== 'refused'
  if (wasGranted === isGranted) return null
  const told = wasGranted ? 'granted' : 'refused'
  const now = isGranted ? 'granted' : `refused (${code ?? 'no reason'})`
  return { seq, action: action.type, name: nameOf(action.payload, read), told, now }
}

/** What people call the list or load that was claimed. */
function nameOf(payload: object, read: DocumentReader): string {
  if ('pickListId' in payload && typeof payload.pickListId === 'string') {
    return read.get('pick-list', payload.pickListId)?.code ?? payload.pickListId
  }
  if ('loadId' in payload && typeof payload.loadId === 'string') {
    return read.get('load', payload.loadId)?.number ?? payload.loadId
  }
  return ''
}

import type { Break } from '#contract/actions/decision.ts'
import type { DocumentReader } from '#contract/documents/document.ts'
import type { OfficeDeps } from '../deps.ts'
import { type NewException, referenceOf } from '../exceptions/exceptions.ts'
import type { PutBacks } from '../exceptions/put-backs.ts'
import { sentenceFor } from '../exceptions/sentences.ts'
import { SHORT_PICK, shortPickDetail } from '../exceptions/short-picks.ts'
import type { DecidedBatch, Ruling } from './decide-batch.ts'
import type { Entry } from './entry.ts'

/** What every exception of a batch is opened with. */
export type Opening = {
  /** Null when the office itself acts. */
  station: { id: string; name: string } | null
  at: string
  deps: Pick<OfficeDeps, 'newId'>
  stationNames: ReadonlyMap<string, string>
  /** Documents as the batch leaves them. */
  read: DocumentReader
}

/** One exception per broken rule, and one for an action that could not be read (PUSH-6). */
export function exceptionsOf(
  { entry }: Ruling,
  breaks: readonly Break[],
  opening: Opening,
): NewException[] {
  const told = breaks.map(({ code, detail }) => {
    const more = MORE_DETAIL.includes(code) ? lineDetail(entry, opening.read) : {}
    return about({ entry, code, detail: { ...more, ...detail }, opening, of: detail })
  })
  if (entry.poison === null) return told
  const detail = { problem: entry.poison }
  return [...told, about({ entry, code: 'poison', detail, opening, of: detail })]
}

/** Orders that a batch put on hold wait for a supervisor. */
export function shortPicksOf(
  { overlay }: DecidedBatch,
  holds: ReadonlyMap<string, Entry>,
  opening: Opening,
): NewException[] {
  if (holds.size === 0) return []
  const lists = overlay.changedOf('pick-list').map((change) => change.doc)
  return [...holds].flatMap(([orderNumber, entry]): NewException[] => {
    const list = lists.find((one) => one.orders.some((order) => order.orderNumber === orderNumber))
    if (list === undefined) return []
    const detail = shortPickDetail(list, orderNumber)
    return [about({ entry, code: SHORT_PICK, detail, opening, of: { orderNumber } })]
  })
}

/** What a batch did that open put-back tasks are about. */
export function putBacksOf({ rulings, effects, overlay }: DecidedBatch): PutBacks {
  const breaks = rulings.flatMap((ruling) => ruling.breaks)
  const cancelled = breaks.filter(({ code }) => code === 'order-cancelled')
  const ordersBack = new Set<string>()
  for (const { effect } of effects) {
    if (effect.kind === 'order-line' && effect.picked < 0) ordersBack.add(effect.orderNumber)
  }
  return {
    touched: cancelled.map(({ detail }) => String(detail['orderNumber'] ?? '')),
    ordersBack: [...ordersBack],
    linesBack: rulings.flatMap(({ entry: { action } }) => {
      const isBack = action?.type === 'pick.put-back' || action?.type === 'pick.unshort'
      if (!isBack) return []
      const { pickListId, lineNo } = action.payload
      const list = overlay.get('pick-list', pickListId)
      const line = list?.lines.find((candidate) => candidate.lineNo === lineNo)
      const isWithin = line !== undefined && line.picked + line.short <= line.requested
      return isWithin ? [{ pickListId, lineNo }] : []
    }),
  }
}

/** Rules whose detail names no line or unit, though a person needs both to put it right. */
const MORE_DETAIL: readonly string[] = ['over-pick', 'lot-mix', 'override-not-allowed']

/** The line and unit that an action names, as a person would call them. */
function lineDetail({ action }: Entry, read: DocumentReader): Record<string, string | number> {
  if (action === null) return {}
  const { payload } = action
  const unit = 'unitId' in payload && payload.unitId !== undefined ? { unitId: payload.unitId } : {}
  if (!('pickListId' in payload) || !('lineNo' in payload)) return unit
  const { pickListId, lineNo } = payload
  const list = read.get('pick-list', pickListId)
  const line = list?.lines.find((candidate) => candidate.lineNo === lineNo)
  if (list === undefined || line === undefined) return unit
  const { orderNumber } = line
  return { ...unit, pickListId, lineNo, list: list.code, orderNumber }
}

/** `of` is the part of the detail that a person would look for. */
function about(parts: {
  entry: Pick<Entry, 'id' | 'operatorId'>
  code: string
  detail: NewException['detail']
  opening: Opening
  of: NewException['detail']
}): NewException {
  const { entry, code, detail, opening, of } = parts
  const { station, at, deps, stationNames } = opening
  const { operatorId } = entry
  const stationName = station?.name ?? null
  return {
    id: deps.newId(),
    code,
    stationId: station?.id ?? null,
    operatorId,
    actionId: entry.id,
    reference: referenceOf(of),
    detail,
    sentence: sentenceFor({ code, detail, stationName, operatorId, stationNames }),
    openedAt: at,
  }
}

import type { Break } from '#contract/actions/decision.ts'
import { ALERT_REASONS, type AlertReason } from '#contract/rpc/alert-reasons.ts'
import type { Alert } from '#contract/rpc/alert-view.ts'
import type { DocumentReader } from '#contract/documents/document.ts'
import type { RefusalCode } from '#contract/sync/outcome.ts'
import { type AlertDetail, alertMessage } from './alert-messages.ts'
import type { ActionDraft } from './workflow-types.ts'
import { listName } from './list-work.ts'

/** An alert about to be latched. */
export type AlertCall = {
  reason: AlertReason
  detail: Record<string, string | number>
  /** The question was answered, and what it was about is no longer so: it is not asked again. */
  isAnswered?: true
}

/** The office or its rules say no; anything else was a wrong scan. */
const STOP_CODES: readonly Alert['code'][] = ['load-refused', 'claim-refused', 'order-cancelled']

/** The office says no under a code that is otherwise a wrong scan. */
const STOP_REASONS: readonly AlertReason[] = [
  'order-stopped',
  'order-stopped-because',
  'take-off-pallet',
]

/** Names of what was scanned while an alert was latched; beyond these they are only counted. */
export const MEANWHILE_NAMES_MAX = 20

/** Where a unit belongs, of which nothing is known. */
const NOWHERE = { belongsLoad: '', belongsPlate: '', belongsRegion: '', belongsDate: '' }

type Actor = { read: DocumentReader; operatorId: string | null }

/** An alert with exactly the details its sentence needs. */
export function alarm<R extends AlertReason>(reason: R, detail: AlertDetail<R>): AlertCall {
  return { reason, detail }
}

/** How an answer ended: where it led to an alert, the question goes with it. */
export function answered<T>(ending: T | AlertCall): T | AlertCall {
  return typeof ending === 'object' && ending !== null && 'reason' in ending
    ? { ...ending, isAnswered: true }
    : ending
}

export function makeAlert({ reason, detail }: AlertCall): Alert {
  const { code } = ALERT_REASONS[reason]
  const isStop = STOP_CODES.includes(code) || STOP_REASONS.includes(reason)
  const tone = isStop ? 'stop' : 'wrong'
  return { code, tone, reason, detail, message: alertMessage(reason, detail), meanwhile: [] }
}

/** The alert with one more thing scanned under it: the first by name, the rest as `+7`. */
export function withMeanwhile(alert: Alert, text: string): Alert {
  const names = alert.meanwhile.slice(0, MEANWHILE_NAMES_MAX)
  if (names.length < MEANWHILE_NAMES_MAX) return { ...alert, meanwhile: [...names, text] }
  const counted = Number(alert.meanwhile[MEANWHILE_NAMES_MAX]?.slice(1) ?? 0)
  return { ...alert, meanwhile: [...names, `+${counted + 1}`] }
}

/** How many scans were made under an alert. */
export function meanwhileCount({ meanwhile }: Alert): number {
  if (meanwhile.length <= MEANWHILE_NAMES_MAX) return meanwhile.length
  return MEANWHILE_NAMES_MAX + Number(meanwhile[MEANWHILE_NAMES_MAX]?.slice(1) ?? 0)
}

/** What a fact that breaks a rule looks like to the operator who was about to do it (FACT-1). */
export function alertOfBreak(broken: Break, draft: ActionDraft, actor: Actor): AlertCall {
  const text = (name: string) => String(broken.detail[name] ?? '')
  const unit = text('unitId')
  switch (broken.code) {
    case 'over-pick': {
      const scanned = productName(actor.read, text('sku'))
      const { open = 0, quantity = 0 } = broken.detail
      return alarm('more-than-asked', { scanned, open, quantity })
    }
    case 'lot-mix': {
      const scanned = productName(actor.read, text('sku'))
      return alarm('lot-mix', { scanned, lot: text('lot'), first: text('first') })
    }
    case 'order-cancelled':
      return alarm('order-cancelled', { orderNumber: text('orderNumber') })
    case 'order-blocked':
      return stoppedAlarm(
        text('orderNumber'),
        blockedBecause(draft, text('orderNumber'), actor.read),
      )
    case 'wrong-load':
      return wrongLoad(broken, actor.read)
    case 'superseded-copy':
      return alarm('old-copy', { unit, copy: text('copy'), live: liveCopyOf(actor.read, unit) })
    case 'claimed-elsewhere':
      return heldElsewhere(draft, actor.read)
    case 'override-not-allowed':
      return roleMissing(draft, broken.detail, actor)
    case 'weight-out-of-tolerance':
      return alarm('no-stable-weight', {})
    case 'number-out-of-range':
      return alarm('no-numbers', {})
    case 'unknown-reference':
      return unknownReference(text('what'), text('id'))
    // A unit found closed; the rest breaks only at the office, where counters and trucks are.
    default:
      return alarm('not-now', { what: unit === '' ? draft.type : unit, where: placeOf(draft) })
  }
}

/** What a claim that would be refused looks like, before it is recorded. */
export function alertOfRefusal(code: RefusalCode, draft: ActionDraft, actor: Actor): AlertCall {
  if (code === 'forbidden') return roleMissing(draft, {}, actor)
  if (draft.type === 'pick.claim') {
    const list = listOf(draft, actor.read)
    if (code === 'not-found') return alarm('unknown-list', { text: list })
    return code === 'already-claimed'
      ? alarm('list-held-elsewhere', { list })
      : alarm('list-done', { list })
  }
  const load = loadOf(draft, actor.read)
  if (code === 'not-found') return alarm('unknown-load', { text: load })
  if (code === 'already-claimed' || code === 'dependency') {
    return alarm('load-held-elsewhere', { load })
  }
  if (draft.type === 'load.claim') return alarm('load-closed', { load })
  return alarm('load-confirm-refused', { load, why: code })
}

/** What the office's refusal of a claim that was already recorded looks like; null for a fact. */
export function alertOfReceipt(
  action: ActionDraft,
  why: string,
  read: DocumentReader,
): AlertCall | null {
  if (action.type === 'pick.claim')
    return alarm('list-refused', { list: listOf(action, read), why })
  const load = loadOf(action, read)
  if (action.type === 'load.claim') return alarm('load-claim-refused', { load, why })
  return action.type === 'load.confirm' ? alarm('load-confirm-refused', { load, why }) : null
}

/** The office stopped an order; the reason stands there if whoever did so gave one. */
export function stoppedAlarm(orderNumber: string, because: string | undefined): AlertCall {
  return because === undefined
    ? alarm('order-stopped', { orderNumber })
    : alarm('order-stopped-because', { orderNumber, because: because.replace(/[.\s]+$/, '') })
}

export function productName(read: DocumentReader, sku: string): string {
  return read.get('product', sku)?.name ?? sku
}

function wrongLoad({ detail }: Break, read: DocumentReader): AlertCall {
  const unit = String(detail['unitId'] ?? '')
  const load = String(detail['load'] ?? '')
  const belongs = String(detail['belongs'] ?? '')
  switch (detail['why']) {
    case 'load-closed':
      return alarm('load-closed', { load })
    case 'unit-open':
      return alarm('unit-open', { unit })
    case 'region':
      return alarm('other-region', { unit, belongs, load, ...NOWHERE, belongsRegion: belongs })
    case 'date':
      return alarm('other-date', { unit, belongs, load, ...NOWHERE, belongsDate: belongs })
    case 'nested':
      return alarm('nested-unit', { unit, parent: String(detail['parentId'] ?? '') })
    default: {
      const other = read.get('load', belongs === '' ? String(detail['loadId'] ?? '') : belongs)
      const belongsLoad = other?.number ?? ''
      const belongsPlate = other?.vehicle.plate ?? ''
      return alarm('other-load', {
        unit,
        belongs: belongsLoad,
        ...NOWHERE,
        belongsLoad,
        belongsPlate,
      })
    }
  }
}

function blockedBecause(
  draft: ActionDraft,
  orderNumber: string,
  read: DocumentReader,
): string | undefined {
  const { payload } = draft
  const unit = 'unitId' in payload ? read.get('unit', payload.unitId ?? '') : undefined
  const ids = unit?.contents.map((content) => content.pickListId) ?? []
  if ('pickListId' in payload) ids.push(payload.pickListId)
  const orders = ids.flatMap((id) => read.get('pick-list', id)?.orders ?? [])
  return orders.find((order) => order.orderNumber === orderNumber)?.blockedBecause
}

function heldElsewhere(draft: ActionDraft, read: DocumentReader): AlertCall {
  return draft.type.startsWith('load.')
    ? alarm('load-held-elsewhere', { load: loadOf(draft, read) })
    : alarm('list-held-elsewhere', { list: listOf(draft, read) })
}

function roleMissing(draft: ActionDraft, detail: Break['detail'], actor: Actor): AlertCall {
  // A break that names no action is about the override's supervisor, not about who works here.
  const isOverride = draft.type === 'pack.weigh' && detail['action'] === undefined
  const id = isOverride ? String(detail['operatorId'] ?? '') : (actor.operatorId ?? '')
  const who = actor.read.get('operator', id)?.name ?? id
  const role = draft.type.startsWith('load.') ? 'loader' : 'picker'
  return alarm('role-missing', { who, role: isOverride ? 'supervisor' : role })
}

function unknownReference(what: string, id: string): AlertCall {
  if (what.startsWith('pick')) return alarm('unknown-list', { text: id })
  if (what === 'load') return alarm('unknown-load', { text: id })
  return what === 'unit' ? alarm('unknown-unit', { text: id }) : alarm('unknown-code', { text: id })
}

function listOf(draft: ActionDraft, read: DocumentReader): string {
  const id = 'pickListId' in draft.payload ? draft.payload.pickListId : ''
  const list = read.get('pick-list', id)
  return list === undefined ? id : listName(list)
}

function loadOf(draft: ActionDraft, read: DocumentReader): string {
  const id = 'loadId' in draft.payload ? draft.payload.loadId : ''
  return read.get('load', id)?.number ?? id
}

function placeOf(draft: ActionDraft): string {
  return draft.type.startsWith('load.') ? 'loading' : 'packing'
}

function liveCopyOf(read: DocumentReader, unitId: string): number {
  return read.get('unit', unitId)?.label.lastCopy ?? 0
}

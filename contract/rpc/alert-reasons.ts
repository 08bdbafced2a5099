import type { AlertCode } from './alert-view.ts'

/** Where a unit belongs, as far as it is known: a load's number and plate, a region, a day; else blank. */
const BELONGS = ['belongsLoad', 'belongsPlate', 'belongsRegion', 'belongsDate'] as const

/**
 * Every situation that can latch an alert, with its code and the details its sentence needs. Screens
 * have one sentence per reason and language; `message` in English is built from the same table.
 */
export const ALERT_REASONS = {
  'product-not-on-list': { code: 'wrong-product', detail: ['scanned', 'needed'] },
  /** The goods just picked go to `tote`; this is `scanned`. */
  'wrong-tote': { code: 'wrong-product', detail: ['scanned', 'name', 'tote'] },
  /** No order of this list stands at that place. */
  'unknown-tote': { code: 'unknown-code', detail: ['tote'] },
  /** Nothing is left in it. */
  'tote-done': { code: 'wrong-state', detail: ['tote'] },
  'no-printer': { code: 'wrong-state', detail: [] },
  'product-already-done': { code: 'over-pick', detail: ['scanned', 'requested'] },
  'more-than-asked': { code: 'over-pick', detail: ['scanned', 'open', 'quantity'] },
  'unknown-code': { code: 'unknown-code', detail: ['text'] },
  'unreadable-code': { code: 'unknown-code', detail: ['text', 'why'] },
  'unknown-badge': { code: 'unknown-code', detail: [] },
  'unknown-list': { code: 'unknown-code', detail: ['text'] },
  'unknown-load': { code: 'unknown-code', detail: ['text'] },
  'unknown-unit': { code: 'unknown-code', detail: ['text'] },
  'foreign-label': { code: 'unknown-code', detail: ['text'] },
  /** `until`: the last day it could be used. */
  'expired-goods': { code: 'wrong-product', detail: ['scanned', 'until'] },
  'lot-needed': { code: 'lot-mix', detail: ['scanned'] },
  'lot-mix': { code: 'lot-mix', detail: ['scanned', 'lot', 'first'] },
  'other-region': { code: 'wrong-load', detail: ['unit', 'belongs', 'load', ...BELONGS] },
  'other-date': { code: 'wrong-load', detail: ['unit', 'belongs', 'load', ...BELONGS] },
  'other-load': { code: 'wrong-load', detail: ['unit', 'belongs', ...BELONGS] },
  /** The customer comes for it: no truck takes it. */
  'unit-collected': { code: 'wrong-load', detail: ['unit'] },
  'unit-left': { code: 'wrong-load', detail: ['unit', 'load'] },
  'nested-unit': { code: 'wrong-load', detail: ['unit', 'parent'] },
  'load-closed': { code: 'wrong-load', detail: ['load'] },
  'unit-open': { code: 'unit-not-closed', detail: ['unit'] },
  'old-copy': { code: 'superseded-copy', detail: ['unit', 'copy', 'live'] },
  /** Every label of it is void, and a new one was not made yet. */
  'no-live-copy': { code: 'superseded-copy', detail: ['unit', 'copy'] },
  'scan-the-qr': { code: 'superseded-copy', detail: ['unit'] },
  'label-not-scanned-back': { code: 'unverified-label', detail: ['unit'] },
  'not-now': { code: 'wrong-state', detail: ['what', 'where'] },
  'sign-in-first': { code: 'wrong-state', detail: [] },
  'list-done': { code: 'wrong-state', detail: ['list'] },
  'list-held-elsewhere': { code: 'wrong-state', detail: ['list'] },
  'load-held-elsewhere': { code: 'wrong-state', detail: ['load'] },
  'finish-this-first': { code: 'wrong-state', detail: ['what'] },
  'nothing-to-undo': { code: 'wrong-state', detail: [] },
  'nothing-to-short': { code: 'wrong-state', detail: [] },
  'nothing-on-board': { code: 'wrong-state', detail: [] },
  'answer-first': { code: 'wrong-state', detail: ['prompt'] },
  'not-on-board': { code: 'wrong-state', detail: ['unit', 'load'] },
  'not-a-seal': { code: 'wrong-state', detail: ['text'] },
  'already-on-board': { code: 'wrong-state', detail: ['unit'] },
  /** Wrong cartons at a pallet: whose pallet it is, the first carton on it has said. */
  'pallet-other-stop': { code: 'wrong-load', detail: ['unit', 'belongs', 'pallet'] },
  'pallet-other-day': { code: 'wrong-load', detail: ['unit', 'belongs', 'pallet'] },
  'pallet-other-load': { code: 'wrong-load', detail: ['unit', 'belongs', 'pallet'] },
  'only-cartons': { code: 'wrong-state', detail: ['unit'] },
  'already-on-pallet': { code: 'wrong-state', detail: ['unit'] },
  'nothing-on-pallet': { code: 'wrong-state', detail: [] },
  /** A carton whose order was cancelled or stopped, or that was opened again, keeps a pallet open. */
  'take-off-pallet': { code: 'wrong-state', detail: ['unit', 'orderNumber'] },
  'not-to-put-back': { code: 'wrong-product', detail: ['scanned'] },
  'more-than-in-hand': { code: 'over-pick', detail: ['scanned', 'open', 'quantity'] },
  'put-back-stays': { code: 'wrong-state', detail: ['order'] },
  'unit-on-pallet': { code: 'wrong-state', detail: ['unit', 'pallet'] },
  'unit-on-load': { code: 'wrong-state', detail: ['unit', 'load'] },
  'no-numbers': { code: 'no-numbers', detail: [] },
  'no-stable-weight': { code: 'no-weight', detail: [] },
  'role-missing': { code: 'not-allowed', detail: ['who', 'role'] },
  /** Three wrong PINs: that supervisor's badge waits. */
  'pin-locked': { code: 'not-allowed', detail: ['who', 'seconds'] },
  'mode-missing': { code: 'not-allowed', detail: ['what'] },
  'list-refused': { code: 'claim-refused', detail: ['list', 'why'] },
  'load-claim-refused': { code: 'claim-refused', detail: ['load', 'why'] },
  'load-confirm-refused': { code: 'load-refused', detail: ['load', 'why'] },
  /** More than the vehicle may carry; `unit` is what to take off. Weights in grams, volumes in cm³. */
  'load-too-heavy': {
    code: 'load-refused',
    detail: ['load', 'overGrams', 'maxGrams', 'unit', 'name', 'unitGrams'],
  },
  'load-too-big': {
    code: 'load-refused',
    detail: ['load', 'overCm3', 'maxCm3', 'unit', 'name', 'unitCm3'],
  },
  'open-on-board': { code: 'load-refused', detail: ['load', 'unit'] },
  'cancelled-on-board': { code: 'load-refused', detail: ['load', 'unit', 'orderNumber'] },
  'stopped-on-board': { code: 'load-refused', detail: ['load', 'unit', 'orderNumber'] },
  'order-cancelled': { code: 'order-cancelled', detail: ['orderNumber'] },
  'order-stopped': { code: 'wrong-state', detail: ['orderNumber'] },
  'order-stopped-because': { code: 'wrong-state', detail: ['orderNumber', 'because'] },
  'log-full': { code: 'wrong-state', detail: [] },
  'log-damaged': { code: 'wrong-state', detail: [] },
  /** The office holds more of this log than is here: an older disk was put back. */
  'log-set-back': { code: 'wrong-state', detail: [] },
  /** Another machine has gone on with this log, as after its disk was copied. */
  'log-forked': { code: 'wrong-state', detail: [] },
  /** The office asks for a newer app: nothing new is begun (VER-1). */
  'upgrade-needed': { code: 'not-allowed', detail: [] },
  'bench-revoked': { code: 'not-allowed', detail: [] },
} as const satisfies Record<string, { code: AlertCode; detail: readonly string[] }>

export type AlertReason = keyof typeof ALERT_REASONS

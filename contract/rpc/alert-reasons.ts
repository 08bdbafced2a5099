import type { AlertCode } from './alert-view.ts'

/**
 * Every situation that can latch an alert, with its code and the details its sentence needs. Screens
 * have one sentence per reason and language; `message` in English is built from the same table.
 */
export const ALERT_REASONS = {
  'product-not-on-list': { code: 'wrong-product', detail: ['scanned', 'needed'] },
  'product-already-done': { code: 'over-pick', detail: ['scanned', 'requested'] },
  'more-than-asked': { code: 'over-pick', detail: ['scanned', 'open', 'quantity'] },
  'unknown-code': { code: 'unknown-code', detail: ['text'] },
  'unreadable-code': { code: 'unknown-code', detail: ['text', 'why'] },
  'unknown-badge': { code: 'unknown-code', detail: [] },
  'unknown-list': { code: 'unknown-code', detail: ['text'] },
  'unknown-load': { code: 'unknown-code', detail: ['text'] },
  'unknown-unit': { code: 'unknown-code', detail: ['text'] },
  'foreign-label': { code: 'unknown-code', detail: ['text'] },
  'lot-needed': { code: 'lot-mix', detail: ['scanned'] },
  'lot-mix': { code: 'lot-mix', detail: ['scanned', 'lot', 'first'] },
  'other-region': { code: 'wrong-load', detail: ['unit', 'belongs', 'load'] },
  'other-date': { code: 'wrong-load', detail: ['unit', 'belongs', 'load'] },
  'other-load': { code: 'wrong-load', detail: ['unit', 'belongs'] },
  'nested-unit': { code: 'wrong-load', detail: ['unit', 'parent'] },
  'load-closed': { code: 'wrong-load', detail: ['load'] },
  'unit-open': { code: 'unit-not-closed', detail: ['unit'] },
  'old-copy': { code: 'superseded-copy', detail: ['unit', 'copy', 'live'] },
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
  'already-on-board': { code: 'wrong-state', detail: ['unit'] },
  'not-to-put-back': { code: 'wrong-product', detail: ['scanned'] },
  'more-than-in-hand': { code: 'over-pick', detail: ['scanned', 'open', 'quantity'] },
  'put-back-stays': { code: 'wrong-state', detail: ['order'] },
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

import type { PrintJobView } from '#contract/rpc/print-job-view.ts'

export type PrintJobState = PrintJobView['state']

/** All that can happen to a numbered copy on its way to the paper. */
export type PrintJobEvent =
  /** Its turn has come: from here on bytes may have left. */
  | 'send'
  /** How the sending ended. `held`: not one byte has left. */
  | 'held'
  | 'sent'
  | 'printed'
  | 'unknown'
  /** No bytes could be made of it, so none was sent. */
  | 'unmakable'
  /** The label itself was scanned. */
  | 'proven'
  /** What a person says about it. */
  | 'came-out'
  | 'not-printed'
  | 'redirect'
  | 'release'
  | 'cancel'
  /** A newer copy was made, or its unit was opened again. */
  | 'superseded'

export const PRINT_JOB_STATES: readonly PrintJobState[] = [
  'queued',
  'sending',
  'sent',
  'printed',
  'held',
  'failed',
  'unknown',
  'cancelled',
]

const WAITING_MOVES = {
  send: 'sending',
  redirect: 'queued',
  release: 'queued',
  cancel: 'cancelled',
  superseded: 'cancelled',
  unmakable: 'failed',
} as const

/**
 * Every move there is. Nothing leads back from `sending`, `sent` or `unknown` to a state that is sent by
 * itself but the printer's own word that it took no byte.
 */
const MOVES: Record<PrintJobState, Partial<Record<PrintJobEvent, PrintJobState>>> = {
  queued: WAITING_MOVES,
  held: WAITING_MOVES,
  sending: { held: 'held', sent: 'sent', printed: 'printed', unknown: 'unknown' },
  sent: { proven: 'printed', 'came-out': 'printed', 'not-printed': 'failed' },
  unknown: { proven: 'printed', 'came-out': 'printed', 'not-printed': 'failed' },
  printed: {},
  failed: { cancel: 'cancelled' },
  cancelled: {},
}

/** Where an event leads a job, or null where it means nothing to it. */
export function movedBy(state: PrintJobState, event: PrintJobEvent): PrintJobState | null {
  return MOVES[state][event] ?? null
}

/** The states from which an event leads somewhere. */
export function statesMovedBy(event: PrintJobEvent): PrintJobState[] {
  return PRINT_JOB_STATES.filter((state) => movedBy(state, event) !== null)
}

/** True while nothing of it was sent and it may yet be. */
export function isWaiting(state: PrintJobState): boolean {
  return state === 'queued' || state === 'held'
}

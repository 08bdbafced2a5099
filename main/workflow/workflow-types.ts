import type { ActionType, PayloadOf } from '#contract/actions/index.ts'
import type { DocumentChange, DocumentReader } from '#contract/documents/document.ts'
import type { Load } from '#contract/documents/load.ts'
import type { Operator, Packaging, Product } from '#contract/documents/master-data.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import type { Unit } from '#contract/documents/unit.ts'
import type { CodeReading } from '#contract/barcode/read-code.ts'
import type { Alert } from '#contract/rpc/alert-view.ts'
import type { Feedback, NewWorkStop } from '#contract/rpc/bench-view.ts'
import type { Prompt } from '#contract/rpc/prompt-view.ts'
import type { GoesTo } from '#contract/rpc/work-view.ts'
import type { StationMode } from '#contract/sync/envelope.ts'
import type { ScaleReading, StableReading } from '../devices/scale/scale-reading.ts'

/** An action before it has a place in the log. */
export type ActionDraft = { [T in ActionType]: { type: T; payload: PayloadOf<T> } }[ActionType]

/**
 * A decided action and who did it; one badge after another makes two people in one step. An id is given
 * where another action names it.
 */
export type RecordedDraft = ActionDraft & { operatorId: string | null; id?: string }

/** A print whose outcome nobody knows yet. */
export type PrintDoubt = { unitId: string; copy: number; jobId: string }

/** Where the operator is while goods are picked, packed, loaded or put back. */
export type WorkPlace =
  | {
      kind: 'idle'
      /** The last goods of the list that was just picked, and the tote they go to. */
      goesTo?: GoesTo | null
    }
  | {
      kind: 'list'
      listId: string
      /** The open unit goods go into; null between a closed unit and the next one. */
      unitId: string | null
      /** The closed unit whose label must be scanned back before another may be closed. */
      toVerify: string | null
      /** Units opened on this list by this bench, for "Carton 2". */
      unitIds: string[]
      /** Lines sent to the back by NEXT, in that order. */
      skipped: number[]
      /** The goods just picked and the tote they go to, where orders are picked into totes. */
      goesTo?: GoesTo | null
      /** The order whose tote was scanned: its goods are packed next. */
      orderNumber?: string | null
    }
  | {
      kind: 'loading'
      loadId: string
      /** The number of the truck's seal, from when it is scanned to CONFIRM. */
      seal?: string
    }
  | {
      kind: 'put-back'
      /** The list whose cancelled orders' goods go back to their shelves. */
      listId: string
      /** The unit whose label was scanned: its goods are taken out first. */
      unitId: string | null
      /** Base units that were to go back when this began here. */
      total: number
    }

/** Where a pallet can be built from, and where the operator goes on once it is done. */
export type PalletBack = Exclude<WorkPlace, { kind: 'put-back' }>

/** Closed cartons are put on a pallet; once it is closed, its label waits to be scanned back. */
export type PalletPlace = { kind: 'pallet'; unitId: string; back: PalletBack }

/**
 * Where the operator is. It lives in the log's database and is saved in the transaction of the scan
 * that changed it, so the step, the open unit and the latched alert survive a kill (I16).
 */
export type WorkflowState = {
  operatorId: string | null
  place: WorkPlace | PalletPlace
  /** A quantity scanned just before; multiplies the next product. */
  multiplier: number
  prompt: Prompt | null
  /** Who answered the override prompt's badge step; until its PIN step is answered, who says they are. */
  overrideBy: string | null
  /** By supervisor: wrong PINs in a row, and until when the badge waits after too many. */
  pinTrouble: Record<string, { wrong: number; lockedUntil: string | null }>
  /** The scale's own line behind the override prompt's weight, kept as evidence. */
  overrideFrame: string | null
  alert: Alert | null
  /** Latched behind `alert`: what the office said meanwhile. ACK brings the next one up. */
  alertsWaiting: Alert[]
  /** Inverses of the last facts, newest last; UNDO takes the last. Bounded by UNDO_MAX. */
  undo: ActionDraft[]
  feedback: Feedback | null
  /** The scale came to rest after the last unit was closed, so what lies on it is another unit. */
  isWeightFresh: boolean
  /** The newest copy sent to a printer per unit, before its outcome is known; the last few units. */
  copies: Record<string, number>
  /** Prints in doubt that wait until no other question is open. */
  doubts: PrintDoubt[]
  /** The unit last closed, verified or loaded here, for REPRINT. */
  lastUnitId: string | null
  /** The load last confirmed here, for LIST. */
  lastLoadId: string | null
  /** Cancelled orders that this bench has been told of, as `list/order`, newest last. */
  toldCancelled: string[]
}

/** How many facts can be taken back one after the other. */
export const UNDO_MAX = 20

/** How many alerts, prints in doubt and units' copies a bench remembers at most. */
export const ALERTS_WAITING_MAX = 20
export const DOUBTS_MAX = 20
export const COPIES_MAX = 50

/** How many cancelled orders a bench remembers having been told of. */
export const TOLD_CANCELLED_MAX = 50

export const SIGNED_OUT: WorkflowState = {
  operatorId: null,
  place: { kind: 'idle' },
  multiplier: 1,
  prompt: null,
  overrideBy: null,
  pinTrouble: {},
  overrideFrame: null,
  alert: null,
  alertsWaiting: [],
  undo: [],
  feedback: null,
  isWeightFresh: false,
  copies: {},
  doubts: [],
  lastUnitId: null,
  lastLoadId: null,
  toldCancelled: [],
}

/** What the floor hands the workflow, one at a time. */
export type WorkflowInput =
  /** One complete code. `text` is what may be shown and logged: no badge, no name, no address. */
  | { kind: 'scan'; reading: CodeReading; text: string }
  /** The scale came to rest, in range, above zero. */
  | { kind: 'stable-weight'; reading: StableReading }
  | {
      kind: 'print-outcome'
      jobId: string
      unitId: string
      copy: number
      printerId: string
      /** `sent`: all bytes left and the printer closed in order; the scan-back is the proof. */
      outcome: 'printed' | 'sent' | 'unknown'
      reason: string | null
    }
  /** A person at the print panel says what became of a label, or wants a new one. */
  | {
      kind: 'print-answer'
      jobId: string
      unitId: string
      copy: number
      answer: 'came-out' | 'not-printed' | 'reprint'
      reason: string
      /** Which printer a new copy comes out of; null for the bench's own. */
      printerId: string | null
      /** The highest copy number in the print journal; one that never came out has its number too. */
      newest: number
    }
  /** The office answered one of this station's claims with a refusal. */
  | { kind: 'refusal'; action: ActionDraft; code: string; detail: string | null }
  /** A pull brought new documents; the order may be cancelled, the list may be gone. */
  | { kind: 'documents-changed' }
  /** A PIN was typed and held against the hash of the supervisor it was asked of. */
  | { kind: 'pin'; supervisorId: string; isRight: boolean }
  /** Nobody touched the bench for the configured time. */
  | { kind: 'idle-timeout' }

/** Finds documents in the station's view, pending actions replayed. */
export type StationLookup = DocumentReader & {
  productByGtin(gtin: string): { product: Product; quantity: number } | null
  productByText(text: string): { product: Product; quantity: number } | null
  operatorByBadge(payload: string): Operator | null
  /** By the whole code, `LLP…` and `LLD…`, as it stands in the document. */
  pickListByCode(code: string): PickList | null
  loadByCode(code: string): Load | null
  packagings(): readonly Packaging[]
  pickLists(): readonly PickList[]
  loads(): readonly Load[]
  unitsOf(filter: { region: string | null; deliveryDate: string }): readonly Unit[]
  openUnits(): readonly Unit[]
  closedUnits(): readonly Unit[]
}

export type WorkflowContext = {
  lookup: StationLookup
  stationId: string
  mode: StationMode
  /** Corrected server time, ISO 8601 UTC, and the end of a lease granted now. */
  now: string
  leaseUntil: string
  /** Newest reading, null when no scale is configured. */
  scale: ScaleReading | null
  scaleDivisionGrams: number
  hasScale: boolean
  hasPrinter: boolean
  /** A complete unit of the right weight is closed by itself. */
  autoClose: boolean
  /** Why no list and no load may be begun now; null where they may (VER-1). */
  newWorkStop: NewWorkStop | null
  /** What the running shift has made, and how much of it waits; null where none was begun. */
  shiftSoFar(): { made: number; waiting: number } | null
  /** Takes the next SSCC of the leased range; null when none is left (NUM-1). */
  takeUnitId(): string | null
  /** Verifies a unit QR's signature by the warehouse's key. */
  isSignatureValid(signedText: string, signature: string): boolean
}

/**
 * What one input came to. The host records all of it in one transaction, then applies `changes`.
 * `state` is the very object handed in when nothing changed.
 */
export type WorkflowStep = {
  state: WorkflowState
  /** Decided already: none of them breaks a rule. In the order they happened. */
  actions: readonly RecordedDraft[]
  changes: readonly DocumentChange[]
  /** Labels to print; the copy's job is written with the actions. */
  prints: readonly {
    unitId: string
    copy: number
    reason: string | null
    /** Absent for the bench's own printer. */
    printerId?: string
  }[]
  /** The load whose list is to be printed. */
  loadingList: { loadId: string; seal: string | null } | null
  /** Print jobs a person has decided about. */
  resolvedJobs: readonly { jobId: string; state: 'printed' | 'failed' }[]
  /** What became of the scan, for the scan log and the sound. */
  became: 'action' | 'command' | 'alert' | 'meanwhile' | 'ignored'
}

import { z } from 'zod'
import { LogTrouble } from '../sync/log-trouble.ts'
import { ScannerProfileView } from './scanner-profile.ts'
import { ParkedScans } from './parked-scans.ts'

/** Alert codes a bench can latch; fixed by the public surface. */
export const AlertCode = z.enum([
  'wrong-product',
  'over-pick',
  'unknown-code',
  'wrong-load',
  'unit-not-closed',
  'superseded-copy',
  'unverified-label',
  'lot-mix',
  'wrong-state',
  'no-numbers',
  'no-weight',
  'load-refused',
  'claim-refused',
  'order-cancelled',
  'not-allowed',
])
export type AlertCode = z.infer<typeof AlertCode>

/**
 * A latched alert. `tone` is `wrong` (red: the scan was wrong) or `stop` (amber: the office said no).
 * `detail` fills the sentence in the screen's language; `message` is the same in plain English.
 * `meanwhile` names what was scanned while it was latched: logged, never applied.
 */
export const Alert = z.object({
  code: AlertCode,
  tone: z.enum(['wrong', 'stop']),
  /** Which sentence: several situations share one alert code. */
  reason: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
  meanwhile: z.array(z.string()),
})
export type Alert = z.infer<typeof Alert>

/** A question the bench waits on; only the codes it names answer it, CANCEL takes it back. */
export const Prompt = z.discriminatedUnion('kind', [
  /** SHORT was scanned: which reason, for how many of which product? */
  z.object({
    kind: z.literal('short-reason'),
    sku: z.string(),
    name: z.string(),
    quantity: z.int(),
  }),
  /** The weight is outside the tolerance: a supervisor's badge, their PIN if they have one, a reason. */
  z.object({
    kind: z.literal('override'),
    step: z.enum(['badge', 'pin', 'reason']),
    unitId: z.string(),
    grossGrams: z.int(),
    expectedGrams: z.int(),
    toleranceGrams: z.int(),
    supervisor: z.string().nullable(),
    /** PINs that may still be typed; null where none is asked for. */
    triesLeft: z.int().nullable().default(null),
  }),
  /** WEIGH was scanned: why can't the goods go on the scale? */
  z.object({ kind: z.literal('declare-reason'), unitId: z.string() }),
  z.object({ kind: z.literal('reprint-reason'), unitId: z.string() }),
  /** A print whose outcome is unknown: did it come out? YES or NO, or scan the label itself. */
  z.object({
    kind: z.literal('print-in-doubt'),
    unitId: z.string(),
    copy: z.int(),
    jobId: z.string(),
  }),
  /** CONFIRM with units missing: they are named, a second CONFIRM goes ahead without them. */
  z.object({ kind: z.literal('confirm-missing'), missing: z.array(z.string()) }),
  z.object({ kind: z.literal('unload-reason'), unitId: z.string() }),
])
export type Prompt = z.infer<typeof Prompt>

export const PROMPT_REASON_PURPOSE = {
  'short-reason': 'short',
  override: 'override',
  'declare-reason': 'declare',
  'reprint-reason': 'reprint',
  'unload-reason': 'unload',
} as const

const LineView = z.object({
  lineNo: z.int(),
  orderNumber: z.string(),
  sku: z.string(),
  name: z.string(),
  location: z.string(),
  barcode: z.string().nullable(),
  /** The only batch that may be taken, where there is one. */
  lot: z.string().nullable(),
  requested: z.int(),
  picked: z.int(),
  short: z.int(),
  /** The place on the trolley that the goods go to, where several orders are picked at once. */
  tote: z.int().optional(),
})
export type LineView = z.infer<typeof LineView>

const UnitView = z.object({
  unitId: z.string(),
  kind: z.enum(['carton', 'pallet', 'tote']),
  status: z.string(),
  /** Ordinal on this list, from 1, for "Carton 2"; on a trolley its place there. */
  ordinal: z.int(),
  contents: z.array(z.object({ sku: z.string(), name: z.string(), quantity: z.int() })),
  expectedGrams: z.int(),
  toleranceGrams: z.int(),
  grossGrams: z.int().nullable(),
  copy: z.int(),
  verified: z.boolean(),
  printState: z
    .enum([
      'none',
      'queued',
      'sending',
      'sent',
      'printed',
      'held',
      'failed',
      'unknown',
      'cancelled',
    ])
    .default('none'),
})
export type UnitView = z.infer<typeof UnitView>

const LoadUnitView = z.object({
  unitId: z.string(),
  orderNumbers: z.array(z.string()),
  name: z.string(),
  city: z.string(),
  kind: z.enum(['carton', 'pallet', 'tote']),
  grossGrams: z.int(),
  /** 1 for the load's first stop; null for what it has no stop for. */
  stop: z.int().nullable().default(null),
})
export type LoadUnitView = z.infer<typeof LoadUnitView>

/** Goods of cancelled orders that go back to their shelves. */
const PutBackView = z.object({
  orderNumbers: z.array(z.string()),
  /** Base units still to go back, and how many that were when it began here. */
  left: z.int(),
  total: z.int(),
  /** One per line, first the one to go to next. */
  lines: z.array(
    z.object({
      lineNo: z.int(),
      sku: z.string(),
      name: z.string(),
      location: z.string(),
      barcode: z.string().nullable(),
      quantity: z.int(),
    }),
  ),
  /** The units the goods lie in, the one whose label was scanned first. */
  units: z.array(
    z.object({
      unitId: z.string(),
      kind: z.enum(['carton', 'pallet', 'tote']),
      isOpen: z.boolean(),
      quantity: z.int(),
    }),
  ),
})
export type PutBackView = z.infer<typeof PutBackView>

/** Where the operator is. */
export const WorkView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed-out') }),
  z.object({
    kind: z.literal('idle'),
    lists: z.array(
      z.object({
        id: z.string(),
        code: z.string(),
        orderNumbers: z.array(z.string()),
        shipTo: z.string(),
        /** Null for what the customer collects. */
        region: z.string().nullable(),
        deliveryDate: z.string(),
        lines: z.int(),
        status: z.string(),
        mine: z.boolean(),
      }),
    ),
    /** Lists with goods of cancelled orders that wait to be put back. */
    putBacks: z.array(
      z.object({
        listId: z.string(),
        code: z.string(),
        orderNumbers: z.array(z.string()),
        shipTo: z.string(),
        /** Base units in hand. */
        quantity: z.int(),
        lines: z.int(),
      }),
    ),
    loads: z.array(
      z.object({
        id: z.string(),
        code: z.string(),
        number: z.string(),
        region: z.string(),
        deliveryDate: z.string(),
        plate: z.string(),
        units: z.int(),
        expected: z.int(),
        mine: z.boolean(),
      }),
    ),
  }),
  z.object({
    kind: z.enum(['picking', 'packing']),
    listId: z.string(),
    code: z.string(),
    orderNumbers: z.array(z.string()),
    shipTo: z.string(),
    /** Null for what the customer collects. */
    region: z.string().nullable(),
    deliveryDate: z.string(),
    linesDone: z.int(),
    linesTotal: z.int(),
    /** The line to pick next, first of `lines` that is not done. */
    next: LineView.nullable(),
    lines: z.array(LineView),
    unit: UnitView.nullable(),
    /** The closed unit whose label must be scanned back. */
    toVerify: UnitView.nullable(),
    /** Quantity scanned just before, multiplies the next product. */
    multiplier: z.int(),
    /** Set while goods of cancelled orders go back; the rest then says nothing to pick or pack. */
    putBack: PutBackView.nullable(),
  }),
  z.object({
    kind: z.literal('loading'),
    loadId: z.string(),
    number: z.string(),
    region: z.string(),
    deliveryDate: z.string(),
    vehicle: z.object({ plate: z.string(), maxWeightGrams: z.int(), maxVolumeCm3: z.int() }),
    driver: z.string(),
    weightGrams: z.int(),
    volumeCm3: z.int(),
    onBoard: z.array(LoadUnitView),
    /** In the order in which they go on board: the last stop first. */
    missing: z.array(LoadUnitView),
  }),
])
export type WorkView = z.infer<typeof WorkView>

/** What the scale says now; `unstable`, `over`, `under` and `none` never carry a number to act on. */
export const ScaleView = z.object({
  state: z.enum(['absent', 'stable', 'motion', 'over', 'under', 'fault']),
  grams: z.int().nullable(),
})
export type ScaleView = z.infer<typeof ScaleView>

export const DeviceView = z.object({
  id: z.string(),
  kind: z.enum(['scanner', 'scale', 'printer']),
  name: z.string(),
  state: z.enum(['ready', 'opening', 'lost', 'attention', 'denied', 'stopped']),
  detail: z.string(),
  /** Of a scanner that was calibrated, or is being so. */
  profile: ScannerProfileView.optional(),
})
export type DeviceView = z.infer<typeof DeviceView>

export const LogView = z.object({
  lastSeq: z.int(),
  ackedSeq: z.int(),
  durableSeq: z.int(),
  pending: z.int(),
  oldestPendingAt: z.iso.datetime().nullable(),
  accepted: z.int(),
  excepted: z.int(),
  refused: z.int(),
  /** Refused, and before a supervisor still. */
  refusedOpen: z.int(),
  /** Sent again to an office that was restored and has forgotten it; null while none is (EPOCH-2). */
  resending: z.object({ done: z.int(), total: z.int() }).nullable(),
  /** Room on the log's disk: with `little` somebody should look, with `none` no scan is taken (LOG-5). */
  room: z.enum(['plenty', 'little', 'none']),
  /** What is or was wrong with the log, and the same in words; null when it is in order. */
  trouble: LogTrouble.extend({ message: z.string() }).nullable(),
})
export type LogView = z.infer<typeof LogView>

/** The last thing the bench took in, for the feedback line; `at` changes with every scan. */
export const Feedback = z.object({
  at: z.int(),
  kind: z.enum(['good', 'wrong', 'stop', 'meanwhile']),
  /** Key of the sentence and what fills it. */
  text: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Feedback = z.infer<typeof Feedback>

/**
 * Why nothing is sent although actions wait and the network may be fine: the office holds another log
 * of this station, or more of this log than is here (`set-back`), no longer knows its token, is too old
 * or asks for a newer app, or says the requests are wrong. A person has to act; nothing is lost meanwhile.
 */
export const SendBlock = z.enum([
  'none',
  'forked',
  'set-back',
  'unauthorized',
  'office-too-old',
  'upgrade',
  'rejected',
])
export type SendBlock = z.infer<typeof SendBlock>

/**
 * Why the bench is offline: nobody answers; what answers is no office (a network that asks for a login);
 * the office answers in a way this version does not understand; it asks to wait; it has failed itself.
 */
export const ConnectionTrouble = z.enum([
  'none',
  'unreachable',
  'not-the-office',
  'not-understood',
  'busy',
  'failing',
])
export type ConnectionTrouble = z.infer<typeof ConnectionTrouble>

/** Why the bench may begin nothing new, while what is underway goes on: see the alerts of these names. */
export const NewWorkStop = z.enum(['upgrade-needed', 'bench-revoked'])
export type NewWorkStop = z.infer<typeof NewWorkStop>

/** All a bench screen shows, in one query. */
export const BenchView = z.object({
  stationId: z.string(),
  name: z.string(),
  mode: z.string(),
  timezone: z.string(),
  server: z.object({
    url: z.string(),
    epoch: z.string(),
    online: z.boolean(),
    lastSyncAt: z.iso.datetime().nullable(),
    clockOffsetMs: z.number(),
    /** This bench's clock is off by more than two minutes; what it records is corrected (TIME-1). */
    clockIsOff: z.boolean(),
    block: SendBlock,
    trouble: ConnectionTrouble,
    newWorkStop: NewWorkStop.nullable(),
    /** Withdrawn, and yet what it made is still taken for a while (SEC-1). */
    isDraining: z.boolean(),
    /** The bench has none of the office's documents yet, or has thrown them away and loads them anew. */
    isLoading: z.boolean(),
    /** How far a load from the start has come: documents so far, and about which share that is, 0 to 1. */
    loading: z.object({ documents: z.int(), share: z.number() }).nullable(),
  }),
  log: LogView,
  operator: z.object({ id: z.string(), name: z.string(), roles: z.array(z.string()) }).nullable(),
  work: WorkView,
  prompt: Prompt.nullable(),
  alert: Alert.nullable(),
  feedback: Feedback.nullable(),
  scale: ScaleView,
  devices: z.array(DeviceView),
  /** Of the scanner whose memory waits for a person; null while none does. */
  parked: ParkedScans.nullable(),
  printJobs: z.object({ queued: z.int(), printed: z.int(), unknown: z.int(), failed: z.int() }),
  /** Earliest cut-off ahead, for the top bar. */
  nextCutOff: z.object({ at: z.iso.datetime(), region: z.string() }).nullable(),
  /** Pages of other systems for this floor, e.g. virtual devices in the demo. */
  isDemo: z.boolean(),
})
export type BenchView = z.infer<typeof BenchView>

/**
 * Why a label waits though its printer may be ready. `printer`: the printer said no, and is asked again by
 * itself. The others wait for a person: `expired` has waited too long to come out unasked, `other-size` is
 * for labels of another size than are in the printer, `no-printer` is for a printer that is not here, and
 * of `copy-exists` somebody has scanned or printed this very copy already.
 */
export const PrintHold = z.enum(['printer', 'expired', 'other-size', 'no-printer', 'copy-exists'])
export type PrintHold = z.infer<typeof PrintHold>

export const PrintJobView = z.object({
  id: z.string(),
  unitId: z.string().nullable(),
  copy: z.int(),
  printerId: z.string(),
  state: z.enum(['queued', 'sending', 'sent', 'printed', 'held', 'failed', 'unknown', 'cancelled']),
  detail: z.string(),
  /** Why this copy was made; null for the first. */
  reason: z.string().nullable(),
  /** Null where it does not wait, or only for its turn. */
  hold: PrintHold.nullable(),
  /** A newer copy exists or is on its way, or this one was made void: it must not be stuck on. */
  isVoid: z.boolean(),
  createdAt: z.iso.datetime(),
})
export type PrintJobView = z.infer<typeof PrintJobView>

/** What may have changed; carries no data, a screen asks again. */
export const Topic = z.enum(['bench', 'scale', 'queue', 'devices', 'print-jobs'])
export type Topic = z.infer<typeof Topic>

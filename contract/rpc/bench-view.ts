import { z } from 'zod'
import { LogTrouble } from '../sync/log-trouble.ts'
import { ScannerProfileView } from './scanner-profile.ts'
import { ParkedScans } from './parked-scans.ts'
import { Alert } from './alert-view.ts'
import { Prompt } from './prompt-view.ts'
import { BenchSettings } from './bench-settings.ts'
import { WorkView } from './work-view.ts'

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
  settings: BenchSettings,
  /** Pages of other systems for this floor, e.g. virtual devices in the demo. */
  isDemo: z.boolean(),
  /** Nothing of it is real; the screen says so all around. */
  isPractice: z.boolean().optional(),
})
export type BenchView = z.infer<typeof BenchView>

/** What may have changed; carries no data, a screen asks again. */
export const Topic = z.enum([
  'bench',
  'scale',
  'queue',
  'devices',
  'print-jobs',
  'first-run',
  'practice',
])
export type Topic = z.infer<typeof Topic>

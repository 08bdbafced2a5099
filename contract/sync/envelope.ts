import { z } from 'zod'
import { DOCUMENT_KINDS } from '../documents/document.ts'
import { Instant, Reference } from '../documents/ids.ts'
import {
  PEOPLE_OF_STATION_MAX,
  PersonFigures,
  StationFigures,
  StationWork,
} from './floor-figures.ts'
import { ACTION_BODY_BYTES_MAX, PUSH_ACTIONS_MAX } from './limits.ts'
import { LogTrouble } from './log-trouble.ts'
import { Outcome } from './outcome.ts'

/** A SHA-256 in lower-case hex. */
export const Hash = z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits')
/** One life of a station's log: 128 random bits (ID-2). */
export const Incarnation = z.string().regex(/^[0-9a-f]{32}$/, '32 hex digits')

/**
 * A bench's clocks at the moment of an action (TIME-1), so that the office can store a corrected time
 * beside the raw one. `monotonicMs` runs on from the start of the host named by `bootId` and never jumps;
 * `offsetMs` is what the bench then took the office's clock to be ahead by.
 */
export const ActionClock = z.object({
  monotonicMs: z.int().min(0),
  bootId: z.string().max(40),
  offsetMs: z.int(),
})
export type ActionClock = z.infer<typeof ActionClock>

/**
 * What an operator did, as it stands in the log: the exact UTF-8 text that is hashed and sent.
 * `occurredAt` is the station's clock, raw (TIME-1); `baseHead` is the head it had last seen.
 */
export const ActionBody = z.object({
  type: z.string(),
  v: z.int().min(1),
  operatorId: z.string().nullable(),
  occurredAt: Instant,
  baseHead: z.int().min(0),
  clock: ActionClock.optional(),
  payload: z.unknown(),
})
export type ActionBody = z.infer<typeof ActionBody>

/** One line of a station's log on the wire. `hash` chains it to the line before (ID-2). */
export const LoggedAction = z.object({
  seq: z.int().min(1),
  id: z.uuid(),
  body: z.string().max(ACTION_BODY_BYTES_MAX),
  hash: Hash,
})
export type LoggedAction = z.infer<typeof LoggedAction>

export const PushRequest = z.object({
  /** The sync protocol of the station; the office takes its own, and no other. */
  protocol: z.int().min(1),
  incarnation: Incarnation,
  epoch: z.string(),
  ackedSeq: z.int().min(0),
  knownHead: z.int().min(0),
  fromSeq: z.int().min(1),
  prevHash: Hash,
  actions: z.array(LoggedAction).min(1).max(PUSH_ACTIONS_MAX),
  /**
   * What the station was told of these actions in an earlier epoch, where the office has been set back
   * and decides them again (EPOCH-2). Answers that changed go to a person.
   */
  told: z
    .array(z.object({ seq: z.int().min(1), outcome: Outcome }))
    .max(PUSH_ACTIONS_MAX)
    .optional(),
})
export type PushRequest = z.infer<typeof PushRequest>

/** The office's answer to one action; it never changes within an epoch (I4). */
export const Receipt = z.object({
  seq: z.int(),
  id: z.string(),
  outcome: Outcome,
  code: z.string().optional(),
  detail: z.string().optional(),
  exceptionId: z.string().optional(),
  replayed: z.boolean().optional(),
})
export type Receipt = z.infer<typeof Receipt>

export const PushAnswer = z.object({
  epoch: z.string(),
  ackedSeq: z.int(),
  durableSeq: z.int(),
  head: z.int(),
  serverTime: Instant,
  receipts: z.array(Receipt),
})
export type PushAnswer = z.infer<typeof PushAnswer>

/** A document's newest body, or null when it left the station's scope (PULL-4). */
export const FeedChange = z.object({
  seq: z.int(),
  kind: z.enum(DOCUMENT_KINDS as [string, ...string[]]).or(z.string()),
  id: z.string(),
  doc: z.unknown(),
})
export type FeedChange = z.infer<typeof FeedChange>

/**
 * A page of the feed. `processed` is the last action of this station whose effects the page's
 * documents hold; it counts only once `more` is false, when every page has been read.
 */
export const PullAnswer = z.object({
  epoch: z.string(),
  head: z.int(),
  cursor: z.int(),
  more: z.boolean(),
  reset: z.boolean().optional(),
  processed: z.object({ incarnation: z.string(), seq: z.int() }),
  /** As of a push that is answered 409 `epoch`; only where the station named an epoch that is over. */
  survivedSeq: z.int().min(0).optional(),
  reads: z.record(z.string(), z.array(z.int())),
  serverTime: Instant,
  changes: z.array(FeedChange),
})
export type PullAnswer = z.infer<typeof PullAnswer>

/**
 * What a station should hold at the feed's `head`: a hash over kind, id and seq of every document in its
 * scope (contract/sync/scope-hash.ts). A station that stands at the same head and has another hash has
 * drifted and pulls everything anew (PULL-4).
 */
export const ScopeAnswer = z.object({
  epoch: z.string(),
  head: z.int(),
  documents: z.int(),
  hash: Hash,
})
export type ScopeAnswer = z.infer<typeof ScopeAnswer>

export const EnrolRequest = z.object({
  code: z.string().min(1).max(64),
  incarnation: Incarnation,
  appVersion: z.string().max(40),
  publicKey: z.string().max(200).optional(),
})
export type EnrolRequest = z.infer<typeof EnrolRequest>

export const StationMode = z.enum(['pick-and-pack', 'pick', 'pack', 'load'])
export type StationMode = z.infer<typeof StationMode>

export const EnrolAnswer = z.object({
  stationId: z.string(),
  token: z.string(),
  name: z.string(),
  mode: StationMode,
  warehouse: z.object({ code: Reference, timezone: z.string() }),
  epoch: z.string(),
  serverTime: Instant,
  numberRange: z.object({ from: z.int(), to: z.int(), prefix: z.string() }),
})
export type EnrolAnswer = z.infer<typeof EnrolAnswer>

export const Heartbeat = z.object({
  appVersion: z.string().max(40),
  /** What the station calls itself; absent from older apps, which keep the name they were enrolled with. */
  name: z.string().max(400).optional(),
  pending: z.int().min(0),
  oldestPendingAt: Instant.nullable(),
  clockOffsetMs: z.number(),
  devices: z
    .array(
      z.object({
        id: z.string().max(40),
        kind: z.string().max(20),
        state: z.string().max(20),
        detail: z.string().max(200),
        /** Since when it has not been ready, by the station's clock. */
        since: Instant.optional(),
      }),
    )
    .max(50),
  printJobs: z.object({
    queued: z.int(),
    printed: z.int(),
    unknown: z.int(),
    failed: z.int(),
  }),
  /** SPKI in base64, of a station that was enrolled before stations had keys; kept if none is known yet. */
  publicKey: z.string().max(200).optional(),
  /** What is or was wrong with the station's log; null or absent while it is in order. */
  logTrouble: LogTrouble.nullable().optional(),
  /** Who works here; null while nobody is signed in, absent from older apps. */
  operatorId: z.string().max(64).nullable().optional(),
  work: StationWork.nullable().optional(),
  figures: StationFigures.optional(),
  /** Only while the warehouse wants figures of people. */
  people: z.array(PersonFigures).max(PEOPLE_OF_STATION_MAX).optional(),
})
export type Heartbeat = z.infer<typeof Heartbeat>

/** What the office wants of a station when it answers a heartbeat; stations may leave it undone, and older ones do. */
export const HeartbeatAnswer = z.object({
  /** Somebody waits for the station's support file, to be sent with this id. */
  supportFile: z.object({ id: z.string().max(64) }).optional(),
  /** The office calls the station otherwise than it said it is called. */
  name: z.string().max(400).optional(),
})
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>

/**
 * Answers of 409 to a push; nothing was processed (PUSH-2). With `epoch` the station sends again from behind
 * `survivedSeq`: up to there the office holds what it had answered in the epoch that the station named. What
 * it holds beyond, up to `lastSeq`, came since, perhaps from a copy of the same log, and may have been
 * answered otherwise. Older offices leave it out.
 */
export const PushConflict = z.discriminatedUnion('code', [
  z.object({ code: z.literal('gap'), expectedSeq: z.int() }),
  z.object({ code: z.literal('fork'), seq: z.int() }),
  z.object({
    code: z.literal('epoch'),
    epoch: z.string(),
    lastSeq: z.int(),
    survivedSeq: z.int().min(0).optional(),
  }),
])
export type PushConflict = z.infer<typeof PushConflict>

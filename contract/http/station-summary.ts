import { z } from 'zod'
import { Instant, Reference } from '../documents/ids.ts'
import { Heartbeat, StationMode } from '../sync/envelope.ts'
import { LogTrouble } from '../sync/log-trouble.ts'

/** A station as its last heartbeat told of it. */
export const StationSummary = z.object({
  stationId: z.string(),
  name: z.string(),
  warehouse: Reference,
  mode: StationMode,
  online: z.boolean().describe('Seen within the last minute.'),
  revoked: z.boolean(),
  enrolledAt: Instant,
  lastSeenAt: Instant.nullable(),
  appVersion: z.string(),
  lastSeq: z.int(),
  pending: z.int(),
  oldestPendingAt: Instant.nullable(),
  clockOffsetMs: z.number(),
  clockIsOff: z.boolean().describe('Off by more than two minutes.'),
  logTrouble: LogTrouble.extend({ message: z.string() })
    .nullable()
    .describe('What is or was wrong with its log, and what to do; null while it is in order.'),
  devices: Heartbeat.shape.devices,
  printJobs: Heartbeat.shape.printJobs,
})
export type StationSummary = z.infer<typeof StationSummary>

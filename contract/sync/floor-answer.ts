import { z } from 'zod'
import { Instant, Reference } from '../documents/ids.ts'
import { EXCEPTION_CHOICES, EXCEPTION_TASKS } from '../http/exception-choices.ts'
import { StationMode } from './envelope.ts'
import { StationFigures, StationWork } from './floor-figures.ts'

/** Rows of one answer. Whoever has more stuck than that needs the office, not a bench. */
export const FLOOR_STATIONS_MAX = 500
export const FLOOR_EXCEPTIONS_MAX = 100
export const FLOOR_CLAIMS_MAX = 200

/** Orders of a claimed list that are named. */
export const CLAIM_ORDERS_MAX = 4

/** A station as its neighbours see it. */
export const FloorStation = z.object({
  stationId: z.string(),
  name: z.string(),
  mode: StationMode,
  online: z.boolean().describe('Seen within the last minute.'),
  lastSeenAt: Instant.nullable(),
  pending: z.int().describe('Actions that it had not sent when it last reported.'),
  oldestPendingAt: Instant.nullable(),
  clockOffsetMs: z.number(),
  clockIsOff: z.boolean().describe('Off by more than two minutes.'),
  logTrouble: z.string().nullable().describe('What is wrong with its log, in words.'),
  troubles: z
    .array(
      z.object({
        kind: z.string().describe('`scanner`, `scale` or `printer`.'),
        state: z.string(),
        detail: z.string(),
        since: Instant.nullable().describe('By its own clock; null where it did not say.'),
      }),
    )
    .describe('Devices that are not ready.'),
  operator: z.object({ id: z.string(), name: z.string() }).nullable(),
  work: StationWork.nullable(),
  figures: StationFigures.nullable().describe('Null where it has reported none within the hour.'),
})
export type FloorStation = z.infer<typeof FloorStation>

/** A list or load that one station holds. */
export const FloorClaim = z.object({
  kind: z.enum(['list', 'load']),
  id: z.string(),
  reference: z.string().describe('Code of the list or number of the load.'),
  orderNumbers: z.array(z.string()).describe(`Of a list, at most ${CLAIM_ORDERS_MAX}.`),
  stationId: z.string(),
  station: z.string(),
  stationOnline: z.boolean(),
  stationRevoked: z.boolean(),
  lastSeenAt: Instant.nullable(),
  since: Instant.describe('When it was claimed.'),
  done: z.int(),
  total: z.int().describe('Lines of a list; of a load the units on board, as `done`.'),
})
export type FloorClaim = z.infer<typeof FloorClaim>

/** An open exception with what a supervisor at a bench may decide about it. */
export const FloorException = z.object({
  id: z.string(),
  code: z.string(),
  reference: z.string(),
  detail: z.record(z.string(), z.unknown()),
  sentence: z.string(),
  openedAt: Instant,
  occurrences: z.int(),
  task: z.enum(EXCEPTION_TASKS),
  choice: z.string().nullable().describe('Decided already, and kept open until it is done.'),
  said: z
    .object({
      sentence: z.string(),
      station: z.string().nullable(),
      operator: z.string().nullable(),
      occurredAt: Instant.nullable(),
    })
    .nullable()
    .describe('What the bench said; null where the office found it out by itself.'),
  had: z.string().describe('What the office had.'),
  choices: z
    .array(
      z.object({
        choice: z.enum(EXCEPTION_CHOICES),
        label: z.string(),
        does: z.string(),
        input: z.enum(['counted', 'load']).nullable(),
      }),
    )
    .describe('The usual one first; those that take a right of the office alone are left out.'),
})
export type FloorException = z.infer<typeof FloorException>

export const FloorAnswer = z.object({
  serverTime: Instant,
  warehouse: Reference,
  stations: z.array(FloorStation),
  claims: z.array(FloorClaim).describe('Oldest first.'),
  exceptions: z.array(FloorException).describe('Oldest first.'),
  moreExceptions: z.boolean().describe('There are more than are named.'),
  people: z
    .array(
      z.object({
        operatorId: z.string(),
        name: z.string(),
        picksLastHour: z.int(),
        stations: z.array(z.string()),
      }),
    )
    .nullable()
    .describe('Null unless the warehouse wants figures of people (`personFigures`).'),
})
export type FloorAnswer = z.infer<typeof FloorAnswer>

import { z } from 'zod'
import { RefusalEnding } from '../actions/refusal-close.ts'
import { Instant, Text } from '../documents/ids.ts'
import { DRAIN_HOURS_MAX, LOG_FILE_PACKED_BYTES_MAX } from '../sync/limits.ts'
import { LOG_FILE_TYPE } from '../sync/log-file.ts'
import { Outcome } from '../sync/outcome.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type RouteDefinition } from './route.ts'

/** Actions of an imported log that are named one by one because the office did not simply accept them. */
export const IMPORT_TROUBLES_MAX = 100

const StationId = z.string().max(64)

/** What a person must look at of an imported log. */
export const ImportTrouble = z.object({
  seq: z.int(),
  actionId: z.string(),
  type: z.string(),
  outcome: Outcome,
  code: z.string(),
  detail: z.string(),
})
export type ImportTrouble = z.infer<typeof ImportTrouble>

export const ImportedLog = z.object({
  stationId: z.string(),
  name: z.string(),
  actions: z.int().describe('Actions in the file.'),
  accepted: z.int(),
  excepted: z.int(),
  refused: z.int(),
  replayed: z.int().describe('Of all of them, those that the office had before: nothing happened.'),
  lastSeq: z.int().describe('How far the office now has the log of this station.'),
  troubles: z
    .array(ImportTrouble)
    .max(IMPORT_TROUBLES_MAX)
    .describe(`Those not accepted, oldest first; at most ${IMPORT_TROUBLES_MAX}.`),
})
export type ImportedLog = z.infer<typeof ImportedLog>

export const StationActionView = z.object({
  actionId: z.string(),
  stationId: z.string(),
  stationName: z.string(),
  incarnation: z.string(),
  seq: z.int(),
  type: z.string(),
  operatorId: z.string().nullable(),
  occurredAt: Instant.nullable().describe('By the clock of the station; null where unreadable.'),
  payload: z.unknown().describe('What it said; null where it cannot be read.'),
  outcome: Outcome,
  code: z.string().nullable(),
  detail: z.string().nullable(),
  exceptionId: z.string().nullable(),
  receivedAt: Instant,
  closed: z
    .object({
      at: Instant,
      how: RefusalEnding,
      reason: z.string().nullable(),
      operatorId: z.string().nullable().describe('The supervisor at a bench.'),
      officeUser: z.string().nullable().describe('Who in the office; null where a bench did.'),
      byActionId: z.string().nullable().describe('The action that took its place, if one did.'),
    })
    .nullable()
    .describe('How a person closed it; null while it is open.'),
})
export type StationActionView = z.infer<typeof StationActionView>

export const stationLogRoutes = {
  importStationLog: {
    method: 'POST',
    path: '/v1/station-logs',
    tag: 'Stations',
    summary: 'Take in the log of a station that was carried here by hand',
    description:
      'The file that a station writes with `--export-log`, signed by its key. Its actions go the ' +
      'way of a push: the same receipts, the same checks, in the order of the log. The same file ' +
      'again changes nothing and answers `replayed` for all; so does the station itself when it ' +
      'comes back and sends them. Also for a station that was revoked. One file is taken in at a ' +
      'time. Where one is broken off, what came before stays taken in, and it may be sent again. Nothing ' +
      'is taken of a file with actions of a newer version than the office reads.',
    auth: 'office',
    scope: 'stations:write',
    bodyType: LOG_FILE_TYPE,
    body: z.instanceof(Uint8Array),
    bodyBytesMax: LOG_FILE_PACKED_BYTES_MAX,
    answers: { 200: { summary: 'What became of it', body: ImportedLog } },
    problems: [
      'bad-log-file',
      'bad-signature-of-log',
      'log-too-large',
      'chain',
      'gap',
      'fork',
      'upgrade',
      'not-found',
    ],
  },
  drainStation: {
    method: 'POST',
    path: '/v1/stations/{stationId}/drain',
    tag: 'Stations',
    summary: 'Let a revoked station send what it has scanned, for some hours',
    description:
      'It may push and do nothing else: it gets no documents and takes no new work. The same call ' +
      'again begins the hours anew. Revoking it once more ends them.',
    auth: 'office',
    scope: 'stations:write',
    params: z.object({ stationId: StationId }),
    body: z.object({ hours: z.int().min(1).max(DRAIN_HOURS_MAX), reason: Text }),
    answers: { 204: { summary: 'It may send' } },
    problems: ['not-found', 'wrong-state'],
  },
  listStationActions: {
    method: 'GET',
    path: '/v1/station-actions',
    tag: 'Stations',
    summary: 'What stations did and the office refused, and whether somebody has closed it',
    description:
      'A refusal is open until a supervisor closes it at the bench: done again, amended, or written ' +
      'off. Where the bench is no more, the office writes it off. `open` true leaves out those that are ' +
      'closed, false those that are open.',
    auth: 'office',
    scope: 'stations:read',
    query: z.object({
      stationId: StationId.optional(),
      outcome: z.enum(['refused']).default('refused'),
      open: z.enum(['true', 'false']).optional(),
      after: z.string().max(64).default(''),
      limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
    }),
    answers: {
      200: {
        summary: 'A page in the order of their ids; `next` goes into `after`, null at the end',
        body: z.object({ items: z.array(StationActionView), next: z.string().nullable() }),
      },
    },
    problems: [],
  },
  closeRefusal: {
    method: 'POST',
    path: '/v1/station-actions/{actionId}/close',
    tag: 'Stations',
    summary: 'Write off what a station did and the office refused',
    description:
      'For a bench that is no more, or was enrolled anew: one that works has an inbox of its own, where ' +
      'its supervisor can also do it again. It moves no goods. One that is closed already, or was not ' +
      'refused, is `wrong-state`.',
    auth: 'office',
    scope: 'exceptions:write',
    params: z.object({ actionId: z.string().max(64) }),
    body: z.object({ reason: Text }),
    answers: { 204: { summary: 'Closed' } },
    problems: ['not-found', 'wrong-state'],
  },
} as const satisfies Record<string, RouteDefinition>

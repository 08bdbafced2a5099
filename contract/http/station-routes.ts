import { z } from 'zod'
import { Instant, Reference, Text } from '../documents/ids.ts'
import {
  EnrolAnswer,
  EnrolRequest,
  Heartbeat,
  HeartbeatAnswer,
  PullAnswer,
  PushAnswer,
  PushRequest,
  ScopeAnswer,
  StationMode,
} from '../sync/envelope.ts'
import { PULL_LIMIT_DEFAULT, PULL_LIMIT_MAX, PUSH_BYTES_MAX } from '../sync/limits.ts'
import type { RouteDefinition } from './route.ts'
import { StationSummary } from './station-summary.ts'

export const stationRoutes = {
  postStationCode: {
    method: 'POST',
    path: '/v1/station-codes',
    tag: 'Stations',
    summary: 'A code that enrols one station, once, within a day',
    description: 'Each call makes another code.',
    auth: 'office',
    scope: 'stations:write',
    body: z.object({ warehouse: Reference, name: Text, mode: StationMode }),
    answers: {
      201: {
        summary: 'The code',
        body: z.object({
          code: z.string(),
          expiresAt: Instant,
          qr: z
            .string()
            .nullable()
            .describe(
              'What a new bench scans to be enrolled: `LLENROL1|address|code|`. Null where the office was ' +
                'not told its address (`LOADLINE_PUBLIC_URL`).',
            ),
        }),
      },
    },
    problems: ['unknown-warehouse'],
  },
  listStations: {
    method: 'GET',
    path: '/v1/stations',
    tag: 'Stations',
    summary: 'The health board',
    description: 'By the last heartbeat of each; revoked stations are listed too.',
    auth: 'office',
    scope: 'stations:read',
    answers: {
      200: { summary: 'All stations', body: z.object({ items: z.array(StationSummary) }) },
    },
    problems: [],
  },
  revokeStation: {
    method: 'POST',
    path: '/v1/stations/{stationId}/revoke',
    tag: 'Stations',
    summary: 'Take a station its token; what it has scanned stays in its log',
    description:
      'Its next call is 401 `revoked`, at other instances within five seconds, but for pushes while it ' +
      'is drained. What it has claimed is ' +
      'free when the lease ends, or when somebody releases it.',
    auth: 'office',
    scope: 'stations:write',
    params: z.object({ stationId: z.string().max(64) }),
    answers: { 204: { summary: 'Revoked' } },
    problems: ['not-found'],
  },
  enrol: {
    method: 'POST',
    path: '/v1/stations/enrol',
    tag: 'Sync',
    summary: 'Turn a code into a station with a token and a range of SSCC numbers',
    description:
      'The code is used up. Only where the answer was lost, and the token was never used, the same ' +
      '`incarnation` may use the code again within its day: it is the same station then, with the same ' +
      'token. Twenty wrong codes from an address within a minute are answered 429.',
    auth: 'public',
    body: EnrolRequest,
    answers: { 201: { summary: 'Enrolled; the token is shown this once', body: EnrolAnswer } },
    problems: ['bad-code', 'code-used', 'code-expired', 'no-numbers', 'rate-limited'],
  },
  heartbeat: {
    method: 'POST',
    path: '/v1/stations/heartbeat',
    tag: 'Sync',
    summary: 'A station reports its health',
    description:
      'Every 20 s. Like any contact of a station it renews what the station has claimed. It is answered ' +
      'with 200 where the office wants something of the station, which it may leave undone.',
    auth: 'station',
    body: Heartbeat,
    answers: {
      200: { summary: 'Noted; the office asks for something', body: HeartbeatAnswer },
      204: { summary: 'Noted' },
    },
    problems: ['upgrade', 'rate-limited'],
  },
  push: {
    method: 'POST',
    path: '/v1/sync/push',
    tag: 'Sync',
    summary: 'Actions of a station, oldest first; a receipt for each',
    description:
      'At most 200 actions and 256 KiB, in the order of the log, each hash following from the ' +
      'one before. One transaction: all of them get a receipt or none is taken. Sending the ' +
      'same again is safe; receipts of what was known have `replayed` true and are the same as ' +
      'before. At 409 the members `expectedSeq`, `seq`, `epoch`, `lastSeq` and `survivedSeq` say where to go ' +
      'on.',
    auth: 'station',
    whileDrained: true,
    body: PushRequest,
    bodyBytesMax: PUSH_BYTES_MAX,
    answers: { 200: { summary: 'Receipts', body: PushAnswer } },
    problems: ['chain', 'gap', 'fork', 'epoch', 'upgrade', 'rate-limited'],
  },
  pull: {
    method: 'GET',
    path: '/v1/sync/pull',
    tag: 'Sync',
    summary: 'Documents that changed after the cursor',
    description:
      'Ask from the `cursor` of the last answer on until `more` is false. `doc` null: the ' +
      'document is no longer for this station. `reset` true: forget what was pulled and begin ' +
      'from 0.',
    auth: 'station',
    query: z.object({
      cursor: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
      epoch: z.string().max(64).default(''),
      limit: z.coerce.number().int().min(1).max(PULL_LIMIT_MAX).default(PULL_LIMIT_DEFAULT),
    }),
    answers: { 200: { summary: 'A page', body: PullAnswer } },
    problems: ['upgrade', 'rate-limited'],
  },
  scope: {
    method: 'GET',
    path: '/v1/sync/scope',
    tag: 'Sync',
    summary: 'A hash of everything that the station should hold now',
    description:
      'SHA-256, in hex, of one line `kind TAB id TAB seq LF` per document, in the order of their UTF-8 ' +
      'bytes. A station that stands at the same `epoch` and `head` and has another hash has drifted: it ' +
      'forgets what it pulled and begins from 0.',
    auth: 'station',
    query: z.object({ epoch: z.string().max(64).default('') }),
    answers: { 200: { summary: 'The hash, and the head it stands for', body: ScopeAnswer } },
    problems: ['rate-limited'],
  },
  live: {
    method: 'GET',
    path: '/v1/sync/live',
    tag: 'Sync',
    summary: "Hints that there is something to pull: event 'head' {warehouse, head, epoch}",
    description:
      'Server-sent events, one for each change of the head; a comment every 20 s shows that the ' +
      'line is alive. They are hints: a station that misses them all still pulls every 15 s.',
    auth: 'station',
    answers: { 200: { summary: 'Events', contentType: 'text/event-stream' } },
    problems: ['rate-limited'],
  },
} as const satisfies Record<string, RouteDefinition>

import { z } from 'zod'
import { Instant, Text } from '../documents/ids.ts'
import { SUPPORT_FILE_BYTES_MAX } from '../sync/limits.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type RouteDefinition } from './route.ts'
import { StationActionView } from './station-log-routes.ts'
import { StationSummary } from './station-summary.ts'

/** Bytes around a support file in the call that brings it. */
const ENVELOPE_BYTES = 1_024

const StationParams = z.object({ stationId: z.string().max(64) })

/** `asked`: the station has not heard of it. `on-its-way`: it has. `expired`: nobody waits for it any more. */
export const SupportFileState = z.enum(['asked', 'on-its-way', 'here', 'expired'])
export type SupportFileState = z.infer<typeof SupportFileState>

export const SupportFileView = z.object({
  id: z.string(),
  state: SupportFileState,
  askedAt: Instant,
  askedBy: z.string(),
  expiresAt: Instant.describe('Until then the station may send it.'),
  arrivedAt: Instant.nullable(),
  bytes: z.int().nullable().describe('Of the file as it can be downloaded.'),
})
export type SupportFileView = z.infer<typeof SupportFileView>

const Held = z.object({
  kind: z.enum(['list', 'load']),
  id: z.string(),
  reference: z.string(),
  since: Instant,
  done: z.int(),
  total: z.int(),
})

export const stationCareRoutes = {
  getStation: {
    method: 'GET',
    path: '/v1/stations/{stationId}',
    tag: 'Stations',
    summary: 'One station: how it does, what it holds, its support files',
    auth: 'office',
    scope: 'stations:read',
    params: StationParams,
    answers: {
      200: {
        summary: 'The station',
        body: StationSummary.extend({
          drainsUntil: Instant.nullable().describe(
            'Until then it may send what it has scanned, though its token was taken.',
          ),
          holds: z.array(Held).describe('Lists and loads it has claimed, oldest first.'),
          supportFiles: z.array(SupportFileView).describe('Newest first.'),
        }),
      },
    },
    problems: ['not-found'],
  },
  putStation: {
    method: 'PUT',
    path: '/v1/stations/{stationId}',
    tag: 'Stations',
    summary: 'Give a station another name',
    description:
      'Everything the office says has the new name at once; the station itself hears of it with the ' +
      'answer to its next report. Apps from before keep the name they were enrolled with.',
    auth: 'office',
    scope: 'stations:write',
    params: StationParams,
    body: z.object({ name: Text }),
    answers: { 200: { summary: 'The station as it is now', body: StationSummary } },
    problems: ['not-found'],
  },
  listStationLog: {
    method: 'GET',
    path: '/v1/stations/{stationId}/actions',
    tag: 'Stations',
    summary: 'What a station did, newest first, and what the office said to each',
    description:
      'Of the log that it keeps now; logs from before it was enrolled anew are left out.',
    auth: 'office',
    scope: 'stations:read',
    params: StationParams,
    query: z.object({
      before: z.coerce
        .number()
        .int()
        .min(1)
        .max(Number.MAX_SAFE_INTEGER)
        .optional()
        .describe('Those with a smaller number; without it the newest.'),
      limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
    }),
    answers: {
      200: {
        summary: 'A page; `next` goes into `before`, null at the end',
        body: z.object({ items: z.array(StationActionView), next: z.int().nullable() }),
      },
    },
    problems: ['not-found'],
  },
  postSupportFile: {
    method: 'POST',
    path: '/v1/stations/{stationId}/support-files',
    tag: 'Stations',
    summary: 'Ask a station for its support file',
    description:
      'The station hears of it with the answer to its next report and sends the file: its devices, its ' +
      'last actions and its flight recording, without names, addresses and badges. While one is asked ' +
      'for, the same call answers with it.',
    auth: 'office',
    scope: 'stations:write',
    params: StationParams,
    answers: { 202: { summary: 'It is asked for', body: SupportFileView } },
    problems: ['not-found', 'wrong-state'],
  },
  getSupportFile: {
    method: 'GET',
    path: '/v1/stations/{stationId}/support-files/{id}',
    tag: 'Stations',
    summary: 'A support file that has arrived',
    description: 'The newest five of a station are kept, for thirty days.',
    auth: 'office',
    scope: 'stations:read',
    params: StationParams.extend({ id: z.string().max(64) }),
    answers: {
      200: { summary: 'The file as the station made it', body: z.record(z.string(), z.unknown()) },
    },
    problems: ['not-found'],
  },
  sendSupportFile: {
    method: 'POST',
    path: '/v1/stations/support-files',
    tag: 'Sync',
    summary: 'A station sends the support file it was asked for',
    description: `At most ${SUPPORT_FILE_BYTES_MAX} bytes of JSON, which may come gzipped. One that nobody waits for is \`not-found\`.`,
    auth: 'station',
    body: z.object({ id: z.string().max(64), file: z.record(z.string(), z.unknown()) }),
    bodyBytesMax: SUPPORT_FILE_BYTES_MAX + ENVELOPE_BYTES,
    answers: { 204: { summary: 'It has arrived' } },
    problems: ['not-found', 'rate-limited'],
  },
} as const satisfies Record<string, RouteDefinition>

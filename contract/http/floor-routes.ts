import { z } from 'zod'
import { Count, Reference, Text } from '../documents/ids.ts'
import { FloorAnswer } from '../sync/floor-answer.ts'
import type { RouteDefinition } from './route.ts'

/** Longest note of a decision. */
export const DECISION_NOTE_MAX = 500

const WHO =
  'The bench has proved the supervisor before: by their badge, and by their PIN, whose hash it holds, where ' +
  'they have one. The office checks that the operator works here and is a supervisor (SEC-2), and writes ' +
  'down both station and operator.'

/** Who decides at the bench that calls. */
const OperatorRef = Reference.describe('The supervisor whose badge was scanned at the bench.')

const Released = z.object({ reference: z.string(), stationId: z.string() })

export const floorRoutes = {
  getFloor: {
    method: 'GET',
    path: '/v1/floor',
    tag: 'Floor',
    summary: 'The benches of a warehouse, what they hold and what waits for a decision',
    description:
      'Of the warehouse of the station that asks. What stands there of a station is its last ' +
      'heartbeat. Figures of people are left out unless the warehouse wants them.',
    auth: 'station',
    answers: { 200: { summary: 'The floor as it is now', body: FloorAnswer } },
    problems: ['rate-limited'],
  },
  decideFloorException: {
    method: 'POST',
    path: '/v1/floor/exceptions/{id}/resolve',
    tag: 'Floor',
    summary: 'A supervisor at a bench decides an exception',
    description: `The same as \`POST /v1/exceptions/{id}/resolve\`, with the rights of a supervisor. ${WHO} An exception of another warehouse is \`not-found\`.`,
    auth: 'station',
    params: z.object({ id: z.string().max(64) }),
    body: z.object({
      operatorRef: OperatorRef,
      choice: Reference,
      note: z.string().trim().max(DECISION_NOTE_MAX).default(''),
      input: z
        .object({ counted: Count.optional(), load: Reference.optional() })
        .default({})
        .describe('What the choice must be told.'),
    }),
    answers: {
      200: {
        summary: 'Decided',
        body: z.object({ id: z.string(), status: z.enum(['open', 'closed']) }),
      },
    },
    problems: [
      'not-found',
      'wrong-state',
      'not-supported',
      'out-of-stock',
      'supervisor-needed',
      'rate-limited',
    ],
  },
  releaseFloorList: {
    method: 'POST',
    path: '/v1/floor/lists/{id}/release',
    tag: 'Floor',
    summary: 'A supervisor at a bench takes a list away from the bench that holds it',
    description: `The same as \`POST /v1/pick-lists/{id}/release\`. ${WHO}`,
    auth: 'station',
    params: z.object({ id: z.string().max(64) }),
    body: z.object({ operatorRef: OperatorRef, reason: Text }),
    answers: { 200: { summary: 'Free again', body: Released } },
    problems: ['not-found', 'wrong-state', 'supervisor-needed', 'rate-limited'],
  },
  releaseFloorLoad: {
    method: 'POST',
    path: '/v1/floor/loads/{number}/release',
    tag: 'Floor',
    summary: 'A supervisor at a bench takes a load away from the bench that fills it',
    description: `What is on board stays there; another bench may go on. ${WHO}`,
    auth: 'station',
    params: z.object({ number: Reference }),
    body: z.object({ operatorRef: OperatorRef, reason: Text }),
    answers: { 200: { summary: 'Free again', body: Released } },
    problems: ['not-found', 'wrong-state', 'supervisor-needed', 'rate-limited'],
  },
} as const satisfies Record<string, RouteDefinition>

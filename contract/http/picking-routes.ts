import { z } from 'zod'
import { Day, Reference } from '../documents/ids.ts'
import type { RouteDefinition } from './route.ts'

const PickListAnswer = z.object({
  id: z.string(),
  code: z.string(),
  orderNumbers: z.array(z.string()),
  region: Reference.nullable().describe('Null for orders that the customer collects.'),
  status: z.string(),
  mode: z.enum(['order', 'batch']),
  lines: z.array(
    z.object({
      lineNo: z.int(),
      orderNumber: z.string(),
      orderLineNo: z.int(),
      sku: Reference,
      location: z.string(),
      requested: z.int(),
      picked: z.int(),
      short: z.int(),
      totePosition: z
        .int()
        .optional()
        .describe("Batch lists: the place of its order's tote on the trolley, from 1."),
    }),
  ),
})

export const pickingRoutes = {
  generatePickLists: {
    method: 'POST',
    path: '/v1/pick-lists/generate',
    tag: 'Picking',
    summary: 'Make pick lists for the confirmed orders of a day; twice makes nothing new',
    description:
      'Takes confirmed orders of the day that are on no list. `order` makes a list for each, ' +
      '`batch` puts several on one with a place on the trolley for each. The office does the ' +
      'same by itself at the cut-off.',
    auth: 'office',
    scope: 'picking:write',
    body: z.object({
      warehouse: Reference,
      deliveryDate: Day,
      mode: z.enum(['order', 'batch']).optional(),
    }),
    answers: {
      200: {
        summary: 'How many were made, and all of the day',
        body: z.object({ created: z.int(), pickLists: z.array(PickListAnswer) }),
      },
    },
    problems: ['unknown-warehouse'],
  },
  listPickLists: {
    method: 'GET',
    path: '/v1/pick-lists',
    tag: 'Picking',
    summary: 'The pick lists of a day',
    description: 'Every list of the day, finished ones too.',
    auth: 'office',
    scope: 'picking:read',
    query: z.object({ deliveryDate: Day, warehouse: Reference.optional() }),
    answers: {
      200: {
        summary: 'The pick lists',
        body: z.object({ pickLists: z.array(PickListAnswer) }),
      },
    },
    problems: [],
  },
  releasePickList: {
    method: 'POST',
    path: '/v1/pick-lists/{id}/release',
    tag: 'Picking',
    summary: 'Take a claimed list away from its station',
    description:
      'What was picked stays picked; an order nobody had begun is CONFIRMED again. The station ' +
      'hears of it with its next pull, and what it has done meanwhile still counts.',
    auth: 'office',
    scope: 'picking:write',
    params: z.object({ id: z.string().max(64) }),
    answers: { 200: { summary: 'The list', body: PickListAnswer } },
    problems: ['not-found', 'wrong-state'],
  },
  reissuePickList: {
    method: 'POST',
    path: '/v1/pick-lists/{id}/reissue',
    tag: 'Picking',
    summary: 'Move the unfinished orders of a list that nobody holds to a new list',
    description:
      'For a list whose station is lost: orders that are not all picked move to a new list with ' +
      'what was picked of them. Lines that moved stay on the old one at nothing, so that work ' +
      'that arrives late is still recorded.',
    auth: 'office',
    scope: 'picking:write',
    params: z.object({ id: z.string().max(64) }),
    answers: {
      201: {
        summary: 'The new list, and what is left of the old one',
        body: z.object({ pickList: PickListAnswer, left: PickListAnswer }),
      },
    },
    problems: ['not-found', 'wrong-state'],
  },
} as const satisfies Record<string, RouteDefinition>

import { z } from 'zod'
import { EpcisDocument } from './epcis-event.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type RouteDefinition } from './route.ts'

export const epcisRoutes = {
  listEpcisEvents: {
    method: 'GET',
    path: '/v1/epcis/events',
    tag: 'EPCIS',
    summary: 'What happened to cartons and pallets, as events of EPCIS 2.0, in an order that stays',
    description:
      'Packing and unpacking, nesting, loading and unloading, departing. The header `link` with ' +
      '`rel="next"` holds where to go on from, at the end of the feed too: asked again later, it answers what ' +
      'came since. An empty list is the end. There is nobody’s name in it.',
    auth: 'office',
    scope: 'orders:read',
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
    }),
    answers: { 200: { summary: 'The next events', body: EpcisDocument } },
    problems: [],
  },
} as const satisfies Record<string, RouteDefinition>

import { z } from 'zod'
import { Instant, Reference } from '../documents/ids.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type RouteDefinition } from './route.ts'

const ExceptionAnswer = z.object({
  id: z.string(),
  warehouse: Reference,
  code: z.string(),
  status: z.enum(['open', 'closed']),
  stationId: z.string().nullable(),
  operatorId: z.string().nullable(),
  actionId: z.string().nullable(),
  reference: z.string(),
  detail: z.record(z.string(), z.unknown()),
  sentence: z.string(),
  openedAt: Instant,
  resolvedAt: Instant.nullable(),
  resolvedBy: z.string().nullable(),
  choice: z.string().nullable(),
  note: z.string().nullable(),
})

export const exceptionRoutes = {
  listExceptions: {
    method: 'GET',
    path: '/v1/exceptions',
    tag: 'Exceptions',
    summary: 'What a person must look at, oldest first',
    auth: 'office',
    scope: 'exceptions:read',
    query: z.object({
      open: z.enum(['true', 'false']).optional(),
      after: z.string().max(64).optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
    }),
    answers: {
      200: {
        summary: 'A page; `next` goes into `after`, null at the end',
        body: z.object({ items: z.array(ExceptionAnswer), next: z.string().nullable() }),
      },
    },
    problems: [],
  },
  resolveException: {
    method: 'POST',
    path: '/v1/exceptions/{id}/resolve',
    tag: 'Exceptions',
    summary: 'Say what was decided about an exception',
    auth: 'office',
    scope: 'exceptions:write',
    params: z.object({ id: z.string().max(64) }),
    body: z.object({ choice: Reference, note: z.string().trim().max(2_000).default('') }),
    answers: { 200: { summary: 'The exception', body: ExceptionAnswer } },
    problems: ['not-found', 'wrong-state', 'not-supported'],
  },
} as const satisfies Record<string, RouteDefinition>

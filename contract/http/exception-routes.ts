import { z } from 'zod'
import { Count, Instant, Reference } from '../documents/ids.ts'
import { EXCEPTION_CHOICES, EXCEPTION_TASKS } from './exception-choices.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type RouteDefinition } from './route.ts'

const ExceptionAnswer = z.object({
  id: z.string(),
  warehouse: Reference,
  code: z.string(),
  status: z.enum(['open', 'closed']),
  stationId: z.string().nullable(),
  station: z.string().nullable().describe('Its name.'),
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
  occurrences: z.int().describe('How often the same trouble came up while it was open.'),
  lastSeenAt: Instant.nullable().describe('When it came up last.'),
  task: z.enum(EXCEPTION_TASKS),
  /** What the bench said; null where the office found it out by itself. */
  said: z
    .object({
      sentence: z.string(),
      station: z.string().nullable(),
      operator: z.string().nullable(),
      action: z.string(),
      values: z
        .record(z.string(), z.union([z.string(), z.number()]))
        .optional()
        .describe('What it was about, with lists and loads by their names.'),
      occurredAt: Instant.nullable().describe('By the clock of the bench.'),
    })
    .nullable(),
  had: z.string().describe('What the office had, in words.'),
  /** Empty once it is closed; the usual one first. */
  choices: z.array(
    z.object({
      choice: z.enum(EXCEPTION_CHOICES),
      label: z.string(),
      does: z.string(),
      input: z.enum(['counted', 'load']).nullable().describe('What `input` of the call must name.'),
    }),
  ),
})

export const exceptionRoutes = {
  listExceptions: {
    method: 'GET',
    path: '/v1/exceptions',
    tag: 'Exceptions',
    summary: 'What a person must look at, oldest first',
    description:
      '`said` is what a bench reported, `had` what the office had, and `choices` what can be ' +
      'done, the usual one first.',
    auth: 'office',
    scope: 'exceptions:read',
    query: z.object({
      open: z.enum(['true', 'false']).optional(),
      code: Reference.optional(),
      warehouse: Reference.optional(),
      stationId: z.string().max(64).optional(),
      about: Reference.optional().describe('An order, list, unit, load or SKU.'),
      newest: z.enum(['true', 'false']).optional().describe('`true` begins with the newest.'),
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
  countExceptions: {
    method: 'GET',
    path: '/v1/exception-counts',
    tag: 'Exceptions',
    summary: 'How many exceptions are open, and of what',
    auth: 'office',
    scope: 'exceptions:read',
    answers: {
      200: {
        summary: 'Counts of open exceptions',
        body: z.object({
          open: z.int(),
          undecided: z.int().describe('Open, and nobody has decided anything yet.'),
          codes: z.array(z.object({ code: z.string(), open: z.int() })),
          warehouses: z.array(z.object({ warehouse: Reference, open: z.int() })),
          stations: z.array(z.object({ id: z.string(), name: z.string(), open: z.int() })),
        }),
      },
    },
    problems: [],
  },
  getException: {
    method: 'GET',
    path: '/v1/exceptions/{id}',
    tag: 'Exceptions',
    summary: 'One exception',
    auth: 'office',
    scope: 'exceptions:read',
    params: z.object({ id: z.string().max(64) }),
    answers: { 200: { summary: 'The exception', body: ExceptionAnswer } },
    problems: ['not-found'],
  },
  resolveException: {
    method: 'POST',
    path: '/v1/exceptions/{id}/resolve',
    tag: 'Exceptions',
    summary: 'Say what was decided about an exception',
    description:
      'Does what the choice says and records who decided, all of it or nothing. Some choices ' +
      'keep the exception open as a task that closes by itself once it is done; some take a ' +
      'further scope (403). One that is closed already is `wrong-state`.',
    auth: 'office',
    scope: 'exceptions:write',
    params: z.object({ id: z.string().max(64) }),
    body: z.object({
      choice: Reference,
      note: z.string().trim().max(2_000).default(''),
      input: z
        .object({ counted: Count.optional(), load: Reference.optional() })
        .default({})
        .describe(
          'What the choice must be told: goods counted on the shelf, or the number of a load.',
        ),
    }),
    answers: { 200: { summary: 'The exception', body: ExceptionAnswer } },
    problems: ['not-found', 'wrong-state', 'not-supported', 'out-of-stock'],
  },
} as const satisfies Record<string, RouteDefinition>

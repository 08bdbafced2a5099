import { z } from 'zod'
import { Instant } from '../documents/ids.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type RouteDefinition } from './route.ts'

/** Longest name or address that the audit trail can be asked for. */
const FILTER_LENGTH_MAX = 400

const Filter = z.string().min(1).max(FILTER_LENGTH_MAX).optional()

export const auditRoutes = {
  listAudit: {
    method: 'GET',
    path: '/v1/audit',
    tag: 'Audit',
    summary: 'Who changed what; passwords, PINs and tokens are never kept',
    description:
      'An entry is written in the transaction that makes the change: what failed left none. ' +
      '`before` is what stood there, as far as it is known, and `detail` what was asked for. ' +
      'Station work stands in the logs of the stations, not here.',
    auth: 'office',
    scope: 'audit:read',
    query: z.object({
      who: Filter.describe(
        'A user’s name, `admin`, or `token:`, `courier:` or `station:` and what it is called.',
      ),
      target: Filter.describe('The address of the call, as `/v1/orders/LL-000001/cancel`.'),
      operation: Filter.describe('The operation’s name in this description, as `cancelOrder`.'),
      order: z
        .enum(['oldest', 'newest'])
        .default('oldest')
        .describe('Which come first; `next` then leads to later or to earlier ones.'),
      after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
      limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
    }),
    answers: {
      200: {
        summary: 'A page; `next` goes into `after`, null at the end',
        body: z.object({
          items: z.array(
            z.object({
              id: z.int(),
              recordedAt: Instant,
              who: z.string(),
              operation: z.string(),
              target: z.string(),
              detail: z.unknown(),
              before: z.unknown().describe('Null where nothing stood there, or none was kept.'),
              requestId: z.string(),
            }),
          ),
          next: z.int().nullable(),
        }),
      },
    },
    problems: [],
  },
} as const satisfies Record<string, RouteDefinition>

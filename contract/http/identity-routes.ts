import { z } from 'zod'
import { Reference, Text } from '../documents/ids.ts'
import { Operator } from '../documents/master-data.ts'
import type { RouteDefinition } from './route.ts'

/** PINs are typed at a bench with gloves off: digits only. */
const Pin = z.string().regex(/^\d{4,12}$/, 'four to twelve digits')

export const identityRoutes = {
  putOperator: {
    method: 'PUT',
    path: '/v1/operators/{ref}',
    tag: 'Operators',
    summary: 'Create or change an operator; the badge code stays the same',
    auth: 'office',
    scope: 'operators:write',
    params: z.object({ ref: Reference }),
    body: z.object({ name: Text, roles: Operator.shape.roles.min(1).max(3), pin: Pin.optional() }),
    answers: {
      200: {
        summary: 'The operator and the code to print on the badge',
        body: z.object({
          ref: Reference,
          name: Text,
          roles: Operator.shape.roles,
          badgeCode: z.string(),
        }),
      },
    },
    problems: [],
  },
} as const satisfies Record<string, RouteDefinition>

import { z } from 'zod'
import { Instant, Reference, Text } from '../documents/ids.ts'
import { Operator } from '../documents/master-data.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type RouteDefinition } from './route.ts'
import { OfficeRole, Scope, SCOPES } from './scopes.ts'

/** PINs are typed at a bench with gloves on: digits only. */
const Pin = z.string().regex(/^\d{4,12}$/, 'four to twelve digits')

/** Badges of one sheet: a company's, and no list of everybody's for somebody who should not have it. */
const BADGES_MAX = 100

/** Shortest and longest password of an office user, in characters. */
const PASSWORD_LENGTH_MIN = 12
const PASSWORD_LENGTH_MAX = 200

/** Longest life of an API token: a year and a month to replace it in. */
const TOKEN_DAYS_MAX = 400

/** Names that the office itself writes into histories and the audit trail. */
const RESERVED_NAMES: readonly string[] = ['admin', 'nobody', 'office', 'system']

/** How somebody signs in to the office; it stands in every history they write. */
export const UserName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'small letters, digits, dot, hyphen and underscore')
  .refine((name) => !RESERVED_NAMES.includes(name), 'this name is taken by the office itself')
  .describe(`How the user signs in; not ${RESERVED_NAMES.join(', ')}.`)

/** Longest e-mail address (RFC 5321). */
const EMAIL_LENGTH_MAX = 254
export const Email = z.email().max(EMAIL_LENGTH_MAX)

export const NewPassword = z.string().min(PASSWORD_LENGTH_MIN).max(PASSWORD_LENGTH_MAX)
const GivenPassword = z.string().min(1).max(PASSWORD_LENGTH_MAX)

const OperatorAnswer = z.object({
  ref: Reference,
  name: Text,
  roles: Operator.shape.roles,
  active: z.boolean(),
  hasPin: z.boolean(),
})

const UserAnswer = z.object({
  name: z.string(),
  displayName: Text,
  email: z.string().nullable(),
  role: OfficeRole,
  createdAt: Instant,
  disabledAt: Instant.nullable(),
})

const TokenAnswer = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(Scope),
  createdAt: Instant,
  createdBy: z.string(),
  expiresAt: Instant,
  revokedAt: Instant.nullable(),
})

const operatorRoutes = {
  putOperator: {
    method: 'PUT',
    path: '/v1/operators/{ref}',
    createsByPut: true,
    tag: 'Operators',
    summary: 'Create or change an operator; badge, PIN and activity stay unless they are named',
    description:
      'A new operator gets a badge; later calls answer with the same code until the badge is ' +
      'replaced. Benches hold the hash of the badge only, and take changes with their next ' +
      'pull.',
    auth: 'office',
    scope: 'operators:write',
    params: z.object({ ref: Reference }),
    body: z.object({
      name: Text,
      roles: Operator.shape.roles.min(1).max(3),
      pin: Pin.nullable().optional().describe('Null takes the PIN away.'),
      active: z.boolean().optional().describe('False: no bench knows the badge any more.'),
    }),
    answers: {
      200: {
        summary: 'The operator and the code to print on the badge',
        body: OperatorAnswer.extend({ badgeCode: z.string() }),
      },
    },
    problems: [],
  },
  listOperators: {
    method: 'GET',
    path: '/v1/operators',
    tag: 'Operators',
    summary: 'Everybody who works at a bench, without the codes of their badges',
    auth: 'office',
    scope: 'operators:write',
    answers: {
      200: { summary: 'All operators', body: z.object({ items: z.array(OperatorAnswer) }) },
    },
    problems: [],
  },
  postBadgeSheet: {
    method: 'POST',
    path: '/v1/badge-sheets',
    tag: 'Operators',
    summary: 'The codes to print on the badges of some operators',
    description:
      'Nothing is changed; who asked for which badges stands in the audit trail. Who does not work here ' +
      'any more is left out.',
    auth: 'office',
    scope: 'operators:write',
    body: z.object({ refs: z.array(Reference).min(1).max(BADGES_MAX) }),
    answers: {
      200: {
        summary: 'In the order of their names',
        body: z.object({
          items: z.array(OperatorAnswer.extend({ badgeCode: z.string() })),
        }),
      },
    },
    problems: [],
  },
  postNewBadge: {
    method: 'POST',
    path: '/v1/operators/{ref}/new-badge',
    tag: 'Operators',
    summary: 'Replace a badge; the old one stops at the next pull of each bench',
    description: 'Each call makes another badge; it is not safe to repeat.',
    auth: 'office',
    scope: 'operators:write',
    params: z.object({ ref: Reference }),
    answers: {
      200: {
        summary: 'The code to print on the new badge',
        body: z.object({ badgeCode: z.string() }),
      },
    },
    problems: ['not-found'],
  },
} as const satisfies Record<string, RouteDefinition>

const tokenRoutes = {
  postToken: {
    method: 'POST',
    path: '/v1/tokens',
    tag: 'API tokens',
    summary: 'A token for a program; nobody can give scopes they do not have',
    description:
      'Each call makes another token. The office keeps its hash only, so a token that was lost ' +
      'is replaced. It ends by itself after `expiresInDays`.',
    auth: 'office',
    scope: 'tokens:write',
    body: z.object({
      name: Text,
      scopes: z.array(Scope).min(1).max(SCOPES.length),
      expiresInDays: z.int().min(1).max(TOKEN_DAYS_MAX),
    }),
    answers: {
      201: {
        summary: 'The token, shown this once',
        body: z.object({ id: z.string(), token: z.string(), expiresAt: Instant }),
      },
    },
    problems: [],
  },
  listTokens: {
    method: 'GET',
    path: '/v1/tokens',
    tag: 'API tokens',
    summary: 'All tokens that were ever given, oldest first, without the tokens themselves',
    auth: 'office',
    scope: 'tokens:write',
    query: z.object({
      after: z.string().max(64).default(''),
      limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
    }),
    answers: {
      200: {
        summary: 'A page; `next` goes into `after`, null at the end',
        body: z.object({ items: z.array(TokenAnswer), next: z.string().nullable() }),
      },
    },
    problems: [],
  },
  revokeToken: {
    method: 'POST',
    path: '/v1/tokens/{id}/revoke',
    tag: 'API tokens',
    summary: 'End a token: at once here, within five seconds at other instances',
    description: 'Twice is answered alike.',
    auth: 'office',
    scope: 'tokens:write',
    params: z.object({ id: z.string().max(64) }),
    answers: { 204: { summary: 'Revoked, now or before' } },
    problems: ['not-found'],
  },
} as const satisfies Record<string, RouteDefinition>

const userRoutes = {
  putUser: {
    method: 'PUT',
    path: '/v1/users/{name}',
    createsByPut: true,
    tag: 'Users',
    summary: 'Create or change a user of the office; a new password lets a disabled one in again',
    description: 'A new user needs a password. A new password ends all sessions of the user.',
    auth: 'office',
    scope: 'users:write',
    params: z.object({ name: UserName }),
    body: z.object({
      displayName: Text,
      email: Email.nullable()
        .optional()
        .describe('To sign in with instead of the name; it stays unless it is named.'),
      role: OfficeRole,
      password: NewPassword.optional().describe(
        'Needed for a new user; without it the password stays.',
      ),
    }),
    answers: { 200: { summary: 'The user as it is now', body: UserAnswer } },
    problems: ['last-super-admin', 'email-taken'],
  },
  listUsers: {
    method: 'GET',
    path: '/v1/users',
    tag: 'Users',
    summary: 'All users of the office',
    auth: 'office',
    scope: 'users:write',
    answers: { 200: { summary: 'All users', body: z.object({ items: z.array(UserAnswer) }) } },
    problems: [],
  },
  disableUser: {
    method: 'POST',
    path: '/v1/users/{name}/disable',
    tag: 'Users',
    summary: 'Let a user in no more and end their sessions',
    description:
      'Twice changes nothing. What the user has done stays under that name. A new password by ' +
      'PUT lets them in again.',
    auth: 'office',
    scope: 'users:write',
    params: z.object({ name: UserName }),
    answers: { 200: { summary: 'The user as it is now', body: UserAnswer } },
    problems: ['not-found', 'last-super-admin'],
  },
  changePassword: {
    method: 'POST',
    path: '/v1/users/{name}/password',
    tag: 'Users',
    summary: 'Change one’s own password; other sessions of the user end',
    description:
      'The session of this call goes on. Too many wrong passwords lock the name and the address ' +
      'for a while, as when signing in.',
    auth: 'office',
    // Every role has it; the handler sees to it that users change their own only.
    scope: 'office:read',
    params: z.object({ name: UserName }),
    body: z.object({ current: GivenPassword, new: NewPassword }),
    answers: { 204: { summary: 'Changed' } },
    problems: ['bad-credentials', 'rate-limited'],
  },
  signIn: {
    method: 'POST',
    path: '/v1/sessions',
    tag: 'Users',
    summary: 'Sign in with name and password',
    description:
      'A session lasts twelve hours, and two without a call. Five wrong passwords for a user (name and ' +
      'e-mail address are one) within a quarter of an hour, or twenty from an address, are answered 429 ' +
      'until that has passed, by every instance; a name that does not exist takes as long as one that does.',
    auth: 'public',
    body: z.object({ name: z.string().min(1).max(64), password: GivenPassword }),
    answers: {
      201: {
        summary: 'A session; its token is shown this once',
        body: z.object({
          token: z.string(),
          expiresAt: Instant,
          name: z.string(),
          displayName: Text,
          role: OfficeRole,
          scopes: z.array(Scope),
        }),
      },
    },
    problems: ['bad-credentials', 'rate-limited'],
  },
  signOut: {
    method: 'DELETE',
    path: '/v1/sessions/current',
    tag: 'Users',
    summary: 'Sign out: the session of this call ends',
    description: 'A call with an API token has no session to end and is answered `wrong-state`.',
    auth: 'office',
    scope: 'office:read',
    answers: { 204: { summary: 'Ended' } },
    problems: ['wrong-state'],
  },
} as const satisfies Record<string, RouteDefinition>

export const identityRoutes = { ...operatorRoutes, ...tokenRoutes, ...userRoutes } as const

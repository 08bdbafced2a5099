import { z } from 'zod'
import { Instant, Reference, Text } from '../documents/ids.ts'
import { Email, NewPassword, UserName } from './identity-routes.ts'
import type { RouteDefinition } from './route.ts'
import { OfficeRole, Scope } from './scopes.ts'

/** Longest name or e-mail address somebody may sign in with. */
const LOGIN_MAX = 254

/** Who is signed in, as a page of the office needs it. */
export const SessionAnswer = z.object({
  name: z.string(),
  displayName: Text,
  role: OfficeRole.nullable().describe('Null for the admin token and API tokens.'),
  scopes: z.array(Scope),
  csrfToken: z
    .string()
    .nullable()
    .describe(
      'What every call that changes something sends as `x-csrf-token` beside the cookie; null where the call ' +
        'carried a token itself.',
    ),
  expiresAt: Instant.nullable(),
  warehouses: z
    .array(z.object({ code: Reference, timezone: z.string() }))
    .describe(
      'By code: by whose clock each of them works, so that a page elsewhere tells its times.',
    ),
})

export const consoleRoutes = {
  getSession: {
    method: 'GET',
    path: '/v1/session',
    tag: 'Users',
    summary: 'Who calls, and what they may do',
    auth: 'office',
    scope: 'office:read',
    answers: { 200: { summary: 'The caller', body: SessionAnswer } },
    problems: [],
  },
  openBrowserSession: {
    method: 'POST',
    path: '/v1/session',
    tag: 'Users',
    summary: 'Sign in a browser: the session’s token comes as a cookie that scripts cannot read',
    description:
      'The same session, limits and lock-out as `POST /v1/sessions`; a session that the browser had ' +
      'before ends. Calls that change something then need the `csrfToken` of the answer in `x-csrf-token`.',
    auth: 'public',
    body: z.object({
      login: z.string().min(1).max(LOGIN_MAX).describe('Name or e-mail address.'),
      password: z.string().min(1).max(200),
    }),
    answers: { 201: { summary: 'Signed in', body: SessionAnswer } },
    problems: ['bad-credentials', 'rate-limited'],
  },
  setUpOffice: {
    method: 'POST',
    path: '/v1/setup',
    tag: 'Users',
    summary: 'Make the first administrator, by the link that the office printed at its start',
    description:
      'The link works once, for a day, and only while nobody has the top role. Whoever is made is ' +
      'signed in like `POST /v1/session` does it.',
    auth: 'public',
    body: z.object({
      token: z.string().min(1).max(200),
      name: UserName,
      displayName: Text,
      email: Email.optional(),
      password: NewPassword,
    }),
    answers: { 201: { summary: 'Made, and signed in', body: SessionAnswer } },
    problems: ['bad-setup-link', 'email-taken', 'rate-limited'],
  },
  watchOffice: {
    method: 'GET',
    path: '/v1/console/live',
    tag: 'Office',
    summary: 'Hints that something a page shows has moved: event `changed` {topics}',
    description:
      'Server-sent events, several changes in one; a comment every 20 s shows that the line is alive. ' +
      'The stream ends after five minutes and with the session: whoever listens opens it again. ' +
      'They are hints; a page that missed one reads again when its stream opens.',
    auth: 'office',
    scope: 'office:read',
    answers: { 200: { summary: 'Events', contentType: 'text/event-stream' } },
    problems: ['rate-limited'],
  },
} as const satisfies Record<string, RouteDefinition>

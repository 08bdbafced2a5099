import { z } from 'zod'
import { Instant } from '../documents/ids.ts'
import type { RouteDefinition } from './route.ts'

/** Longest address of a page that somebody wanted to see before signing in, in characters. */
const PAGE_ADDRESS_MAX = 500

/** Longest part of what a company's log-in sends back, in characters. */
const RETURNED_MAX = 4_096
const Returned = z.string().max(RETURNED_MAX).optional()

/** A page of this office: another host, or a call, is none. */
const PageAddress = z
  .string()
  .max(PAGE_ADDRESS_MAX)
  .regex(/^\/(?![/\\])[^\s\\]*$/, 'an address of a page here, from the first slash on')

export const sessionRoutes = {
  getSignInWays: {
    method: 'GET',
    path: '/v1/sign-in-ways',
    tag: 'Users',
    summary:
      'How one may sign in: by password, and by the company’s log-in where one is configured',
    auth: 'public',
    answers: {
      200: {
        summary: 'The ways',
        body: z.object({
          company: z
            .object({ name: z.string() })
            .nullable()
            .describe('The name on the button; null where there is none.'),
        }),
      },
    },
    problems: [],
  },
  beginCompanySignIn: {
    method: 'GET',
    path: '/v1/company-sign-in',
    tag: 'Users',
    summary: 'Send a browser to the company’s log-in (OpenID Connect)',
    description:
      'What must come back with it stands in a cookie for ten minutes. Where the company’s log-in ' +
      'does not answer, the browser goes to the office’s page, which says so.',
    auth: 'public',
    query: z.object({ to: PageAddress.default('/').describe('The page to show afterwards.') }),
    answers: { 303: { summary: 'On to the company, or to a page that says why not' } },
    problems: ['not-found'],
  },
  finishCompanySignIn: {
    method: 'GET',
    path: '/v1/company-sign-in/done',
    tag: 'Users',
    summary: 'Where the company’s log-in sends browsers back to',
    description:
      'An enabled user with the verified e-mail address is signed in, like `POST /v1/session` does ' +
      'it. Whatever goes wrong is said by the page that the browser is sent to.',
    auth: 'public',
    query: z.object({
      code: Returned,
      state: Returned,
      iss: Returned,
      error: Returned,
      error_description: Returned,
    }),
    answers: { 303: { summary: 'On to the page that was wanted' } },
    problems: ['not-found'],
  },
  listSessions: {
    method: 'GET',
    path: '/v1/sessions',
    tag: 'Users',
    summary: 'One’s own sessions, the newest first',
    auth: 'office',
    scope: 'office:read',
    answers: {
      200: {
        summary: 'All of them; at most twenty are open at once',
        body: z.object({
          items: z.array(
            z.object({
              createdAt: Instant,
              lastSeenAt: Instant.describe('To five minutes.'),
              expiresAt: Instant,
              isCurrent: z.boolean().describe('The one of this call.'),
            }),
          ),
        }),
      },
    },
    problems: ['wrong-state'],
  },
  endSessions: {
    method: 'DELETE',
    path: '/v1/sessions',
    tag: 'Users',
    summary: 'Sign out everywhere: all sessions of the user end, that of this call too',
    description:
      '`except=current` spares the session of this call. A call with an API token has no sessions ' +
      'and is answered `wrong-state`.',
    auth: 'office',
    scope: 'office:read',
    query: z.object({ except: z.literal('current').optional() }),
    answers: { 204: { summary: 'Ended' } },
    problems: ['wrong-state'],
  },
} as const satisfies Record<string, RouteDefinition>

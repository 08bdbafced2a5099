import type { ExampleOf } from './example-of.ts'

type Operation =
  'getSignInWays' | 'beginCompanySignIn' | 'finishCompanySignIn' | 'listSessions' | 'endSessions'

export const sessionExamples: { [N in Operation]: ExampleOf<N> } = {
  getSignInWays: { answers: { 200: { company: { name: 'Vloeren BV' } } } },
  beginCompanySignIn: { query: { to: '/orders/LL-000274' }, answers: {} },
  finishCompanySignIn: {
    query: {
      code: 'Qx4Lk0Vt6Rc9Yd3Hf5Nj1Pg7Ze2Ua8Ti4Ok6S',
      state: 'b8Qx2mVw5Kd0Rt7yZc3Lh9Nf1Js6Pg4Ua8Ei2Ow5Xk0',
      iss: 'https://login.vloeren.example',
      error: 'access_denied',
      error_description: 'the person said no',
    },
    answers: {},
  },
  listSessions: {
    answers: {
      200: {
        items: [
          {
            createdAt: '2026-04-14T07:58:40.000Z',
            lastSeenAt: '2026-04-14T12:20:11.000Z',
            expiresAt: '2026-04-14T19:58:40.000Z',
            isCurrent: true,
          },
        ],
      },
    },
  },
  endSessions: { query: { except: 'current' }, answers: {} },
}

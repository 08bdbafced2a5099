import type { ExampleOf } from './example-of.ts'

type Operation = 'getSession' | 'openBrowserSession' | 'setUpOffice' | 'watchOffice'

const session = {
  name: 'ilse',
  displayName: 'Ilse de Groot',
  role: 'supervisor',
  scopes: ['office:read', 'orders:read', 'exceptions:read', 'exceptions:write'],
  csrfToken: 'm2Wb8Qx4Lk0Vt6Rc9Yd3Hf5Nj1Pg7Ze2Ua8Ti4Ok6S',
  expiresAt: '2026-04-14T19:58:40.000Z',
} as const

/** The parts of it that are lists. */
const lists = () => ({
  scopes: [...session.scopes],
  warehouses: [{ code: 'MAIN', timezone: 'Europe/Amsterdam' }],
})

export const consoleExamples: { [N in Operation]: ExampleOf<N> } = {
  getSession: { answers: { 200: { ...session, ...lists() } } },
  openBrowserSession: {
    body: { login: 'ilse@vloeren.example', password: 'vier kratten eikenhout' },
    answers: { 201: { ...session, ...lists() } },
  },
  setUpOffice: {
    body: {
      token: 'Yk2Vt9Qm4Xs7Lb0Wc5Hd8Rf3Nj6Pg1Ze4Ua7Ti0Ok2M',
      name: 'ilse',
      displayName: 'Ilse de Groot',
      email: 'ilse@vloeren.example',
      password: 'vier kratten eikenhout',
    },
    answers: { 201: { ...session, role: 'super-admin', ...lists() } },
  },
  watchOffice: { answers: { 200: 'event: changed\ndata: {"topics":["orders","stock"]}\n\n' } },
}

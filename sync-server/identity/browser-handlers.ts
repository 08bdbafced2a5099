import { ROLE_SCOPES, type OfficeRole } from '#contract/http/scopes.ts'
import { instantOf } from '../deps.ts'
import { createAttemptLimit } from '../http/attempt-limit.ts'
import type { Handlers } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import { csrfTokenOf, readSessionCookie, sessionCookie } from '../http/session-cookie.ts'
import type { Office } from '../office.ts'
import type { Tx } from '../store/index.ts'
import { saveUser } from './office-users.ts'
import { hashNewPassword } from './new-password.ts'
import { knownDevice, knownDeviceCookie } from './known-devices.ts'
import { type CheckedUser, type CheckPassword, endSession, openSession } from './sessions.ts'
import { useSetupLink } from './setup-links.ts'
import { tokenHash } from './token-hash.ts'

type BrowserHandlers = Pick<Handlers, 'getSession' | 'openBrowserSession' | 'setUpOffice'>

/** Guesses at a link of 256 bits lead nowhere; this keeps them cheap. */
const WRONG_LINKS_MAX = 20
const WRONG_LINKS_WINDOW_MS = 60_000

/** How a person in a browser gets a session, and learns who they are. */
export function browserHandlers(office: Office, checkPassword: CheckPassword): BrowserHandlers {
  const { deps, store } = office
  const links = createAttemptLimit(deps.clock, {
    failuresMax: WRONG_LINKS_MAX,
    windowMs: WRONG_LINKS_WINDOW_MS,
  })
  const knownCookie = (user: CheckedUser, cookies: string | undefined, isSecure: boolean) =>
    knownDeviceCookie(user, { cookies, isSecure, nowMs: deps.clock.now() }, (count) =>
      deps.randomBytes(count),
    )
  return {
    getSession: async ({ auth }) => {
      const { name, session, cookieToken } = auth
      const csrfToken = cookieToken === null ? null : csrfTokenOf(cookieToken)
      const [user, warehouses] = await store.snapshot(async (tx) => [
        session === null ? undefined : await readSession(tx, session),
        await readZones(tx),
      ])
      const body =
        user === undefined
          ? { name, displayName: name, role: null, expiresAt: null, scopes: [...auth.scopes] }
          : describe(user)
      return { status: 200, body: { ...body, csrfToken, warehouses } }
    },
    openBrowserSession: async ({ body, remoteAddress, change, isSecure, cookies }) => {
      const checked = await checkPassword({
        name: body.login,
        password: body.password,
        remoteAddress,
        knownAs: (user) => knownDevice(user, { cookies, isSecure, nowMs: deps.clock.now() }),
      })
      const session = await change(
        async (tx) => {
          await endBrowserSession(tx, cookies, isSecure)
          return withZones(tx, await openSession(tx, checked, deps))
        },
        () => checked.name,
      )
      office.forgetCallers()
      return signedIn(session, isSecure, knownCookie(checked, cookies, isSecure))
    },
    setUpOffice: async ({ body, remoteAddress, change, isSecure, cookies }) => {
      const retryAfterSeconds = links.secondsToWait(remoteAddress)
      if (retryAfterSeconds > 0) {
        throw new Problem('rate-limited', 'too many wrong links', { retryAfterSeconds })
      }
      links.noteFailure(remoteAddress)
      const { token, name, displayName, email = null, password } = body
      const passwordHash = await hashNewPassword(office, name, password)
      const at = instantOf(deps.clock.now())
      const session = await change(
        async (tx) => {
          await useSetupLink(tx, token, at)
          await endBrowserSession(tx, cookies, isSecure)
          await saveUser(tx, { name, displayName, email, role: 'super-admin', passwordHash }, at)
          return withZones(tx, await openSession(tx, { name, passwordHash }, deps))
        },
        () => name,
      )
      links.takeBack(remoteAddress)
      office.forgetCallers()
      return signedIn(session, isSecure, knownCookie({ name, passwordHash }, cookies, isSecure))
    },
  }
}

/** Whatever session a browser brought along is over: it may be one that somebody else put there. */
export async function endBrowserSession(
  tx: Tx,
  cookies: string | undefined,
  isSecure: boolean,
): Promise<void> {
  const before = readSessionCookie(cookies, isSecure)
  if (before !== undefined) await endSession(tx, tokenHash(before))
}

type NewSession = Awaited<ReturnType<typeof openSession>> & { warehouses: Zones }

/** The token goes into the cookie alone: nothing a script of the page could read has it. */
function signedIn({ token, ...session }: NewSession, isSecure: boolean, known: string) {
  const { expiresAt } = session
  return {
    status: 201 as const,
    headers: { 'set-cookie': [sessionCookie({ token, isSecure, expiresAt }), known] },
    body: { ...session, csrfToken: csrfTokenOf(token) },
  }
}

type Zones = Awaited<ReturnType<typeof readZones>>

/** By whose clock each warehouse works: whoever sees an order sees its times. */
function readZones(tx: Tx) {
  return tx.selectFrom('warehouse').select(['code', 'timezone']).orderBy('code').execute()
}

async function withZones<Session extends object>(tx: Tx, session: Session) {
  return { ...session, warehouses: await readZones(tx) }
}

type SessionRow = { name: string; display_name: string; role: string; expires_at: string }

function describe({ name, display_name: displayName, role, expires_at: expiresAt }: SessionRow) {
  const scopes = [...(ROLE_SCOPES[role as OfficeRole] ?? [])]
  return { name, displayName, role: role as OfficeRole, expiresAt, scopes }
}

function readSession(tx: Tx, session: string): Promise<SessionRow | undefined> {
  return tx
    .selectFrom('office_session')
    .innerJoin('office_user', 'office_user.name', 'office_session.user_name')
    .select([
      'office_user.name',
      'office_user.display_name',
      'office_user.role',
      'office_session.expires_at',
    ])
    .where('token_hash', '=', session)
    .executeTakeFirst()
}

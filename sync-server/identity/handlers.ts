import { instantOf } from '../deps.ts'
import type { Handlers } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import { sessionCookie } from '../http/session-cookie.ts'
import type { Office } from '../office.ts'
import { browserHandlers } from './browser-handlers.ts'
import { issueToken, listTokens, revokeToken } from './api-tokens.ts'
import { companyHandlers } from './company-handlers.ts'
import type { CompanySignIn } from './company-sign-in.ts'
import { listAudit } from './list-audit.ts'
import { disableUser, endSessions, listUsers, saveUser } from './office-users.ts'
import { knownDeviceCookie } from './known-devices.ts'
import { operatorHandlers } from './operator-handlers.ts'
import { hashNewPassword } from './new-password.ts'
import {
  type CheckPassword,
  createCheckPassword,
  endSession,
  listSessions,
  lockChecked,
  openSession,
} from './sessions.ts'

type TokenHandlers = Pick<Handlers, 'postToken' | 'listTokens' | 'revokeToken'>
type UserHandlers = Pick<Handlers, 'putUser' | 'listUsers' | 'disableUser'>
type SessionHandlers = Pick<
  Handlers,
  'signIn' | 'signOut' | 'changePassword' | 'listSessions' | 'endSessions'
>
type IdentityHandlers = TokenHandlers &
  UserHandlers &
  SessionHandlers &
  Pick<Handlers, 'listAudit'> &
  ReturnType<typeof operatorHandlers> &
  ReturnType<typeof browserHandlers> &
  ReturnType<typeof companyHandlers>

export function identityHandlers(office: Office, company: CompanySignIn | null): IdentityHandlers {
  const checkPassword = createCheckPassword(office)
  return {
    ...operatorHandlers(office),
    ...tokenHandlers(office),
    ...userHandlers(office),
    ...sessionHandlers(office, checkPassword),
    ...browserHandlers(office, checkPassword),
    ...companyHandlers(office, company),
    listAudit: async ({ query }) => {
      return { status: 200, body: await office.store.snapshot((tx) => listAudit(tx, query)) }
    },
  }
}

function tokenHandlers(office: Office): TokenHandlers {
  const { store, deps } = office
  return {
    postToken: async ({ body, auth, change }) => {
      const missing = body.scopes.filter((scope) => !auth.scopes.has(scope))
      if (missing.length > 0) {
        throw new Problem(
          'forbidden',
          `you cannot give what you do not have: ${missing.join(', ')}`,
        )
      }
      const plan = { ...body, createdBy: auth.name }
      return { status: 201, body: await change((tx) => issueToken(tx, plan, deps)) }
    },
    listTokens: async ({ query }) => {
      return { status: 200, body: await store.snapshot((tx) => listTokens(tx, query)) }
    },
    revokeToken: async ({ params: { id }, change }) => {
      await change((tx) => revokeToken(tx, id, instantOf(deps.clock.now())))
      office.forgetCallers()
      return { status: 204 }
    },
  }
}

function userHandlers(office: Office): UserHandlers {
  const { store, deps } = office
  return {
    putUser: async ({ params: { name }, body, change }) => {
      const { displayName, email, role, password } = body
      // Hashed before the transaction: it takes long on purpose, and others wait for PGlite.
      const passwordHash =
        password === undefined ? undefined : await hashNewPassword(office, name, password)
      const plan = { name, displayName, email, role, passwordHash }
      const user = await change((tx) => saveUser(tx, plan, instantOf(deps.clock.now())))
      office.forgetCallers()
      return { status: 200, body: user }
    },
    listUsers: async () => {
      return { status: 200, body: { items: await store.snapshot((tx) => listUsers(tx)) } }
    },
    disableUser: async ({ params: { name }, change }) => {
      const user = await change((tx) => disableUser(tx, name, instantOf(deps.clock.now())))
      office.forgetCallers()
      return { status: 200, body: user }
    },
  }
}

function sessionHandlers(office: Office, checkPassword: CheckPassword): SessionHandlers {
  const { deps, store } = office
  return {
    signIn: async ({ body, remoteAddress, change }) => {
      const checked = await checkPassword({ ...body, remoteAddress })
      const session = await change(
        (tx) => openSession(tx, checked, deps),
        () => checked.name,
      )
      return { status: 201, body: session }
    },
    signOut: async ({ auth: { session, cookieToken }, change, isSecure }) => {
      if (session === null) throw noSession()
      await change((tx) => endSession(tx, session))
      office.forgetCallers()
      return signedOut(cookieToken, isSecure)
    },
    listSessions: async ({ auth: { name, session } }) => {
      if (session === null) throw noSession()
      const open = await store.snapshot((tx) => listSessions(tx, name, deps.clock.now()))
      const items = open.map(({ session: hash, ...rest }) => ({
        ...rest,
        isCurrent: hash === session,
      }))
      return { status: 200, body: { items } }
    },
    endSessions: async ({ auth, query: { except }, change, isSecure }) => {
      const { name, session, cookieToken } = auth
      if (session === null) throw noSession()
      await change((tx) => endSessions(tx, name, except === 'current' ? session : null))
      office.forgetCallers()
      return except === 'current' ? { status: 204 } : signedOut(cookieToken, isSecure)
    },
    changePassword: async ({ params: { name }, body, auth, change, ...from }) => {
      const { remoteAddress, cookies, isSecure } = from
      const { session, cookieToken } = auth
      if (session === null || auth.name !== name) {
        throw new Problem('forbidden', 'everybody changes their own password only')
      }
      const checked = await checkPassword({
        name,
        password: body.current,
        remoteAddress,
        knownAs: () => `session:${session}`,
      })
      const passwordHash = await hashNewPassword(office, name, body.new)
      await change(async (tx) => {
        await lockChecked(tx, checked)
        await tx
          .updateTable('office_user')
          .set({ password_hash: passwordHash })
          .where('name', '=', name)
          .execute()
        await endSessions(tx, name, session)
      })
      office.forgetCallers()
      if (cookieToken === null) return { status: 204 }
      // The browser is known by the old password, which nobody has any more.
      const here = { cookies, isSecure, nowMs: deps.clock.now() }
      const cookie = knownDeviceCookie({ name, passwordHash }, here, (count) =>
        deps.randomBytes(count),
      )
      return { status: 204, headers: { 'set-cookie': cookie } }
    },
  }
}

function noSession(): Problem {
  return new Problem('wrong-state', 'a token has no session to end; it is revoked')
}

/** A browser forgets its cookie, and whatever of the office it may have kept. */
function signedOut(cookieToken: string | null, isSecure: boolean) {
  if (cookieToken === null) return { status: 204 as const }
  const headers = {
    'set-cookie': sessionCookie({ token: null, isSecure }),
    'clear-site-data': '"cache"',
  }
  return { status: 204 as const, headers }
}

import { instantOf } from '../deps.ts'
import type { Handlers } from '../http/handler.ts'
import { invalidRequest, Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { issueToken, listTokens, revokeToken } from './api-tokens.ts'
import { listAudit } from './list-audit.ts'
import { disableUser, endSessions, listUsers, saveUser } from './office-users.ts'
import { operatorHandlers } from './operator-handlers.ts'
import { hashSecret } from './secret-hash.ts'
import { type CheckPassword, createCheckPassword, lockChecked, openSession } from './sessions.ts'

type TokenHandlers = Pick<Handlers, 'postToken' | 'listTokens' | 'revokeToken'>
type UserHandlers = Pick<Handlers, 'putUser' | 'listUsers' | 'disableUser'>
type SessionHandlers = Pick<Handlers, 'signIn' | 'signOut' | 'changePassword'>
type IdentityHandlers = TokenHandlers &
  UserHandlers &
  SessionHandlers &
  Pick<Handlers, 'listAudit'> &
  ReturnType<typeof operatorHandlers>

export function identityHandlers(office: Office): IdentityHandlers {
  return {
    ...operatorHandlers(office),
    ...tokenHandlers(office),
    ...userHandlers(office),
    ...sessionHandlers(office, createCheckPassword(office)),
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
      const { displayName, role, password } = body
      // Hashed before the transaction: it takes long on purpose, and others wait for PGlite.
      const passwordHash =
        password === undefined ? undefined : await hashNew(office, name, password)
      const plan = { name, displayName, role, passwordHash }
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
  const { deps } = office
  return {
    signIn: async ({ body, remoteAddress, change }) => {
      const checked = await checkPassword({ ...body, remoteAddress })
      const session = await change(
        (tx) => openSession(tx, checked, deps),
        () => checked.name,
      )
      return { status: 201, body: session }
    },
    signOut: async ({ auth: { session }, change }) => {
      if (session === null) {
        throw new Problem('wrong-state', 'a token has no session to end; it is revoked')
      }
      await change((tx) =>
        tx.deleteFrom('office_session').where('token_hash', '=', session).execute(),
      )
      office.forgetCallers()
      return { status: 204 }
    },
    changePassword: async ({ params: { name }, body, auth, remoteAddress, change }) => {
      const { session } = auth
      if (session === null || auth.name !== name) {
        throw new Problem('forbidden', 'everybody changes their own password only')
      }
      const checked = await checkPassword({ name, password: body.current, remoteAddress })
      const passwordHash = await hashNew(office, name, body.new)
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
      return { status: 204 }
    },
  }
}

/** Length is checked with the request's shape; that it isn't the name needs both. */
function hashNew({ deps }: Office, name: string, password: string): Promise<string> {
  if (password.toLowerCase() === name) {
    throw invalidRequest([{ path: 'password', message: 'not the name' }])
  }
  return hashSecret(password, (count) => deps.randomBytes(count))
}

import { SIGN_IN_TROUBLE_MEMBER, type SignInTrouble } from '#contract/http/sign-in-trouble.ts'
import { instantOf } from '../deps.ts'
import type { Handlers } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import { sessionCookie } from '../http/session-cookie.ts'
import type { Office } from '../office.ts'
import type { Tx } from '../store/index.ts'
import { endBrowserSession } from './browser-handlers.ts'
import { pendingCookie, readPendingCookie } from './pending-cookie.ts'
import type { CompanyConfig, CompanyPerson, CompanySignIn } from './company-sign-in.ts'
import { findByEmail, makeCompanyUser } from './company-user.ts'
import { hashSecret } from './secret-hash.ts'
import { grantSession } from './sessions.ts'

type CompanyHandlers = Pick<
  Handlers,
  'getSignInWays' | 'beginCompanySignIn' | 'finishCompanySignIn'
>

/** 256 bits. */
const PASSWORD_BYTES = 32

/** Signing in by the company's own log-in: a browser goes there and comes back. */
export function companyHandlers(office: Office, company: CompanySignIn | null): CompanyHandlers {
  return {
    getSignInWays: () =>
      Promise.resolve({
        status: 200,
        body: { company: company === null ? null : { name: company.name } },
      }),
    beginCompanySignIn: async ({ query: { to }, isSecure }) => {
      const begun = await required(company).begin(to)
      if (typeof begun === 'string') return sendTo(withTrouble(to, begun))
      const cookie = pendingCookie(begun.pending, isSecure)
      return sendTo(begun.address, [cookie])
    },
    finishCompanySignIn: async ({ query, cookies, isSecure, change }) => {
      const { config, ...there } = required(company)
      const forget = pendingCookie(null, isSecure)
      const pending = readPendingCookie(cookies, isSecure)
      if (pending === undefined) return sendTo(withTrouble('/', 'too-late'), [forget])
      const { to } = pending
      const person = await there.finish(query, pending)
      if (typeof person === 'string') return sendTo(withTrouble(to, person), [forget])
      const plan = await planOf(office, config)
      const session = await change(
        async (tx) => {
          const user = await findOrMake(tx, person, plan)
          await endBrowserSession(tx, cookies, isSecure)
          return grantSession(tx, user, office.deps)
        },
        (opened) => opened.name,
      ).catch((error: unknown) => {
        if (error instanceof NoAccount) return null
        throw error
      })
      if (session === null) return sendTo(withTrouble(to, 'no-account'), [forget])
      office.forgetCallers()
      const { token, expiresAt } = session
      return sendTo(to, [forget, sessionCookie({ token, isSecure, expiresAt })])
    },
  }
}

type Plan = Parameters<typeof makeCompanyUser>[2] | null

/** What somebody is made with whom nobody made yet: a password that nobody knows. */
async function planOf({ deps }: Office, { defaultRole }: CompanyConfig): Promise<Plan> {
  if (defaultRole === null) return null
  const random = (count: number) => deps.randomBytes(count)
  const secret = Buffer.from(random(PASSWORD_BYTES)).toString('base64url')
  const passwordHash = await hashSecret(secret, random)
  return { role: defaultRole, passwordHash, at: instantOf(deps.clock.now()) }
}

async function findOrMake(tx: Tx, person: CompanyPerson, plan: Plan) {
  const known = await findByEmail(tx, person.email)
  const user = known ?? (plan === null ? undefined : await makeCompanyUser(tx, person, plan))
  if (user === undefined || user.disabled_at !== null) throw new NoAccount()
  return user
}

/** Undoes the transaction: whoever is not let in leaves no trace in the audit trail. */
class NoAccount extends Error {}

function required(company: CompanySignIn | null): CompanySignIn {
  if (company === null) throw new Problem('not-found', 'no log-in of a company is configured')
  return company
}

function withTrouble(to: string, trouble: SignInTrouble): string {
  const address = new URL(to, 'http://page')
  address.searchParams.set(SIGN_IN_TROUBLE_MEMBER, trouble)
  return `${address.pathname}${address.search}${address.hash}`
}

function sendTo(location: string, cookies: string[] = []) {
  return { status: 303 as const, headers: { location, 'set-cookie': cookies } }
}

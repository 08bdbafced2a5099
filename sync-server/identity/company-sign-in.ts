import {
  allowInsecureRequests,
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  discovery,
  ResponseBodyError,
} from 'openid-client'
import { isLoopbackHost } from '../http/own-page.ts'
import { Email } from '#contract/http/identity-routes.ts'
import type { OfficeRole } from '#contract/http/scopes.ts'
import type { SignInTrouble } from '#contract/http/sign-in-trouble.ts'
import type { Office } from '../office.ts'

/** The company's own log-in, by OpenID Connect. */
export type CompanyConfig = {
  issuer: string
  clientId: string
  clientSecret: string
  /** What the button says. */
  name: string
  /** Addresses under other domains are nobody's; null takes every domain. */
  domains: readonly string[] | null
  /** Whom nobody has made yet is made with this role; null lets in only who is a user already. */
  defaultRole: OfficeRole | null
  /** The company checks addresses itself and does not say so (`email_verified` is missing). */
  isEmailVerified: boolean
}

/** What a browser keeps while its person is at the company's log-in. */
export type Pending = { state: string; nonce: string; verifier: string; to: string; until: number }

export type CompanyPerson = { email: string; displayName: string | null }

/** What came back from the company, as the address of the call has it. */
export type CompanyReturn = Readonly<Record<string, string | undefined>>

export type CompanySignIn = {
  name: string
  config: CompanyConfig
  /** Where to send the browser, and what it keeps meanwhile. */
  begin(to: string): Promise<{ address: string; pending: Pending } | SignInTrouble>
  /** Who came back. */
  finish(returned: CompanyReturn, pending: Pending): Promise<CompanyPerson | SignInTrouble>
}

/** Where the company's log-in sends browsers back to. */
export const COMPANY_RETURN_PATH = '/v1/company-sign-in/done'

/** A person finds their telephone, and types a code. */
const PENDING_MS = 10 * 60_000

const TIMEOUT_SECONDS = 5

/** A log-in that did not answer is left alone for so long, whoever presses the button. */
const RETRY_MS = 5_000

/** 256 bits. */
const RANDOM_BYTES = 32

/** Null where no company's log-in is configured. The company is asked when somebody first signs in. */
export function createCompanySignIn(
  config: CompanyConfig | undefined,
  office: Pick<Office, 'deps' | 'log' | 'publicUrl'>,
): CompanySignIn | null {
  if (config === undefined) return null
  const { deps, log } = office
  const random = () => Buffer.from(deps.randomBytes(RANDOM_BYTES)).toString('base64url')
  const find = createFinder(config, office)
  // The office's own address is known at the latest when it listens.
  const returnAddress = () => `${office.publicUrl ?? ''}${COMPANY_RETURN_PATH}`

  return {
    name: config.name,
    config,
    begin: async (to) => {
      const found = await find()
      if (found === null) return 'company-away'
      const pending = {
        state: random(),
        nonce: random(),
        verifier: random(),
        to,
        until: deps.clock.now() + PENDING_MS,
      }
      const address = buildAuthorizationUrl(found, {
        redirect_uri: returnAddress(),
        scope: 'openid email profile',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
      })
      return { address: address.href, pending }
    },
    finish: async (returned, pending) => {
      if (pending.until <= deps.clock.now()) return 'too-late'
      const found = await find()
      if (found === null) return 'company-away'
      try {
        const address = new URL(returnAddress())
        for (const [name, value] of Object.entries(returned)) {
          if (value !== undefined) address.searchParams.set(name, value)
        }
        const tokens = await authorizationCodeGrant(found, address, {
          expectedState: pending.state,
          expectedNonce: pending.nonce,
          pkceCodeVerifier: pending.verifier,
          idTokenExpected: true,
        })
        return personOf(tokens.claims() ?? {}, config)
      } catch (error) {
        const trouble = troubleOf(error)
        log.warn({ err: error, trouble }, 'the company’s log-in did not let somebody through')
        return trouble
      }
    },
  }
}

/** Asks for what the company's log-in is like, once it works; while it doesn't, again and again. */
function createFinder(
  config: CompanyConfig,
  { deps, log }: Pick<Office, 'deps' | 'log'>,
): () => Promise<Configuration | null> {
  const issuer = new URL(config.issuer)
  // On this very machine there is nobody on the way; everywhere else it is https.
  const execute =
    issuer.protocol === 'http:' && isLoopbackHost(issuer.host) ? [allowInsecureRequests] : []
  let asked: Promise<Configuration | null> | null = null
  let retryAt = 0
  const ask = async (): Promise<Configuration | null> => {
    try {
      const options = { execute, timeout: TIMEOUT_SECONDS }
      return await discovery(issuer, config.clientId, config.clientSecret, undefined, options)
    } catch (error) {
      log.warn({ err: error, issuer: config.issuer }, 'the company’s log-in does not answer')
      asked = null
      retryAt = deps.clock.now() + RETRY_MS
      return null
    }
  }
  return () => {
    if (asked === null && deps.clock.now() < retryAt) return Promise.resolve(null)
    asked ??= ask()
    return asked
  }
}

type Claims = Readonly<Record<string, unknown>>

function personOf(claims: Claims, config: CompanyConfig): CompanyPerson | SignInTrouble {
  const {
    email,
    email_verified: verified,
    name,
  } = claims as {
    [member in 'email' | 'email_verified' | 'name']?: unknown
  }
  // Plain letters only: others become plain ones when capitals are made small, and the address another's.
  if (!Email.safeParse(email).success || typeof email !== 'string') return 'no-address'
  const isVerified = verified === true || (verified === undefined && config.isEmailVerified)
  if (!isVerified) return 'not-verified'
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  if (config.domains !== null && !config.domains.includes(domain)) return 'no-account'
  const isName = typeof name === 'string' && name.trim() !== ''
  return { email, displayName: isName ? name.trim().slice(0, NAME_MAX) : null }
}

const NAME_MAX = 200

function troubleOf(error: unknown): SignInTrouble {
  if (error instanceof AuthorizationResponseError) return 'company-refused'
  if (error instanceof ResponseBodyError) return 'company-failed'
  const name = error instanceof Error ? error.name : ''
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const isAway = name === 'TimeoutError' || error instanceof TypeError || /TIMEOUT/.test(code)
  return isAway ? 'company-away' : 'company-failed'
}

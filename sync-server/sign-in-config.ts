import { OfficeRole } from '#contract/http/scopes.ts'
import { fail, ok, type Result } from '#contract/result.ts'
import { isLoopbackHost } from './http/own-page.ts'
import type { CertificateFiles } from './http/tls.ts'
import type { CompanyConfig } from './identity/index.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Whoever may change others' rights is made by a person, never by a log-in elsewhere. */
const ROLES_OF_STRANGERS: readonly OfficeRole[] = ['picker', 'loader', 'supervisor']

/** Longest text on the button, in characters. */
const NAME_MAX = 60

/** The company's log-in, or undefined where none is configured; fails with a sentence. */
export function readCompanyConfig(
  environment: Environment,
  { publicUrl, isLoopback }: { publicUrl: string | undefined; isLoopback: boolean },
): Result<CompanyConfig | undefined, string> {
  const read = (name: string) => textOf(environment[`LOADLINE_OIDC_${name}`])
  const issuer = read('ISSUER')
  const clientId = read('CLIENT_ID')
  const clientSecret = read('CLIENT_SECRET')
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) {
    return ok(undefined)
  }
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    return fail('LOADLINE_OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET are set together.')
  }
  if (!isIssuer(issuer)) {
    return fail('LOADLINE_OIDC_ISSUER must be an https address, or http on this machine.')
  }
  if (publicUrl === undefined && !isLoopback) {
    return fail('With LOADLINE_OIDC_ISSUER, set LOADLINE_PUBLIC_URL: browsers are sent back there.')
  }
  const domains = domainsOf(read('DOMAINS'))
  const role = read('DEFAULT_ROLE')
  const defaultRole = ROLES_OF_STRANGERS.find((known) => known === role) ?? null
  if (role !== undefined && defaultRole === null) {
    return fail(`LOADLINE_OIDC_DEFAULT_ROLE must be one of ${ROLES_OF_STRANGERS.join(', ')}.`)
  }
  if (role !== undefined && domains === null) {
    return fail(
      'With LOADLINE_OIDC_DEFAULT_ROLE, set LOADLINE_OIDC_DOMAINS to the domains of your people.',
    )
  }
  const trusted = read('EMAIL_VERIFIED')
  if (trusted !== undefined && trusted !== 'always') {
    return fail('LOADLINE_OIDC_EMAIL_VERIFIED must be always, or not set.')
  }
  const name = (read('NAME') ?? new URL(issuer).host).slice(0, NAME_MAX)
  const isEmailVerified = trusted === 'always'
  return ok({ issuer, clientId, clientSecret, name, domains, defaultRole, isEmailVerified })
}

/** The files of an office that speaks TLS itself; fails with a sentence. */
export function readTlsConfig(
  environment: Environment,
): Result<CertificateFiles | undefined, string> {
  const certFile = textOf(environment['LOADLINE_TLS_CERT'])
  const keyFile = textOf(environment['LOADLINE_TLS_KEY'])
  if (certFile === undefined && keyFile === undefined) return ok(undefined)
  if (certFile !== undefined && keyFile !== undefined) return ok({ certFile, keyFile })
  return fail('LOADLINE_TLS_CERT and LOADLINE_TLS_KEY name two files and are set together.')
}

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, host, username } = new URL(text)
  return (
    username === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(host)))
  )
}

function domainsOf(text: string | undefined): readonly string[] | null {
  const domains = (text ?? '').split(',').map((domain) => domain.trim().toLowerCase())
  const named = domains.filter((domain) => domain !== '')
  return named.length === 0 ? null : named
}

function textOf(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' ? undefined : trimmed
}

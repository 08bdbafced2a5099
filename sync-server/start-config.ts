import { parseArgs } from 'node:util'
import { readOfficeAddress } from '#contract/barcode/enrolment-qr.ts'
import type { Result } from '#contract/result.ts'
import { readTrustedProxies } from './http/trusted-proxies.ts'
import { isLoopbackHost } from './http/own-page.ts'
import type { CertificateFiles } from './http/tls.ts'
import type { CompanyConfig } from './identity/index.ts'
import { readIntentsFolder, readNatsConfig } from './integration-config.ts'
import { type NatsConfig, readAllowList } from './outbox/index.ts'
import { findUnknownSetting } from './settings.ts'
import { readCompanyConfig, readTlsConfig } from './sign-in-config.ts'

/** A start that cannot go on, in one sentence for whoever typed the command. */
export class StartError extends Error {}

export type StartConfig = {
  host: string
  port: number
  dataFolder: string | undefined
  databaseUrl: string | undefined
  connections: number | undefined
  givenToken: string | undefined
  logLevel: string
  webhookAllow: string
  trustedProxies: string
  /** Where benches reach this office, for the codes that enrol them. */
  publicUrl: string | undefined
  /** Certificate and key of an office that speaks TLS itself. */
  tls: CertificateFiles | undefined
  /** The company's own log-in, by OpenID Connect. */
  company: CompanyConfig | undefined
  /** Days after which finished orders no longer say who they were for. */
  customerDays: number | undefined
  /** How long the office says that it ends before it takes no more calls. */
  drainMs: number
  /** Where events go besides to webhooks. */
  nats: NatsConfig | undefined
  /** Where files of order intents are put. */
  intentsFolder: string | undefined
  isDemo: boolean
}

const USAGE = 'usage: npm run server -- [--port N] [--host H] [--data DIR] [--demo]'
const DEFAULT_PORT = 4400
const DEFAULT_HOST = '127.0.0.1'
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Reads flags and environment; every mistake is a StartError. */
export function readStartConfig(
  args: string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartConfig {
  const values = readFlags(args)
  const unknown = findUnknownSetting(environment)
  if (unknown !== null) {
    const meant = unknown.meant === null ? '' : ` Did you mean ${unknown.meant}?`
    throw new StartError(`${unknown.name} is no setting of an office.${meant}`)
  }
  const databaseUrl = emptyToUndefined(environment['DATABASE_URL'])
  const givenToken = emptyToUndefined(environment['LOADLINE_ADMIN_TOKEN'])
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new StartError('DATABASE_URL must start with postgres:// or postgresql://.')
  }
  if (databaseUrl !== undefined && values.data === undefined && givenToken === undefined) {
    throw new StartError(
      'With DATABASE_URL, set LOADLINE_ADMIN_TOKEN, or name a folder for the token with --data.',
    )
  }
  const logLevel = emptyToUndefined(environment['LOADLINE_LOG_LEVEL']) ?? 'info'
  if (!LOG_LEVELS.includes(logLevel)) {
    throw new StartError(`LOADLINE_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`)
  }
  const webhookAllow = environment['LOADLINE_WEBHOOK_ALLOW'] ?? ''
  const allow = readAllowList(webhookAllow)
  if (!allow.ok) {
    throw new StartError(
      `LOADLINE_WEBHOOK_ALLOW lists host[:port] or CIDR, with commas; ${allow.error} is neither.`,
    )
  }
  const trustedProxies = environment['LOADLINE_TRUSTED_PROXIES'] ?? ''
  const proxies = readTrustedProxies(trustedProxies)
  if (!proxies.ok) {
    throw new StartError(
      `LOADLINE_TRUSTED_PROXIES lists addresses or CIDR, with commas; ${proxies.error} is neither.`,
    )
  }
  const host = values.host ?? DEFAULT_HOST
  const publicUrl = readPublicUrl(emptyToUndefined(environment['LOADLINE_PUBLIC_URL']))
  return {
    host,
    port: readPort(values.port),
    dataFolder: values.data,
    databaseUrl,
    connections: readWhole(environment, 'DATABASE_CONNECTIONS', { min: 1, max: CONNECTIONS_MAX }),
    givenToken,
    logLevel,
    webhookAllow,
    trustedProxies,
    publicUrl,
    tls: orStop(readTlsConfig(environment)),
    company: orStop(
      readCompanyConfig(environment, { publicUrl, isLoopback: isLoopbackHost(host) }),
    ),
    customerDays: readWhole(environment, 'LOADLINE_CUSTOMER_DAYS', { min: 1, max: 36_500 }),
    drainMs: 1_000 * (readWhole(environment, 'LOADLINE_DRAIN_SECONDS', { min: 0, max: 60 }) ?? 0),
    nats: orStop(readNatsConfig(environment)),
    intentsFolder: orStop(readIntentsFolder(environment)),
    isDemo: values.demo ?? false,
  }
}

function orStop<T>(read: Result<T, string>): T {
  if (read.ok) return read.value
  throw new StartError(read.error)
}

function readFlags(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        demo: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : 'bad flags'}\n${USAGE}`)
  }
}

function readPublicUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const address = readOfficeAddress(text)
  if (address.ok) return address.value
  throw new StartError('LOADLINE_PUBLIC_URL must be an https address, or http on this machine.')
}

function readPort(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new StartError(`--port must be a number from 0 to 65535, not ${text}.`)
  }
  return port
}

/** More than PostgreSQL itself allows by default leaves nobody else a connection. */
const CONNECTIONS_MAX = 100

function readWhole(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  { min, max }: { min: number; max: number },
): number | undefined {
  const text = emptyToUndefined(environment[name])
  if (text === undefined) return undefined
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new StartError(`${name} must be a number from ${min} to ${max}.`)
  }
  return value
}

function emptyToUndefined(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text
}

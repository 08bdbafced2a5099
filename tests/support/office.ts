import { realDeps, type OfficeDeps } from '../../sync-server/deps.ts'
import type { Office } from '../../sync-server/office.ts'
import { startOffice as start, type OfficeConfig } from '../../sync-server/server.ts'
import type { Store } from '../../sync-server/store/index.ts'
import type { TestDatabase } from './databases.ts'

export const ADMIN_TOKEN = 'test-admin-token'

/** What came back, parsed when it was JSON of any kind. */
export type Answer = { status: number; headers: Headers; body: unknown }

export type OfficeCalls = {
  url: string
  /** A call with the office's token. */
  admin(method: string, path: string, body?: unknown): Promise<Answer>
  /** A call with any token, or none. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** Enrols a station; its calls carry its token. */
  enrol(options?: EnrolOptions): Promise<TestStation>
}

export type TestOffice = OfficeCalls & {
  store: Store
  office: Office
  close(): Promise<void>
}

/** `publicKey` is the station's own, for logs that are carried by hand. */
export type EnrolOptions = {
  warehouse?: string
  name?: string
  mode?: string
  publicKey?: string
}

export type TestStation = {
  stationId: string
  token: string
  incarnation: string
  epoch: string
  numberRange: { from: number; to: number; prefix: string }
  call(method: string, path: string, body?: unknown): Promise<Answer>
}

export type CallOptions = {
  token?: string | undefined
  body?: unknown
  /** Bytes to send as they are, instead of `body`. */
  raw?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
}

export type OfficeOptions = {
  database: TestDatabase
  deps?: Partial<OfficeDeps>
  webhookAllow?: string
  trustedProxies?: string
  publicUrl?: string
  company?: OfficeConfig['company']
  tls?: OfficeConfig['tls']
  nats?: OfficeConfig['nats']
  intentsFolder?: OfficeConfig['intentsFolder']
  callLimits?: OfficeConfig['callLimits']
  logLevel?: string
  /** Where log lines go instead of stderr. */
  logStream?: OfficeConfig['logStream']
  /** Where a build left the pages; `out/office` when absent. */
  consoleFolder?: string
}

/** A real office over real HTTP on a free port. Answers are checked against the route table. */
export async function startOffice(options: OfficeOptions): Promise<TestOffice> {
  const { store } = options.database
  const running = await start(
    {
      host: '127.0.0.1',
      port: 0,
      version: '0.0.0-test',
      adminToken: ADMIN_TOKEN,
      logLevel: options.logLevel ?? process.env['LOADLINE_TEST_LOG'] ?? 'silent',
      logStream: options.logStream,
      checkAnswers: true,
      webhookAllow: options.webhookAllow,
      trustedProxies: options.trustedProxies,
      consoleFolder: options.consoleFolder,
      publicUrl: options.publicUrl,
      company: options.company,
      tls: options.tls,
      nats: options.nats,
      intentsFolder: options.intentsFolder,
      callLimits: options.callLimits,
      store,
    },
    { ...realDeps(), ...options.deps },
  )
  return {
    ...callsOf(running.url),
    store,
    office: running.office,
    close: () => running.close(),
  }
}

/** The calls of an office that runs anywhere, with the tests' admin token. */
export function callsOf(url: string): OfficeCalls {
  const call: OfficeCalls['call'] = (method, path, callOptions) =>
    send(url + path, method, callOptions)
  const admin: OfficeCalls['admin'] = (method, path, body) =>
    call(method, path, { token: ADMIN_TOKEN, body })
  return { url, call, admin, enrol: (enrolment) => enrolStation({ call, admin }, enrolment) }
}

async function send(url: string, method: string, options: CallOptions = {}): Promise<Answer> {
  const { token, body, raw, headers } = options
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
  })
  const text = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? (JSON.parse(text) as unknown) : text,
  }
}

async function enrolStation(
  { call, admin }: Pick<OfficeCalls, 'call' | 'admin'>,
  options: EnrolOptions = {},
): Promise<TestStation> {
  const { warehouse = 'MAIN', name = 'Bench', mode = 'pick-and-pack', publicKey } = options
  const issued = await admin('POST', '/v1/station-codes', { warehouse, name, mode })
  const { code } = issued.body as { code: string }
  const incarnation = crypto.randomUUID().replaceAll('-', '')
  const answer = await call('POST', '/v1/stations/enrol', {
    body: { code, incarnation, appVersion: '0.0.0-test', publicKey },
  })
  if (answer.status !== 201) throw new Error(`not enrolled: ${JSON.stringify(answer.body)}`)
  const enrolled = answer.body as Omit<TestStation, 'incarnation' | 'call'>
  return {
    ...enrolled,
    incarnation,
    call: (method, path, body) => call(method, path, { token: enrolled.token, body }),
  }
}

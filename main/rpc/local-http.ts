import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { z } from 'zod'
import { SCAN_TEXT_MAX } from '#contract/barcode/read-code.ts'
import { CSP_NONCE_PLACEHOLDER, pagePolicy } from '#contract/rpc/page-policy.ts'
import { DeviceTest } from '#contract/rpc/doctor-view.ts'
import { LogOrderInput } from '#contract/rpc/log-order.ts'
import { CloseRefusalInput } from '#contract/rpc/refusal-view.ts'
import { PANEL_ROWS_MAX } from '#contract/rpc/station-contract.ts'
import { LOG_FILE_TYPE, logFileName } from '#contract/sync/log-file.ts'
import { type LogFile, NoSuchActionError } from '../log-file/write-log-file.ts'
import { accountOf, openRefusals } from './account-views.ts'
import { benchView, logView, serverView, type ViewParts } from './bench-view.ts'
import {
  doctorView,
  recordingName,
  recordingOf,
  recordingText,
  testDevice,
} from './doctor-views.ts'
import { isAllowedHost, isAllowedOrigin, type LocalAddress } from './local-address.ts'
import { logDownload } from './log-download.ts'
import { allCodes } from './router.ts'
import { supportFile } from './support-file.ts'

/** Bytes of a request body; the longest real one is a scan. */
const BODY_BYTES_MAX = 16 * 1024

/** Name of the scanner that local scripts scan with. */
const HTTP_SCANNER_ID = 'http'

const ScanBody = z.object({ text: z.string().min(1).max(SCAN_TEXT_MAX) })

const RefusalsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(PANEL_ROWS_MAX).default(PANEL_ROWS_MAX),
  after: z.coerce.number().int().min(0).default(0),
})

const LogFileQuery = z.object({ from: z.coerce.number().int().min(1).optional() })

export type LocalHttpParts = {
  view: ViewParts
  isToken: (token: string) => boolean
  address: () => LocalAddress
  /** Built pages, or null where only scripts use this host. */
  pagesFolder: string | null
  onTrouble: (text: string) => void
}

class Problem extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

/** The bench's door for scripts and browsers on this machine, and only this machine. */
export function localHttp(parts: LocalHttpParts): FastifyInstance {
  const app = fastify({ bodyLimit: BODY_BYTES_MAX, forceCloseConnections: true })
  app.addHook('onRequest', async (request) => guardPage(request, parts.address()))
  app.setErrorHandler(async (error, _request, reply) => sendProblem(reply, error, parts.onTrouble))
  app.setNotFoundHandler(async (_request, reply) =>
    sendProblem(reply, new Problem(404, 'not-found', 'There is nothing here.'), parts.onTrouble),
  )
  routes(app, parts)
  if (parts.pagesFolder !== null) pages(app, parts, parts.pagesFolder)
  return app
}

function routes(app: FastifyInstance, { view, isToken }: LocalHttpParts): void {
  const guarded = {
    preHandler: async (request: FastifyRequest) => {
      const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
      if (!isToken(token)) {
        throw new Problem(401, 'unauthorized', 'The token is missing or not this bench’s.')
      }
    },
  }
  app.get('/v1/state', guarded, async () => stateOf(view))
  app.get('/v1/codes', guarded, async () => allCodes())
  app.get('/v1/support-file', guarded, async (_request, reply) => {
    reply.header('content-disposition', 'attachment; filename="loadline-support.json"')
    return supportFile(view)
  })
  app.get('/v1/doctor', guarded, async () => doctorView(view))
  app.post('/v1/device-test', guarded, async (request) => {
    return testDevice(view, parsed(DeviceTest, request.body))
  })
  app.get('/v1/flight-recording', guarded, async (_request, reply) => {
    const events = await recordingOf(view)
    return reply
      .header('content-disposition', `attachment; filename="${recordingName(view)}"`)
      .type('application/x-ndjson')
      .send(recordingText(events))
  })
  app.get('/v1/account', guarded, async () => accountOf(view))
  app.get('/v1/refusals', guarded, async (request) => {
    return openRefusals(view, parsed(RefusalsQuery, request.query))
  })
  app.post('/v1/refusals/:seq/close', guarded, async (request) => {
    const { seq } = request.params as { seq: string }
    const body = { ...(request.body as object | null), seq: Number(seq) }
    return view.closeRefusal(parsed(CloseRefusalInput, body))
  })
  app.post('/v1/new-log', guarded, async (request) => {
    return view.orders.beginNewLog(parsed(LogOrderInput, request.body))
  })
  app.get('/v1/log-file', guarded, async (request, reply) => {
    const { from } = parsed(LogFileQuery, request.query)
    const file = logFileAt(view, from)
    return reply
      .header('content-disposition', `attachment; filename="${logFileName(file.header)}"`)
      .header('loadline-actions-left', String(file.left))
      .type(LOG_FILE_TYPE)
      .send(file.bytes())
  })
  app.post('/v1/scan', guarded, async (request) => {
    const body = ScanBody.safeParse(request.body)
    if (!body.success) {
      throw new Problem(400, 'invalid-request', `A scan is {"text": "…"} of 1 to ${SCAN_TEXT_MAX}.`)
    }
    const done = view.bench.takeScan({ scannerId: HTTP_SCANNER_ID, text: body.data.text })
    if (done === null) throw new Problem(507, 'log-full', 'The scan could not be recorded.')
    return { ...done, alert: view.bench.alert }
  })
}

function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new Problem(400, 'invalid-request', `${issue?.path.join('.')}: ${issue?.message}`)
}

function logFileAt(view: ViewParts, fromSeq: number | undefined): LogFile {
  try {
    return logDownload(view, { fromSeq })
  } catch (error) {
    if (!(error instanceof NoSuchActionError)) throw error
    throw new Problem(404, 'no-such-action', error.message)
  }
}

/** The public state of a bench; names and shapes are fixed. */
function stateOf(view: ViewParts) {
  const all = benchView(view)
  const { kind, ...work } = all.work
  return {
    stationId: all.stationId,
    name: all.name,
    server: serverView(view),
    log: logView(view),
    operator: all.operator,
    workflow: { ...work, kind, alert: all.alert, prompt: all.prompt },
    devices: all.devices,
    printJobs: all.printJobs,
  }
}

function pages(app: FastifyInstance, parts: LocalHttpParts, folder: string): void {
  app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: true,
    // A page goes out with its policy, by the route below, or not at all.
    allowedPath: (path) => extname(path).toLowerCase() !== '.html',
  })
  app.get('/', async (_request, reply) => {
    const page = join(folder, 'index.html')
    if (!existsSync(page)) throw new Problem(404, 'not-built', 'The screens are not built yet.')
    const nonce = randomBytes(16).toString('base64url')
    const { port } = parts.address()
    const connect = [`ws://127.0.0.1:${port}`, `ws://localhost:${port}`]
    return reply
      .header('content-security-policy', pagePolicy({ nonce, connect }))
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(readFileSync(page, 'utf8').replaceAll(CSP_NONCE_PLACEHOLDER, nonce))
  })
}

async function guardPage(request: FastifyRequest, address: LocalAddress): Promise<void> {
  if (!isAllowedHost(request.headers, address)) {
    throw new Problem(403, 'bad-host', 'This bench answers to its own address only.')
  }
  if (!isAllowedOrigin(request.headers, address)) {
    throw new Problem(403, 'bad-origin', 'Pages of other sites may not call this bench.')
  }
}

async function sendProblem(
  reply: FastifyReply,
  error: unknown,
  onTrouble: (text: string) => void,
): Promise<void> {
  const known = error instanceof Problem ? error : fromFastify(error)
  if (known.status >= 500) onTrouble(`local request failed: ${String(error)}`)
  await reply.status(known.status).type('application/problem+json').send({
    type: 'about:blank',
    title: known.code,
    status: known.status,
    code: known.code,
    detail: known.message,
  })
}

/** The framework's own refusals under our codes; anything else is ours and stays inside. */
function fromFastify(error: unknown): Problem {
  const status = (error as { statusCode?: unknown } | null)?.statusCode
  if (status === 400) return new Problem(400, 'bad-json', 'The body is not valid JSON.')
  if (status === 413)
    return new Problem(413, 'too-large', `A body has at most ${BODY_BYTES_MAX} bytes.`)
  if (status === 415) return new Problem(415, 'json-only', 'Send application/json.')
  return new Problem(500, 'internal', 'The bench could not answer; its log says why.')
}

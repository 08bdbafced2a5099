import {
  fastify,
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type HTTPMethods,
} from 'fastify'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { z } from 'zod'
import type { ProblemError } from '#contract/http/problems.ts'
import { topicsOf } from '#contract/http/live-topics.ts'
import { BODY_BYTES_MAX, commonProblems, type RouteDefinition } from '#contract/http/route.ts'
import { routes } from '#contract/http/routes.ts'
import { LOG_FILE_TYPE } from '#contract/sync/log-file.ts'
import { instantOf } from '../deps.ts'
import { recordAudit } from '../identity/index.ts'
import { withLogContext } from '../log/index.ts'
import type { Office } from '../office.ts'
import { notedBefore, type Tx } from '../store/index.ts'
import type { Authenticate, Caller } from './auth.ts'
import { compressAnswers } from './compress-answers.ts'
import { addConsoleAssets, isConsoleLink, sendConsole, type ConsoleFiles } from './console-files.ts'
import { errorToProblem } from './error-to-problem.ts'
import { type Handlers, WrittenJson } from './handler.ts'
import { plainWords } from './plain-words.ts'
import { logContextOf } from './log-context-of.ts'
import { invalidRequest, Problem } from './problem.ts'
import { isOnlyNew, putAt } from './only-new.ts'
import { readBinaryBody, readJsonBody, readTextBody } from './read-body.ts'
import { isSigned, readSignedCall, type SignedCall } from './signed-call.ts'
import type { Certificate } from './tls.ts'
import type { TrustedProxies } from './trusted-proxies.ts'
import {
  addWalls,
  CALL_LIMITS,
  type CallLimits,
  isSecure,
  limitConnections,
  originOf,
  putHeaders,
  type WallOptions,
} from './walls.ts'

const JSON_TYPE = 'application/json'
const REQUEST_ID = /^[\w-]{1,64}$/
const METHODS: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

type AnyAnswer = { status: number; headers?: Record<string, string | string[]>; body?: unknown }
type AnyHandler = (request: Record<string, unknown>) => Promise<AnyAnswer>

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: string
    bodyBytesMax?: number
    bodyType?: string
  }
  interface FastifyRequest {
    caller: Caller | null
    /** Set where the call is signed and its body has not been read yet. */
    signedCall: SignedCall | null
  }
}

export type HttpServerOptions = {
  office: Office
  authenticate: Authenticate
  handlers: Handlers
  consoleFiles: ConsoleFiles
  /** Proxies whose `X-Forwarded-For` is believed. */
  trustedProxies?: TrustedProxies
  /** Whether the office listens to this machine only; it then answers to names of this machine only. */
  isLoopback?: boolean
  /** The office's own address, where somebody said so. */
  publicUrl?: string | null
  /** For an office that speaks TLS itself. */
  certificate?: Certificate | null
  limits?: Partial<CallLimits>
  /** Tests check every answer against the table; production trusts it. */
  checkAnswers?: boolean
}

/** The office's HTTP server: the route table, bound to its handlers. */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const { office, handlers } = options
  const limits = { ...CALL_LIMITS, ...options.limits }
  const walls = wallsOf(options)
  const app = fastify({
    ...serverOptions(limits, options.certificate ?? null),
    loggerInstance: office.log,
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: limits.requestTimeoutMs,
    trustProxy: (address: string) => options.trustedProxies?.includes(address) ?? false,
    forceCloseConnections: 'idle',
    // An address that cannot even be read comes by no hook.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      putHeaders(request, reply, walls)
      void answerProblem(problemOf(error, request, office), request, reply)
    },
    routerOptions: { maxParamLength: 200 },
    genReqId: (request) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : office.deps.newId()
    },
  }) as unknown as FastifyInstance
  app.decorateRequest('caller', null)
  app.decorateRequest('signedCall', null)
  addBodyParser(app)
  limitConnections(app.server, limits, options.trustedProxies)
  addWalls(app, walls)
  addHooks(app, office)
  compressAnswers(app)
  for (const [name, route] of Object.entries(routes)) {
    const handler = handlers[name as keyof Handlers] as unknown as AnyHandler
    addRoute(app, { name, route, handler, walls, ...options })
  }
  addMethodGuards(app)
  addConsoleAssets(app, options.consoleFiles)
  app.setNotFoundHandler((request, reply) => {
    if (isConsoleLink(request)) return sendConsole(request, reply, options.consoleFiles)
    throw new Problem('not-found', `nothing is at ${pathOf(request)}`)
  })
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request, office)
    const { operation } = request.routeOptions.config
    office.metrics.problems.inc({ operation: operation ?? 'none', code: problem.code })
    return options.checkAnswers && operation !== undefined && !isDocumented(operation, problem)
      ? answerProblem(undocumented(operation, problem), request, reply)
      : answerProblem(problem, request, reply)
  })
  return app
}

function wallsOf(options: HttpServerOptions): WallOptions {
  const { isLoopback = false, publicUrl = null, trustedProxies } = options
  return { isLoopback, publicUrl, trustedProxies }
}

/** The same limits whether or not the office speaks TLS itself. */
function serverOptions(limits: CallLimits, certificate: Certificate | null) {
  const slow = {
    headersTimeout: limits.headersTimeoutMs,
    connectionsCheckingInterval: limits.checkEveryMs,
    maxHeaderSize: limits.headerBytesMax,
  }
  if (certificate === null) return { http: slow }
  const tls = { ...certificate, minVersion: 'TLSv1.2', handshakeTimeout: limits.headersTimeoutMs }
  return { https: { ...slow, ...tls } }
}

function addBodyParser(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  const read = (request: FastifyRequest, payload: IncomingMessage): Promise<unknown> => {
    const { bodyBytesMax: bytesMax = BODY_BYTES_MAX, bodyType } = request.routeOptions.config
    const encoding = request.headers['content-encoding']
    const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
    const wanted = bodyType ?? JSON_TYPE
    if (type !== wanted) throw new Problem('unsupported-media-type', `send ${wanted}`)
    if (wanted === LOG_FILE_TYPE) return readBinaryBody(payload, encoding, bytesMax)
    return wanted === JSON_TYPE
      ? readJsonBody(payload, encoding, bytesMax, (bytes) => checkSignature(request, bytes))
      : readTextBody(payload, encoding, bytesMax)
  }
  app.addContentTypeParser([JSON_TYPE, 'text/csv', LOG_FILE_TYPE], read)
}

function addHooks(app: FastifyInstance, office: Office): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { statusCode: status, elapsedTime: elapsedMs } = reply
    const { operation = 'none' } = request.routeOptions.config
    office.metrics.httpSeconds.observe({ operation, status: String(status) }, elapsedMs / 1_000)
    const level = status >= 500 ? 'error' : status >= 400 ? 'info' : 'debug'
    const line = { ...logContextOf(request), status, elapsedMs: Math.round(elapsedMs) }
    office.log[level](line, 'answered')
    done()
  })
}

type BoundRoute = HttpServerOptions & {
  name: string
  route: RouteDefinition
  handler: AnyHandler
  walls: WallOptions
}

function addRoute(app: FastifyInstance, bound: BoundRoute): void {
  const { name, route, handler, authenticate, office, walls } = bound
  app.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    config: {
      operation: name,
      bodyBytesMax: route.bodyBytesMax ?? BODY_BYTES_MAX,
      bodyType: route.bodyType ?? JSON_TYPE,
    },
    onRequest: async (request) => {
      if (route.auth === 'courier' && isSigned(request.headers)) {
        request.signedCall = await readSignedCall(office, request.headers)
      } else {
        request.caller = await authenticate(route, originOf(request, walls))
      }
    },
    preValidation: async (request) => checkSignature(request, new Uint8Array()),
    handler: async (request, reply) => {
      const parsed = parseRequest(route, request)
      const call = {
        ...parsed,
        auth: request.caller,
        change: auditedChange(office, { operation: name, route, body: parsed.body, request }),
        requestId: request.id,
        remoteAddress: addressOf(request),
        isSecure: isSecure(request, walls),
        cookies: request.headers.cookie,
      }
      const answer = await withLogContext(logContextOf(request), () => handler(call))
      office.tell(topicsOf(name, route))
      return send(reply, bound, answer)
    },
  })
}

/** A signature is looked at once, when the bytes it is over are known; a call without a body signs none. */
function checkSignature(request: FastifyRequest, bytes: Uint8Array): void {
  if (request.signedCall === null) return
  request.caller = request.signedCall.verify(bytes)
  request.signedCall = null
}

type ChangeCall = {
  operation: string
  route: RouteDefinition
  body: unknown
  request: FastifyRequest
}

/**
 * A transaction that ends by writing down who asked for it and what stood there before, as far as the work noted
 * it; what fails leaves no trace of either.
 */
function auditedChange(office: Office, { operation, route, body, request }: ChangeCall) {
  const { caller } = request
  const callerName = caller !== null && 'name' in caller ? caller.name : 'nobody'
  const target = targetOf(route, request.params as Record<string, string>)
  const onlyNew = isOnlyNew(route, request)
  const record = (tx: Tx, who: string) => {
    const at = instantOf(office.deps.clock.now())
    return recordAudit(tx, {
      at,
      who,
      operation,
      target,
      body,
      before: notedBefore(tx),
      requestId: request.id,
    })
  }
  return <T>(work: (tx: Tx) => Promise<T>, who?: (done: T) => string): Promise<T> =>
    office.store.transaction(async (tx) => {
      const done = await (route.createsByPut === true
        ? putAt(tx, { target, onlyNew }, work)
        : work(tx))
      await record(tx, who === undefined ? callerName : who(done))
      return done
    })
}

/** One address for one thing: callers may write the same characters of theirs in several ways. */
function targetOf({ path }: RouteDefinition, params: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}

function parseRequest(route: RouteDefinition, request: FastifyRequest) {
  const errors: ProblemError[] = []
  const parse = (schema: z.ZodType | undefined, value: unknown): unknown => {
    if (!schema) return undefined
    const result = schema.safeParse(value, { error: plainWords })
    if (result.success) return result.data
    for (const issue of result.error.issues) {
      errors.push({ path: pathText(issue.path), message: issue.message })
    }
    return undefined
  }
  const parsed = {
    params: parse(route.params, request.params),
    query: parse(route.query, request.query),
    body: parse(route.body, request.body),
  }
  if (errors.length === 0) return parsed
  throw invalidRequest(errors)
}

function send(reply: FastifyReply, bound: BoundRoute, answer: AnyAnswer): FastifyReply {
  const definition = bound.route.answers[answer.status]
  if (!definition) throw new Error(`${bound.name} answered an undocumented ${answer.status}`)
  const { body } = answer
  const isWritten = body instanceof WrittenJson
  if (bound.checkAnswers && definition.body) {
    definition.body.parse(isWritten ? JSON.parse(body.text) : body)
  }
  reply.code(answer.status)
  if (isWritten) reply.type(JSON_TYPE)
  if (definition.contentType) reply.header('content-type', definition.contentType)
  if (answer.headers) reply.headers(answer.headers)
  return reply.send(isWritten ? body.text : body)
}

/** Known addresses answer 405 to methods they do not have, with the ones they do. */
function addMethodGuards(app: FastifyInstance): void {
  const allowed = new Map<string, Set<string>>()
  for (const { path, method } of Object.values(routes)) {
    const methods = allowed.get(path) ?? new Set<string>()
    allowed.set(path, methods.add(method))
  }
  for (const [path, methods] of allowed) {
    const others = METHODS.filter((method) => !methods.has(method))
    const allow = [...methods].join(', ')
    app.route({
      method: [...others],
      url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      onRequest: async (_request, reply) => {
        reply.header('allow', allow)
        throw new Problem('method-not-allowed', `use ${allow}`)
      },
      handler: () => undefined,
    })
  }
}

function problemOf(error: unknown, request: FastifyRequest, office: Office): Problem {
  const known = errorToProblem(error)
  if (known) return known
  office.log.error({ ...logContextOf(request), err: error }, 'the office failed')
  return new Problem('internal', `say this number to whoever looks after it: ${request.id}`)
}

function isDocumented(operation: string, { code }: Problem): boolean {
  const route: RouteDefinition = routes[operation as keyof typeof routes]
  return route.problems.includes(code) || commonProblems(route).includes(code)
}

function undocumented(operation: string, { code, message }: Problem): Problem {
  return new Problem('internal', `${operation} answered an undocumented ${code}: ${message}`)
}

function answerProblem(
  problem: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  const { retryAfterSeconds } = problem.extras
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json')
    .send(problem.body(request.id))
}

/** Whoever a trusted proxy says is calling; the proxy itself where it names no address. */
function addressOf({ ip, socket }: FastifyRequest): string {
  return isIP(ip) === 0 ? (socket.remoteAddress ?? '') : ip
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? ''
}

/** `['lineItems', 0, 'quantity']` → `lineItems[0].quantity`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('')
}

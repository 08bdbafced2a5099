import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { z } from 'zod'
import { SCAN_TEXT_MAX } from '#contract/barcode/read-code.ts'
import { CSP_NONCE_PLACEHOLDER, pagePolicy } from '#contract/rpc/page-policy.ts'
import { isAllowedHost, isAllowedOrigin, type LocalAddress } from './local-address.ts'

/** Bytes of a request body; the longest real one is a scan. */
const BODY_BYTES_MAX = 16 * 1024

const ScanBody = z.object({ text: z.string().min(1).max(SCAN_TEXT_MAX) })

export type LocalDoorParts = {
  isToken: (token: string) => boolean
  address: () => LocalAddress
  /** Built pages, or null where only scripts use this host. */
  pagesFolder: string | null
  onTrouble: (text: string) => void
}

/** A request that is answered with a code and a sentence. */
export class Problem extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

/** A door for scripts and browsers on this machine, and only this machine; without any route but pages. */
export function localDoor(parts: LocalDoorParts): FastifyInstance {
  const app = fastify({ bodyLimit: BODY_BYTES_MAX, forceCloseConnections: true })
  app.addHook('onRequest', async (request) => guardPage(request, parts.address()))
  app.setErrorHandler(async (error, _request, reply) => sendProblem(reply, error, parts.onTrouble))
  app.setNotFoundHandler(async (_request, reply) =>
    sendProblem(reply, new Problem(404, 'not-found', 'There is nothing here.'), parts.onTrouble),
  )
  if (parts.pagesFolder !== null) pages(app, parts, parts.pagesFolder)
  return app
}

/** What a route needs that only this bench's own screens and scripts may call. */
export function tokenGuard({ isToken }: LocalDoorParts) {
  return {
    preHandler: async (request: FastifyRequest) => {
      const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
      if (!isToken(token)) {
        throw new Problem(401, 'unauthorized', 'The token is missing or not this bench’s.')
      }
    },
  }
}

/** The text of a scan that a script hands in. */
export function scannedText(body: unknown): string {
  const read = ScanBody.safeParse(body)
  if (read.success) return read.data.text
  throw new Problem(400, 'invalid-request', `A scan is {"text": "…"} of 1 to ${SCAN_TEXT_MAX}.`)
}

/** Input as a schema has it, or a problem that names the first thing wrong. */
export function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new Problem(400, 'invalid-request', `${issue?.path.join('.')}: ${issue?.message}`)
}

function pages(app: FastifyInstance, parts: LocalDoorParts, folder: string): void {
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

import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../../clock.ts'
import { isAllowedHost, isAllowedOrigin, isSameSecret } from '../../rpc/local-address.ts'
import type { LocalAddress } from '../../rpc/local-address.ts'
import { startVirtualBench } from './virtual-bench.ts'
import type { VirtualBench } from './virtual-bench.ts'
import type { VirtualConfig } from './virtual-config.ts'
import { answerGet, answerPost } from './virtual-routes.ts'
import type { Answer } from './virtual-routes.ts'
import { switchesOf } from './virtual-switches.ts'
import type { VirtualSwitches } from './virtual-switches.ts'

export type VirtualDevices = VirtualBench & { url: string; token: string }

/** A scan or a weight is a few bytes. */
const BODY_BYTES_MAX = 16_384

const PAGE = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
  '/devices.css': { file: 'devices.css', type: 'text/css; charset=utf-8' },
  '/desk.css': { file: 'desk.css', type: 'text/css; charset=utf-8' },
  '/troubles.css': { file: 'troubles.css', type: 'text/css; charset=utf-8' },
  '/icon.svg': { file: 'icon.svg', type: 'image/svg+xml' },
  '/page.js': { file: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/troubles.js': { file: 'troubles.js', type: 'text/javascript; charset=utf-8' },
} as const

/** Where the page's token stands in `index.html`. */
const TOKEN_PLACEHOLDER = 'LOADLINE_PAGE_TOKEN'

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

type Site = {
  config: VirtualConfig
  bench: VirtualBench
  switches: VirtualSwitches
  token: string
  address: LocalAddress
}

/**
 * The virtual devices and their page, on loopback. Reading needs the exact Host; acting needs JSON, no
 * foreign Origin, and the token that this start's page carries.
 */
export async function startVirtualDevices(
  config: VirtualConfig,
  parts: { clock: Clock; newToken: () => string },
): Promise<VirtualDevices> {
  const bench = await startVirtualBench(config, parts)
  const token = config.token ?? parts.newToken()
  const switches = switchesOf(bench)
  const site: Site = { config, bench, switches, token, address: { port: config.port } }
  const server = createServer((request, response) => void serve(site, request, response))
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(config.port, '127.0.0.1', resolve)
    })
  } catch (error) {
    await bench.close()
    throw error
  }
  site.address.port = (server.address() as AddressInfo).port
  return {
    ...bench,
    token,
    url: `http://127.0.0.1:${site.address.port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
      await bench.close()
    },
  }
}

async function serve(site: Site, request: IncomingMessage, response: ServerResponse) {
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  try {
    if (!isAllowedHost(request.headers, site.address)) {
      return send(response, { status: 421, code: 'wrong-host', detail: 'Not a name of this page' })
    }
    if (request.method === 'GET' && path in PAGE) {
      return await sendPage(response, path as keyof typeof PAGE, site.token)
    }
    if (request.method === 'GET') {
      return send(
        response,
        (await answerGet(path, site.config, site.bench, site.switches)) ?? NOT_FOUND,
      )
    }
    if (request.method !== 'POST') return send(response, NOT_FOUND)
    return send(response, await act(site, path, request))
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    if (!response.headersSent) send(response, { status: 500, code: 'internal', detail })
    else response.destroy()
  }
}

const NOT_FOUND: Answer = { status: 404, code: 'not-found', detail: 'There is nothing here' }

async function act(site: Site, path: string, request: IncomingMessage): Promise<Answer> {
  const { headers } = request
  if (!isAllowedOrigin(headers, site.address)) {
    return { status: 403, code: 'wrong-origin', detail: 'Another page may not do this' }
  }
  const given = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? ''
  if (!isSameSecret(given, site.token)) {
    return { status: 401, code: 'wrong-token', detail: 'The token is not the one of this start' }
  }
  if (!/^application\/json(?:;|$)/.test(headers['content-type'] ?? '')) {
    return { status: 415, code: 'not-json', detail: 'Send JSON' }
  }
  const text = await readBody(request)
  if (text === null) return { status: 413, code: 'too-large', detail: 'That is too much' }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return { status: 400, code: 'bad-json', detail: 'This is not JSON' }
  }
  return answerPost(path, body, site.bench, site.switches) ?? NOT_FOUND
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > BODY_BYTES_MAX) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function sendPage(response: ServerResponse, path: keyof typeof PAGE, token: string) {
  const { file, type } = PAGE[path]
  const text = await readFile(new URL(`./page/${file}`, import.meta.url), 'utf8')
  response.writeHead(200, { ...HEADERS, 'content-type': type })
  response.end(text.replace(TOKEN_PLACEHOLDER, token))
}

function send(response: ServerResponse, answer: Answer): void {
  const { status } = answer
  if ('png' in answer) {
    response.writeHead(status, { ...HEADERS, 'content-type': 'image/png' })
    response.end(answer.png)
    return
  }
  const isProblem = 'code' in answer
  const type = isProblem ? 'application/problem+json' : 'application/json'
  response.writeHead(status, { ...HEADERS, 'content-type': type })
  response.end(
    JSON.stringify(isProblem ? { status, code: answer.code, detail: answer.detail } : answer.json),
  )
}

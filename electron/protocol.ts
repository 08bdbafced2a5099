import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { CSP_NONCE_PLACEHOLDER, pagePolicy } from '#contract/rpc/page-policy.ts'
import { contentType, pageFile } from './page-file.ts'

const SCHEME = 'loadline'
const NONCE_BYTES = 16

/** Must run before the app is ready. A standard, secure scheme has an origin of its own. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ])
}

/** Serves the built screens at `loadline://app/`; file:// would give every page the whole disk. */
export function servePages(folder: string, socketUrl: string | null): void {
  const connect = socketUrl === null ? [] : [socketUrl]
  protocol.handle(SCHEME, async (request) => {
    const file = pageFile(folder, request.url)
    if (request.method !== 'GET' || file === null) return notFound()
    const body = await readFile(file).catch(() => null)
    if (body === null) return notFound()
    const type = contentType(file)
    const headers = {
      'content-type': type,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    }
    if (!type.startsWith('text/html')) return new Response(new Uint8Array(body), { headers })
    const nonce = randomBytes(NONCE_BYTES).toString('base64')
    return new Response(body.toString('utf8').replaceAll(CSP_NONCE_PLACEHOLDER, nonce), {
      headers: { ...headers, 'content-security-policy': pagePolicy({ nonce, connect }) },
    })
  })
}

function notFound(): Response {
  return new Response('not found', { status: 404, headers: { 'content-type': 'text/plain' } })
}

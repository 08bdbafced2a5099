import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

/** The built console: one page, and the files that it loads by names made of their content. */
export type ConsoleFiles = {
  page: string
  /** By the first part of an address: what stands in the head of its page besides. */
  heads: ReadonlyMap<string, string>
  headers: Record<string, string>
  /** Null where it was not built. */
  assets: string | null
}

/** Files of the page carry a hash in their name. */
const ASSET_AGE_MS = 365 * 24 * 60 * 60 * 1_000

/** Everything a page may load comes from its own origin, and nothing of it stands in the page itself. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Nothing that a page may ask a browser for is needed by one of ours. */
const PERMISSIONS_POLICY = [
  'accelerometer=()',
  'camera=()',
  'display-capture=()',
  'geolocation=()',
  'gyroscope=()',
  'hid=()',
  'microphone=()',
  'midi=()',
  'payment=()',
  'serial=()',
  'usb=()',
].join(', ')

/** Written by the build: the files of each part of the console. */
const FirstFiles = z.record(
  z.string().regex(/^\/[a-z]+$/),
  z.array(z.string().regex(/^assets\/[\w.~-]+$/)),
)

/** Every page reads first who is signed in. */
const SESSION = '<link rel="preload" as="fetch" crossorigin href="/v1/session">'

/** The page of an address that has no part of its own is the first. */
const FIRST_PART = '/today'

const NOT_BUILT =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Loadline</title>' +
  '<h1>The console has not been built</h1><p>Run <code>npm run build</code> and start the office ' +
  'again. Everything else of the office works.</p></html>'

/** Reads what the build left in `folder`. */
export function readConsole(folder: string): ConsoleFiles {
  const index = join(folder, 'index.html')
  const headers = {
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'permissions-policy': PERMISSIONS_POLICY,
  }
  if (!existsSync(index)) return { page: NOT_BUILT, heads: new Map(), headers, assets: null }
  const page = readFileSync(index, 'utf8')
  return { page, heads: readHeads(folder), headers, assets: join(folder, 'assets') }
}

/** What a browser may ask for at once, before the page's own code has found out that it needs it. */
function readHeads(folder: string): Map<string, string> {
  const path = join(folder, 'first-files.json')
  const parts = existsSync(path) ? FirstFiles.parse(JSON.parse(readFileSync(path, 'utf8'))) : {}
  return new Map(
    Object.entries(parts).map(([part, files]) => [part, [SESSION, ...files.map(tagOf)].join('')]),
  )
}

function tagOf(file: string): string {
  return file.endsWith('.css')
    ? `<link rel="stylesheet" crossorigin href="/${file}">`
    : `<link rel="modulepreload" crossorigin href="/${file}">`
}

/** Serves the files that the page loads. */
export function addConsoleAssets(app: FastifyInstance, { assets }: ConsoleFiles): void {
  if (assets === null) return
  void app.register(fastifyStatic, {
    root: assets,
    prefix: '/assets/',
    index: false,
    maxAge: ASSET_AGE_MS,
    immutable: true,
    // The build packed them; whoever reads neither gets them as they are.
    preCompressed: true,
  })
}

/** True for a person's browser on an address that is no call: a link into the console. */
export function isConsoleLink({ method, url, headers }: FastifyRequest): boolean {
  const wantsPage = (headers.accept ?? '').includes('text/html')
  return method === 'GET' && wantsPage && !/^\/(?:v1|assets)\//.test(url)
}

/** The page for an address, with the files that its part needs named in its head. */
export function pageAt({ page, heads }: ConsoleFiles, url: string): string {
  const [, part = ''] = /^(\/[a-z]*)(?:[/?]|$)/.exec(url) ?? []
  const head = heads.get(part === '/' ? FIRST_PART : part) ?? ''
  return page.replace('</head>', `${head}</head>`)
}

export function sendConsole(
  request: FastifyRequest,
  reply: FastifyReply,
  files: ConsoleFiles,
): FastifyReply {
  const page = pageAt(files, request.url)
  return reply.code(200).headers(files.headers).type('text/html; charset=utf-8').send(page)
}

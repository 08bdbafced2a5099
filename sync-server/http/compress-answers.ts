import type { FastifyInstance } from 'fastify'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** Below this an answer fits one segment anyway. */
const COMPRESSED_FROM_CHARACTERS = 1_024

/** Receipts and pages of the feed shrink to a third here already; higher levels cost twice the time. */
const LEVEL = 4

const compress = promisify(gzip)

/**
 * Stations are on warehouse Wi-Fi: their receipts and pages of the feed are compressed, for whoever
 * says that it reads gzip. Answers to people hold what others may choose, and stay as they are.
 */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < COMPRESSED_FROM_CHARACTERS) return payload
    if (request.caller?.kind !== 'station') return payload
    reply.header('vary', 'accept-encoding')
    if (!readsGzip(request.headers['accept-encoding'])) return payload
    reply.header('content-encoding', 'gzip')
    reply.removeHeader('content-length')
    return compress(payload, { level: LEVEL })
  })
}

/** Whether gzip is named and not with a weight of zero. */
export function readsGzip(acceptEncoding: string | string[] | undefined): boolean {
  const named = [acceptEncoding ?? '']
    .flat()
    .join(',')
    .split(',')
    .map((part) => part.trim().toLowerCase())
  return named.some((part) => /^gzip(\s*;(?!\s*q=0(\.0*)?$).*)?$/.test(part))
}

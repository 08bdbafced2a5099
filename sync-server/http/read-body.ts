import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { Problem } from './problem.ts'

/** A body over its limit is read to here and dropped, so that the sender hears why before we hang up. */
const DRAIN_BYTES_MAX = 16 * 1024 * 1024

/**
 * Reads a JSON body of at most `bytesMax` bytes after decompression. An empty one is undefined.
 * `inspect` sees the bytes before anything is made of them.
 */
export async function readJsonBody(
  payload: IncomingMessage,
  encoding: string | undefined,
  bytesMax: number,
  inspect: (bytes: Uint8Array) => void = () => undefined,
): Promise<unknown> {
  const received = await readBytes(payload, bytesMax)
  const bytes = decompress(received, encoding, bytesMax)
  inspect(bytes)
  if (bytes.length === 0) return undefined
  if (!isUtf8(bytes)) throw new Problem('bad-json', 'the body is not UTF-8')
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown
  } catch (error) {
    throw new Problem('bad-json', error instanceof Error ? error.message : 'not JSON')
  }
}

/** Reads a body of UTF-8 text of at most `bytesMax` bytes after decompression. */
export async function readTextBody(
  payload: IncomingMessage,
  encoding: string | undefined,
  bytesMax: number,
): Promise<string> {
  const bytes = decompress(await readBytes(payload, bytesMax), encoding, bytesMax)
  if (!isUtf8(bytes)) throw new Problem('invalid-request', 'the text is not UTF-8; save it as that')
  return bytes.toString('utf8')
}

/** Reads a body of any bytes; one that is packed in itself stays so. */
export async function readBinaryBody(
  payload: IncomingMessage,
  encoding: string | undefined,
  bytesMax: number,
): Promise<Uint8Array> {
  return decompress(await readBytes(payload, bytesMax), encoding, bytesMax)
}

function readBytes(payload: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let count = 0
    payload.on('data', (chunk: Buffer) => {
      count += chunk.length
      if (count <= bytesMax) chunks.push(chunk)
      else if (count > DRAIN_BYTES_MAX) reject(tooLarge(bytesMax))
    })
    payload.on('end', () => {
      if (count > bytesMax) reject(tooLarge(bytesMax))
      else resolve(chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks))
    })
    payload.on('error', () => reject(new Problem('bad-json', 'the body broke off')))
  })
}

function decompress(bytes: Buffer, encoding: string | undefined, bytesMax: number): Buffer {
  if (encoding === undefined || encoding === 'identity') return bytes
  if (encoding !== 'gzip') {
    throw new Problem('unsupported-media-type', 'content-encoding may only be gzip')
  }
  try {
    return gunzipSync(bytes, { maxOutputLength: bytesMax })
  } catch (error) {
    const isBomb = error instanceof RangeError
    throw isBomb ? tooLarge(bytesMax) : new Problem('bad-json', 'the body is not valid gzip')
  }
}

function tooLarge(bytesMax: number): Problem {
  return new Problem('too-large', `at most ${bytesMax} bytes after decompression`)
}

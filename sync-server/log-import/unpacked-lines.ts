import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { LOG_FILE_BYTES_MAX } from '#contract/sync/limits.ts'
import { LOG_FILE_LINE_BYTES_MAX } from '#contract/sync/log-file.ts'
import { Problem } from '../http/problem.ts'

const LF = 0x0a

/** The lines of a file without their ends, unpacked as they are asked for: a small file may hold a great deal. */
export async function* unpackedLines(packed: Uint8Array): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of unpacked(packed)) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let from = 0
    for (let end = rest.indexOf(LF); end >= 0; end = rest.indexOf(LF, from)) {
      yield rest.subarray(from, end)
      from = end + 1
    }
    rest = rest.subarray(from)
    if (rest.length > LOG_FILE_LINE_BYTES_MAX) {
      throw new Problem('log-too-large', `a line has at most ${LOG_FILE_LINE_BYTES_MAX} bytes`)
    }
  }
  if (rest.length > 0) throw new Problem('bad-log-file', 'the file was cut off')
}

async function* unpacked(packed: Uint8Array): AsyncGenerator<Buffer> {
  let bytes = 0
  const gunzip = Readable.from([Buffer.from(packed.buffer, packed.byteOffset, packed.length)]).pipe(
    createGunzip(),
  )
  try {
    for await (const chunk of gunzip) {
      if (!Buffer.isBuffer(chunk)) throw new Error('gunzip gives bytes')
      bytes += chunk.length
      if (bytes > LOG_FILE_BYTES_MAX) {
        throw new Problem('log-too-large', `at most ${LOG_FILE_BYTES_MAX} bytes once unpacked`)
      }
      yield chunk
    }
  } catch (error) {
    if (isZlibError(error)) throw new Problem('bad-log-file', 'the file is not whole, or no gzip')
    throw error
  } finally {
    gunzip.destroy()
  }
}

function isZlibError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && code.startsWith('Z_')
}

import { constants, type Stats } from 'node:fs'
import { lstat, open } from 'node:fs/promises'
import { type DecodedText, decodeUnseen } from '#contract/decode-text.ts'
import { IMPORT_BYTES_MAX } from '#contract/http/intent-import-routes.ts'
import { fail, ok, type Result } from '#contract/result.ts'
import { isMissing } from './places.ts'

/** What a file looks like from outside; another one means that somebody is still writing. */
export async function looksOf(path: string): Promise<string | null> {
  try {
    const { ino, size, mtimeMs } = await lstat(path)
    return `${ino} ${size} ${mtimeMs}`
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** The text of a file; fails with a sentence. Links are not followed, whatever they lead to. */
export async function readFileText(path: string): Promise<Result<DecodedText, string>> {
  const trouble = troubleOf(await lstat(path))
  if (trouble !== null) return fail(trouble)
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const opened = await file.stat()
    const late = troubleOf(opened)
    if (late !== null) return fail(late)
    const bytes = Buffer.alloc(opened.size)
    let length = 0
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, length)
      if (bytesRead === 0) break
      length += bytesRead
    }
    return decode(bytes.subarray(0, length))
  } finally {
    await file.close()
  }
}

function troubleOf(stats: Stats): string | null {
  if (stats.isSymbolicLink()) return 'it is a link, and links are not followed'
  if (!stats.isFile()) return 'it is no file'
  if (stats.size > IMPORT_BYTES_MAX) {
    return `it has ${stats.size} bytes, and a file may have ${IMPORT_BYTES_MAX}`
  }
  return null
}

function decode(bytes: Uint8Array): Result<DecodedText, string> {
  const decoded = decodeUnseen(bytes)
  if (decoded !== null) return ok(decoded)
  return fail('its letters are neither UTF-8, UTF-16 nor Windows-1252 throughout; save it as UTF-8')
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../start-config.ts'

/** 256 bits. */
const TOKEN_BYTES = 32
const TOKEN_LENGTH_MIN = 16
const FILE_NAME = 'admin-token'

/** The office's token: the one given, else the one kept in the data folder, else a new one there. */
export function resolveAdminToken(options: {
  given?: string | undefined
  dataFolder?: string | undefined
  randomBytes: (count: number) => Uint8Array
}): string {
  const { given, dataFolder } = options
  if (given !== undefined) {
    if (given.length < TOKEN_LENGTH_MIN || !/^[\x21-\x7e]+$/.test(given)) {
      throw new StartError(
        `LOADLINE_ADMIN_TOKEN must be at least ${TOKEN_LENGTH_MIN} printable characters without blanks.`,
      )
    }
    return given
  }
  if (dataFolder === undefined) return newToken(options.randomBytes)
  const path = join(dataFolder, FILE_NAME)
  if (existsSync(path)) return readFileSync(path, 'utf8').trim()
  const token = newToken(options.randomBytes)
  mkdirSync(dataFolder, { recursive: true })
  writeFileSync(path, `${token}\n`, { mode: 0o600, flag: 'wx' })
  return token
}

function newToken(randomBytes: (count: number) => Uint8Array): string {
  return Buffer.from(randomBytes(TOKEN_BYTES)).toString('base64url')
}

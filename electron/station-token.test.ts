import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stationToken, type Keychain } from './station-token.ts'

let folder = ''
let made = 0
const newToken = () => `token-${++made}`

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loadline-token-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function keychain(isAvailable: boolean): Keychain {
  return {
    isEncryptionAvailable: () => isAvailable,
    encryptString: (text) => Buffer.from(Buffer.from(text).toString('hex')),
    decryptString: (sealed) => Buffer.from(sealed.toString(), 'hex').toString(),
  }
}

test('the token stays the same from start to start and is sealed on disk', () => {
  const file = join(folder, 'kept', 'token')
  const token = stationToken(file, keychain(true), newToken)
  expect(stationToken(file, keychain(true), newToken)).toBe(token)
  expect(readFileSync(file, 'utf8')).not.toContain(token)
})

test('without a keychain only this user can read the file', () => {
  const file = join(folder, 'token')
  const token = stationToken(file, keychain(false), newToken)
  expect(stationToken(file, keychain(false), newToken)).toBe(token)
  expect(statSync(file).mode & 0o077).toBe(0)
})

test('a file that makes no sense is replaced', () => {
  const file = join(folder, 'token')
  writeFileSync(file, 'nonsense')
  expect(stationToken(file, keychain(true), newToken)).toMatch(/^token-/)
})

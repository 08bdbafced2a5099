import { argon2Sync, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseLoadlineCode } from '#contract/barcode/loadline-code.ts'
import { resolveAdminToken } from './admin-token.ts'
import { newBadgeCode } from './badge-code.ts'
import { hashSecret, isSecret } from './secret-hash.ts'

test('a badge holds at least 80 random bits under a valid check character', () => {
  const codes = Array.from({ length: 200 }, () => newBadgeCode(randomBytes))
  expect(new Set(codes).size).toBe(200)
  for (const code of codes) {
    const parsed = parseLoadlineCode(code)
    expect(parsed?.kind).toBe('badge')
    expect((parsed?.payload.length ?? 0) * Math.log2(36)).toBeGreaterThanOrEqual(80)
  }
})

test('bytes that would favour some characters are thrown away', () => {
  let calls = 0
  const biased = (count: number) => new Uint8Array(count).fill(calls++ === 0 ? 255 : 1)
  expect(parseLoadlineCode(newBadgeCode(biased))?.payload).toBe('1'.repeat(17))
})

test('a secret is kept as argon2id and only itself matches', async () => {
  const kept = await hashSecret('4821', randomBytes)
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(kept).not.toContain('4821')
  expect(await isSecret('4821', kept)).toBe(true)
  expect(await isSecret('4822', kept)).toBe(false)
  expect(await hashSecret('4821', randomBytes)).not.toBe(kept)
})

test('the same characters typed on another keyboard are the same password', async () => {
  const kept = await hashSecret('Zoë’s caf\u00e9 key', randomBytes)
  expect(await isSecret('Zoe\u0308’s cafe\u0301 key', kept)).toBe(true)
})

test('a hash is checked by its own cost, so that a later version may choose another', async () => {
  const message = 'password'
  const salt = Buffer.from('somesalt')
  const tag = argon2Sync('argon2id', {
    message,
    nonce: salt,
    parallelism: 1,
    tagLength: 24,
    memory: 256,
    passes: 3,
  })
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '')
  const kept = `$argon2id$v=19$m=256,t=3,p=1$${text(salt)}$${text(tag)}`
  expect(await isSecret(message, kept)).toBe(true)
  expect(await isSecret(message, kept.replace('t=3', 't=2'))).toBe(false)
})

test('what is no hash of ours, or costs more than any of ours, matches nothing', async () => {
  const kept = await hashSecret('4821', randomBytes)
  const others = [
    '',
    'plain',
    kept.replace('argon2id', 'argon2i'),
    kept.replace('m=19456', 'm=999999'),
    kept.replace('t=2', 't=99'),
    kept.replace('p=1', 'p=0'),
    kept.slice(0, 40),
  ]
  for (const other of others) expect(await isSecret('4821', other)).toBe(false)
})

test('the office token is made once and only its owner can read it', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'loadline-token-'))
  const first = resolveAdminToken({ dataFolder, randomBytes })
  expect(resolveAdminToken({ dataFolder, randomBytes })).toBe(first)
  const path = join(dataFolder, 'admin-token')
  expect(readFileSync(path, 'utf8').trim()).toBe(first)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  rmSync(dataFolder, { recursive: true })
})

test('a given office token must be long enough to be one', () => {
  expect(() => resolveAdminToken({ given: 'short', randomBytes })).toThrow('LOADLINE_ADMIN_TOKEN')
  expect(resolveAdminToken({ given: 'x'.repeat(16), randomBytes })).toBe('x'.repeat(16))
})

import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseLoadlineCode } from '#contract/barcode/loadline-code.ts'
import { resolveAdminToken } from './admin-token.ts'
import { newBadgeCode } from './badge-code.ts'
import { hashPin, isPin } from './pin-hash.ts'

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

test('a PIN is kept as argon2id and only itself matches', async () => {
  const kept = await hashPin('4821', randomBytes)
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(kept).not.toContain('4821')
  expect(await isPin('4821', kept)).toBe(true)
  expect(await isPin('4822', kept)).toBe(false)
  expect(await hashPin('4821', randomBytes)).not.toBe(kept)
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

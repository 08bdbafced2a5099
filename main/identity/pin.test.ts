import { argon2Sync } from 'node:crypto'
import { expect, test } from 'vitest'
import { isPin } from './pin.ts'

/** Hashes as the office does, with any cost. */
function hashOf(digits: string, cost = { memory: 19_456, passes: 2, parallelism: 1 }): string {
  const salt = Buffer.from('sixteen bytes :)')
  const tag = argon2Sync('argon2id', { message: digits, nonce: salt, tagLength: 32, ...cost })
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '')
  const { memory, passes, parallelism } = cost
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text(salt)}$${text(tag)}`
}

test('only the PIN itself is right, by whatever cost the office chose', async () => {
  expect(await isPin('482100', hashOf('482100'))).toBe(true)
  expect(await isPin('482101', hashOf('482100'))).toBe(false)
  expect(await isPin('482100', hashOf('482100', { memory: 64, passes: 4, parallelism: 2 }))).toBe(
    true,
  )
})

test('what is no hash, or one that would stall the bench, lets nobody through', async () => {
  const kept = hashOf('4821')
  const others = ['', '4821', kept.replace('m=19456', 'm=999999'), kept.replace('t=2', 't=99')]
  for (const other of others) expect(await isPin('4821', other)).toBe(false)
})

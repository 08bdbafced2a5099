import { expect, test } from 'vitest'
import { troubleKeyOf } from './trouble-key.ts'

const at = (code: string, detail: Record<string, string>, stationId: string | null = 's-1') =>
  troubleKeyOf({ code, detail, stationId })

test('the same trouble is the same whoever ran into it, a foreign claim is each station’s own', () => {
  const cancelled = { orderNumber: 'LL-1' }
  expect(at('order-cancelled', cancelled, 's-1')).toBe(at('order-cancelled', cancelled, null))
  const foreign = { list: 'LLP1', holder: 's-9' }
  expect(at('claimed-elsewhere', foreign)).toBe('claimed-elsewhere/LLP1/s-1')
  expect(at('claimed-elsewhere', foreign, 's-2')).not.toBe(at('claimed-elsewhere', foreign))
})

test('a slot and a truck that are over their limit are two troubles', () => {
  const slot = { region: 'NH', deliveryDate: '2026-04-17' }
  expect(at('over-capacity', slot)).toBe('over-capacity/NH/2026-04-17')
  expect(at('over-capacity', { ...slot, load: 'L-1' })).toBe('over-capacity/L-1')
})

test('what is a trouble of its own each time has no key', () => {
  expect(at('over-pick', { sku: 'OAK' })).toBeNull()
  expect(at('poison', { problem: 'x' })).toBeNull()
})

import { expect, test } from 'vitest'
import { SEGMENT_BYTES, slowWire } from './slow-wire.ts'

const conditions = { roundTripMs: 200, bitsPerSecond: 256_000, lossShare: 0.02 }
const never = () => 1

/** Loses the segments whose turn is named: each draw is one transmission. */
function losing(...turns: number[]): () => number {
  let turn = 0
  return () => {
    turn += 1
    return turns.includes(turn) ? 0 : 1
  }
}

test('a segment takes its time on the link and half a round trip', () => {
  const [sent] = slowWire(conditions, never).carry(320, 1_000)
  // 2,560 bits at 256,000 a second are 10 ms.
  expect(sent).toEqual({ bytes: 320, arrivesAtMs: 1_110, copies: 1 })
})

test('what is sent while the link is busy waits until it is free, whichever connection it is of', () => {
  const wire = slowWire(conditions, never)
  expect(wire.carry(3_200, 0).at(-1)?.arrivesAtMs).toBe(200)
  expect(wire.carry(320, 0).at(-1)?.arrivesAtMs).toBe(210)
  expect(wire.carry(320, 5_000).at(-1)?.arrivesAtMs).toBe(5_110)
})

test('32,000 bytes take a second: 256 kbit/s and no more', () => {
  const sent = slowWire(conditions, never).carry(32_000, 0)
  expect(sent).toHaveLength(Math.ceil(32_000 / SEGMENT_BYTES))
  expect(sent.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(32_000)
  expect(sent.at(-1)?.arrivesAtMs).toBeCloseTo(1_100)
})

test('a lost segment with three behind it comes a round trip later, the last one a timeout later', () => {
  const write = 5 * SEGMENT_BYTES
  const whole = slowWire(conditions, never).carry(write, 0)
  const early = slowWire(conditions, losing(1)).carry(write, 0)
  expect(early[0]?.arrivesAtMs).toBe((whole[0]?.arrivesAtMs ?? 0) + 200)
  const late = slowWire(conditions, losing(5)).carry(write, 0)
  expect(late[4]?.arrivesAtMs).toBe((whole[4]?.arrivesAtMs ?? 0) + 400)
})

test('each lost copy doubles the timeout, and takes its room on the link', () => {
  const wire = slowWire(conditions, losing(1, 2))
  const [sent] = wire.carry(320, 0)
  expect(sent).toEqual({ bytes: 320, arrivesAtMs: 10 + 400 + 800 + 100, copies: 3 })
  expect(wire.carry(320, 0).at(-1)?.arrivesAtMs).toBe(3 * 10 + 10 + 100)
})

test('two in a hundred segments are lost, and no more', () => {
  let seed = 1
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
  const sent = slowWire(conditions, random).carry(20_000 * SEGMENT_BYTES, 0)
  const copies = sent.reduce((sum, segment) => sum + segment.copies - 1, 0)
  expect(copies / sent.length).toBeGreaterThan(0.015)
  expect(copies / sent.length).toBeLessThan(0.025)
})

import { randomFillSync } from 'node:crypto'
import type { Clock } from './clock.ts'

export type NewId = () => string

/** UUID version 7 (RFC 9562): milliseconds first, so that ids made later sort later. */
export function uuidV7(clock: Clock, fill: (bytes: Uint8Array) => void = randomFillSync): NewId {
  return () => {
    const bytes = new Uint8Array(16)
    fill(bytes)
    const view = new DataView(bytes.buffer)
    const at = clock.now()
    view.setUint16(0, Math.floor(at / 2 ** 32))
    view.setUint32(2, at % 2 ** 32)
    view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70)
    view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80)
    const hex = Buffer.from(bytes).toString('hex')
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      hex.slice(12, 16),
      hex.slice(16, 20),
      hex.slice(20),
    ].join('-')
  }
}

/** Names one start of the host, within which the monotonic clock runs on (TIME-1): 32 hex digits. */
export function newBootId(random: () => number): string {
  const words = Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32))
  return words.map((word) => word.toString(16).padStart(8, '0')).join('')
}

import { createHmac, timingSafeEqual } from 'node:crypto'

/** Hex digits of the HMAC on a unit's QR: enough to find mistakes and foreign stickers, not forgers. */
const SIGNATURE_LENGTH = 8

/** Signs a unit's QR with the warehouse's key (hex). */
export function signUnitText(qrKey: string, signedText: string): string {
  return createHmac('sha256', Buffer.from(qrKey, 'hex'))
    .update(signedText)
    .digest('hex')
    .slice(0, SIGNATURE_LENGTH)
}

export function isUnitSignatureValid(qrKey: string, signedText: string, given: string): boolean {
  const expected = Buffer.from(signUnitText(qrKey, signedText))
  const actual = Buffer.from(given)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

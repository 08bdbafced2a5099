import { encodeLoadlineCode } from '#contract/barcode/loadline-code.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** 17 · log2(36) = 87 bits: nobody guesses or counts up to another's badge (security.md). */
const PAYLOAD_LENGTH = 17

/** Bytes from here up are thrown away, so that every character is as likely as the others. */
const FAIR_BYTE_LIMIT = 252

/** A badge nobody has yet. */
export function newBadgeCode(randomBytes: (count: number) => Uint8Array): string {
  let payload = ''
  while (payload.length < PAYLOAD_LENGTH) {
    for (const byte of randomBytes(PAYLOAD_LENGTH)) {
      const isNeeded = byte < FAIR_BYTE_LIMIT && payload.length < PAYLOAD_LENGTH
      if (isNeeded) payload += ALPHABET.charAt(byte % ALPHABET.length)
    }
  }
  return encodeLoadlineCode('badge', payload)
}

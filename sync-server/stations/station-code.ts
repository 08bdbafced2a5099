/** No I, O, 0 and 1: codes are read aloud and typed. 32 characters, so a byte maps without favour. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** 40 bits for a day, with few tries a minute, are out of reach. */
const CODE_LENGTH = 8
const GROUP_LENGTH = 4

/** A new code in two groups: `K7MP-3XQ2`. */
export function newStationCode(randomBytes: (count: number) => Uint8Array): string {
  const letters = Array.from(randomBytes(CODE_LENGTH), (byte) => ALPHABET.charAt(byte % 32))
  return `${letters.slice(0, GROUP_LENGTH).join('')}-${letters.slice(GROUP_LENGTH).join('')}`
}

/** A code as somebody typed it: small letters, blanks and a missing hyphen are all right. */
export function readStationCode(typed: string): string {
  const letters = typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  return `${letters.slice(0, GROUP_LENGTH)}-${letters.slice(GROUP_LENGTH)}`
}

import { isSscc } from './sscc.ts'

/** What a unit's QR carries besides its signature. */
export type UnitQrFields = {
  /** Eighteen digits of the SSCC. */
  unitId: string
  copy: number
  /** One order number, or those of a pallet joined by commas. */
  orderNumber: string
  /** Empty where the warehouse keeps personal data off its labels. */
  name: string
  /** Postal code and city, or empty. */
  address: string
}

/** A unit's QR read back. Whoever trusts it first checks `signature` over `signedText`. */
export type UnitQr = UnitQrFields & { signature: string; signedText: string }

/** The first eight hex digits of an HMAC-SHA-256, made by the host: contract holds no cryptography. */
export type SignUnitQr = (signedText: string) => string

/**
 * Bytes of UTF-8 in a whole unit QR. At error correction M this is QR version 16, 81 modules: 41 mm
 * at half a millimetre each, the largest that fits every label we print.
 */
export const UNIT_QR_BYTES_MAX = 440

/** Bytes the signature takes, its separator included. */
const SIGNATURE_BYTES = 9

/** Bytes of order numbers before the rest is only counted, so that name and address keep room. */
const ORDERS_BYTES_MAX = 240

/** Bytes of the ship-to name that stay even when the address is long. */
const NAME_BYTES_MAX = 110

const PREFIX = 'LL1'
const COPY_MAX = 9_999
const ELLIPSIS = '…'

/**
 * Everything of a unit's QR that is signed. A text too long for a label is shortened here, before
 * signing: names and addresses end in an ellipsis, orders that do not fit are counted as `+3`.
 */
export function unitQrUnsigned(fields: UnitQrFields): string {
  if (!isSscc(fields.unitId)) throw new RangeError('a unit QR needs a valid SSCC')
  if (!Number.isInteger(fields.copy) || fields.copy < 1 || fields.copy > COPY_MAX) {
    throw new RangeError(`a label copy is 1 to ${COPY_MAX}`)
  }
  const orders = fitOrders(fields.orderNumber)
  const head = `${PREFIX}|${fields.unitId}|${fields.copy}|${orders}|`
  const room = UNIT_QR_BYTES_MAX - SIGNATURE_BYTES - utf8Length(head) - 1
  const address = escapeField(fields.address)
  const nameRoom = Math.max(NAME_BYTES_MAX, room - utf8Length(address))
  const name = fitField(fields.name, Math.min(room, nameRoom))
  return `${head}${name}|${fitField(fields.address, room - utf8Length(name))}`
}

/** The whole text of a unit's QR. */
export function unitQr(fields: UnitQrFields, sign: SignUnitQr): string {
  const signedText = unitQrUnsigned(fields)
  return `${signedText}|${sign(signedText)}`
}

/** A unit's QR read back, or null when its form is broken. Says nothing about the signature. */
export function parseUnitQr(text: string): UnitQr | null {
  const parts = text.split('|')
  if (parts.length !== 7 || parts[0] !== PREFIX) return null
  const [, unitId = '', copy = '', ...rest] = parts
  const signature = rest.pop() ?? ''
  const [orderNumber, name, address] = rest.map(unescapeField)
  if (!isSscc(unitId) || !/^[1-9]\d{0,3}$/.test(copy) || !/^[0-9a-f]{8}$/.test(signature)) {
    return null
  }
  if (typeof orderNumber !== 'string' || orderNumber === '') return null
  if (typeof name !== 'string' || typeof address !== 'string') return null
  const signedText = text.slice(0, text.lastIndexOf('|'))
  return { unitId, copy: Number(copy), orderNumber, name, address, signature, signedText }
}

/** Bytes of a text in UTF-8, which is what decides the size of its QR. */
export function utf8Length(text: string): number {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x8_00 ? 2 : point < 0x1_00_00 ? 3 : 4
  }
  return bytes
}

/** Separators, and control characters, which no reader passes on unharmed. */
function escapeField(text: string): string {
  return Array.from(text.toWellFormed(), escapeCharacter).join('')
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0)
  const isUpperControl = code >= 0x7f && code <= 0x9f
  const escaped = character === '|' || character === '%' || code < 0x20 || isUpperControl
  return escaped ? `%${code.toString(16).toUpperCase().padStart(2, '0')}` : character
}

/** Null for an escape that `escapeField` would not have written. */
function unescapeField(text: string): string | null {
  const plain = text.replaceAll(/%([0189][0-9A-F]|25|7C|7F)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return escapeField(plain) === text ? plain : null
}

function fitField(text: string, bytesMax: number): string {
  const whole = escapeField(text)
  if (utf8Length(whole) <= bytesMax) return whole
  let fitted = ''
  let bytes = utf8Length(ELLIPSIS)
  if (bytes > bytesMax) return ''
  for (const character of text.toWellFormed()) {
    const piece = escapeCharacter(character)
    bytes += utf8Length(piece)
    if (bytes > bytesMax) break
    fitted += piece
  }
  return fitted + ELLIPSIS
}

function fitOrders(orderNumber: string): string {
  const whole = escapeField(orderNumber)
  if (orderNumber === '') throw new RangeError('a unit QR names its order')
  if (utf8Length(whole) <= ORDERS_BYTES_MAX) return whole
  const orders = orderNumber.split(',')
  for (let kept = orders.length - 1; kept >= 1; kept -= 1) {
    const fitted = escapeField(`${orders.slice(0, kept).join(',')},+${orders.length - kept}`)
    if (utf8Length(fitted) <= ORDERS_BYTES_MAX) return fitted
  }
  return fitField(orderNumber, ORDERS_BYTES_MAX)
}

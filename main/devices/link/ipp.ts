/** The part of the Internet Printing Protocol (RFC 8010) that a raw queue needs: bytes, and nothing else. */
export type IppValue = string | number | boolean

export type IppAttribute = { tag: number; name: string; values: readonly IppValue[] }

export type IppRequest = {
  operation: number
  requestId: number
  attributes: readonly IppAttribute[]
  data?: Uint8Array
}

export type IppResponse = {
  status: number
  requestId: number
  /** By name, of all groups together; the first of a name counts. */
  attributes: ReadonlyMap<string, readonly IppValue[]>
}

export const IPP_OPERATIONS = {
  printJob: 0x0002,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getPrinterAttributes: 0x000b,
} as const

export const IPP_TAGS = {
  integer: 0x21,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mimeType: 0x49,
} as const

/** Statuses from here on are refusals. */
export const IPP_FIRST_ERROR = 0x0400
export const IPP_NOT_FOUND = 0x0406

const VERSION = [1, 1] as const
const OPERATION_GROUP = 0x01
const END_OF_ATTRIBUTES = 0x03
const LAST_GROUP_TAG = 0x0f
const INTEGER_TAGS = new Set([0x21, 0x23])
const BOOLEAN_TAG = 0x22
const HEAD_BYTES = 8
const TEXT_TAGS_FROM = 0x40

/** Attributes of one answer; a queue says a few dozen. */
const ATTRIBUTES_MAX = 2_000

export function encodeIppRequest(request: IppRequest): Uint8Array {
  const head = Buffer.alloc(HEAD_BYTES)
  head.set(VERSION)
  head.writeUInt16BE(request.operation, 2)
  head.writeUInt32BE(request.requestId, 4)
  return Buffer.concat([
    head,
    Buffer.from([OPERATION_GROUP]),
    ...request.attributes.flatMap(encodeAttribute),
    Buffer.from([END_OF_ATTRIBUTES]),
    request.data ?? Buffer.alloc(0),
  ])
}

/** Null for anything that is no whole answer; never throws. */
export function decodeIppResponse(bytes: Uint8Array): IppResponse | null {
  if (bytes.length < HEAD_BYTES + 1) return null
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const attributes = new Map<string, IppValue[]>()
  let current: IppValue[] = []
  let at = HEAD_BYTES
  while (at < buffer.length) {
    const tag = buffer.readUInt8(at)
    at += 1
    if (tag === END_OF_ATTRIBUTES) {
      return { status: buffer.readUInt16BE(2), requestId: buffer.readUInt32BE(4), attributes }
    }
    if (tag <= LAST_GROUP_TAG) continue
    const name = sizedField(buffer, at)
    const value = name === null ? null : sizedField(buffer, name.end)
    if (name === null || value === null || attributes.size > ATTRIBUTES_MAX) return null
    at = value.end
    // A further value of the same attribute has no name.
    if (name.bytes.length > 0) {
      current = []
      const key = name.bytes.toString('latin1')
      if (!attributes.has(key)) attributes.set(key, current)
    }
    current.push(decodeValue(tag, value.bytes))
  }
  return null
}

function encodeAttribute({ tag, name, values }: IppAttribute): Buffer[] {
  return values.flatMap((value, index) => [
    Buffer.from([tag]),
    sized(Buffer.from(index === 0 ? name : '', 'latin1')),
    sized(encodeValue(value)),
  ])
}

function encodeValue(value: IppValue): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'utf8')
  if (typeof value === 'boolean') return Buffer.from([value ? 1 : 0])
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function sized(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function sizedField(buffer: Buffer, at: number): { bytes: Buffer; end: number } | null {
  if (at + 2 > buffer.length) return null
  const end = at + 2 + buffer.readUInt16BE(at)
  return end > buffer.length ? null : { bytes: buffer.subarray(at + 2, end), end }
}

function decodeValue(tag: number, bytes: Buffer): IppValue {
  if (INTEGER_TAGS.has(tag) && bytes.length === 4) return bytes.readInt32BE(0)
  if (tag === BOOLEAN_TAG && bytes.length === 1) return bytes.readUInt8(0) === 1
  return bytes.toString(tag >= TEXT_TAGS_FROM ? 'utf8' : 'hex')
}

/** Zebra's Simple Serial Interface: length, opcode, source, status, data, and a checksum of two bytes. */
export type SsiPacket = {
  opcode: number
  /** 0 from the scanner, 4 from the host. */
  source: number
  status: number
  data: Uint8Array
}

export const SSI = {
  ack: 0xd0,
  nak: 0xd1,
  beep: 0xe6,
  ledOn: 0xe7,
  ledOff: 0xe8,
  scanEnable: 0xe9,
  scanDisable: 0xea,
  decodeData: 0xf3,
} as const

export const SSI_FROM_SCANNER = 0
export const SSI_FROM_HOST = 4

/** Status bits: sent before and not acknowledged; more packets of the same code follow. */
export const SSI_RETRANSMIT = 1
export const SSI_CONTINUED = 2

/** Why a packet was not taken: its checksum is wrong. */
export const SSI_BAD_CHECKSUM = 1

/** Bytes before the data, and of the checksum behind it, which the length does not count. */
export const SSI_HEAD_BYTES = 4
export const SSI_CHECKSUM_BYTES = 2
const SSI_LENGTH_MAX = 255

export type SsiOptions = { source?: number; status?: number; data?: readonly number[] | Uint8Array }

/** Throws for data that one packet can't hold: only our own code makes packets. */
export function encodeSsi(opcode: number, options: SsiOptions = {}): Uint8Array {
  const { source = SSI_FROM_HOST, status = 0, data = [] } = options
  const length = SSI_HEAD_BYTES + data.length
  if (length > SSI_LENGTH_MAX) throw new RangeError('an SSI packet holds at most 251 bytes of data')
  const body = new Uint8Array([length, opcode, source, status, ...data])
  const sum = checksum(body)
  return new Uint8Array([...body, sum >> 8, sum & 0xff])
}

/** One whole packet with its checksum; null where it is no packet or was damaged on the way. */
export function decodeSsi(bytes: Uint8Array): SsiPacket | null {
  const [length = 0, opcode = 0, source = 0, status = 0] = bytes
  if (length < SSI_HEAD_BYTES || bytes.length !== length + SSI_CHECKSUM_BYTES) return null
  const sum = ((bytes[length] ?? 0) << 8) | (bytes[length + 1] ?? 0)
  if (sum !== checksum(bytes.subarray(0, length))) return null
  return { opcode, source, status, data: bytes.slice(SSI_HEAD_BYTES, length) }
}

/** The two's complement of the sum of all bytes before it. */
function checksum(body: Uint8Array): number {
  const sum = body.reduce((total, byte) => total + byte, 0)
  return -sum & 0xffff
}

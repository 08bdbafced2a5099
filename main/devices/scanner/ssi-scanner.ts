import { createLineScanner } from './line-scanner.ts'
import type { LineProfile } from './line-scanner.ts'
import { SCAN_BYTES_MAX, SCAN_STALE_MS, scanFault } from './scan-parser.ts'
import type { ScanEvent, ScanParser } from './scan-parser.ts'
import { decodeScanBytes, scanTextTrouble } from './scan-text.ts'
import {
  decodeSsi,
  encodeSsi,
  SSI,
  SSI_BAD_CHECKSUM,
  SSI_CHECKSUM_BYTES,
  SSI_CONTINUED,
  SSI_FROM_SCANNER,
  SSI_HEAD_BYTES,
  SSI_RETRANSMIT,
} from './ssi-packet.ts'
import type { SsiPacket } from './ssi-packet.ts'

/** Opcodes of scanners begin here; no text in any encoding has such a byte before a zero. */
const OPCODE_MIN = 0xd0

/** AIM ids of the code types Zebra numbers; others carry none, and the code is judged by what it holds. */
const AIM_OF_TYPE: ReadonlyMap<number, string> = new Map([
  [0x01, ']A0'],
  [0x03, ']C0'],
  [0x06, ']I0'],
  [0x08, ']E0'],
  [0x09, ']E0'],
  [0x0a, ']E4'],
  [0x0b, ']E0'],
  [0x0f, ']C1'],
  [0x11, ']L0'],
  [0x1b, ']d0'],
  [0x1c, ']Q0'],
  [0x30, ']e0'],
  [0x31, ']e0'],
  [0x32, ']e0'],
])

/** A code in several packets; `raw` without the type that stands in front of each. */
type OpenCode = { type: number; pieces: Uint8Array[]; length: number; at: number }

/**
 * A Zebra scanner that sends packets or plain lines: which it is set to nobody need say. Every packet is
 * acknowledged, one with a wrong sum is asked for again; after the first one, what is no packet is noise.
 */
export function createSsiScanner(profile: LineProfile): ScanParser {
  return new SsiScanner(profile)
}

class SsiScanner implements ScanParser {
  readonly #lines: ReturnType<typeof createLineScanner>
  /** What has come of a packet, or of bytes that are not told apart yet. */
  #pending: number[] = []
  #pendingAt = 0
  #partial: OpenCode | null = null
  /** The last packet taken, while nothing was lost since: sent again it is no second item. */
  #taken: Uint8Array | null = null
  #sendsPackets = false
  #isNoiseTold = false

  constructor(profile: LineProfile) {
    this.#lines = createLineScanner(profile)
  }

  feed(chunk: Uint8Array, now: number): ScanEvent[] {
    const events = this.silence(now)
    for (const byte of chunk) {
      if (this.#lines.isMidCode()) {
        events.push(...this.#lines.feed(new Uint8Array([byte]), now))
        continue
      }
      this.#pending.push(byte)
      this.#pendingAt = now
      events.push(...this.#sort(now))
    }
    return events
  }

  silence(now: number): ScanEvent[] {
    const events: ScanEvent[] = this.#lines.silence(now)
    if (this.#pending.length > 0 && now - this.#pendingAt >= SCAN_STALE_MS) {
      const left = new Uint8Array(this.#pending)
      this.#pending = []
      this.#taken = null
      // One line end behind a line is what is left of every plain scan.
      const isNews = left.some((byte) => byte !== 0x0a && byte !== 0x0d)
      if (isNews) events.push(scanFault('scan-unparsable', 'Part of a packet arrived', left))
    }
    if (this.#partial !== null && now - this.#partial.at >= SCAN_STALE_MS) {
      events.push(this.#dropPartial('Part of a code arrived and then nothing more'))
    }
    return events
  }

  dueAt(): number | null {
    const due = [
      this.#lines.dueAt(),
      this.#pending.length > 0 ? this.#pendingAt + SCAN_STALE_MS : null,
      this.#partial === null ? null : this.#partial.at + SCAN_STALE_MS,
    ].filter((at) => at !== null)
    return due.length === 0 ? null : Math.min(...due)
  }

  isMidCode(): boolean {
    const isLineEnd = this.#pending.length === 1 && this.#pending[0] === 0x0a
    return this.#lines.isMidCode() || (this.#pending.length > 0 && !isLineEnd)
  }

  clear(): void {
    this.#lines.clear()
    this.#pending = []
    this.#partial = null
    this.#taken = null
    this.#sendsPackets = false
    this.#isNoiseTold = false
  }

  /** Gives bytes that are no packet to the lines, one by one, until the rest may be one. */
  #sort(now: number): ScanEvent[] {
    const events: ScanEvent[] = []
    while (this.#pending.length > 0 && !mayBePacket(this.#pending)) {
      const [first = 0, ...rest] = this.#pending
      if (this.#sendsPackets) {
        this.#pending = rest
        events.push(...this.#noise(first))
        continue
      }
      events.push(...this.#lines.feed(new Uint8Array([first]), now))
      if (!this.#lines.isMidCode()) {
        this.#pending = rest
        continue
      }
      this.#pending = []
      events.push(...this.#lines.feed(new Uint8Array(rest), now))
    }
    const [length = 0] = this.#pending
    const isWhole =
      this.#pending.length > SSI_HEAD_BYTES && this.#pending.length === length + SSI_CHECKSUM_BYTES
    if (!isWhole) return events
    const bytes = new Uint8Array(this.#pending)
    this.#pending = []
    return [...events, ...this.#takePacket(bytes, now)]
  }

  /** Said once until the next whole packet. */
  #noise(byte: number): ScanEvent[] {
    if (this.#isNoiseTold) return []
    this.#isNoiseTold = true
    const detail = 'Bytes came that are no packet; connect the scanner anew if it sends lines now'
    return [scanFault('garbage', detail, new Uint8Array([byte]))]
  }

  #takePacket(bytes: Uint8Array, now: number): ScanEvent[] {
    const packet = decodeSsi(bytes)
    if (packet === null) {
      this.#taken = null
      const fault = scanFault('checksum', 'A packet was damaged on the way', bytes)
      return [answer(encodeSsi(SSI.nak, { data: [SSI_BAD_CHECKSUM] })), fault]
    }
    this.#sendsPackets = true
    this.#isNoiseTold = false
    switch (packet.opcode) {
      case SSI.ack:
        return [{ kind: 'acknowledged', isAccepted: true }]
      case SSI.nak:
        return [{ kind: 'acknowledged', isAccepted: false }]
      case SSI.decodeData:
        return [answer(encodeSsi(SSI.ack)), ...this.#takeDecoded(packet, now)]
      default:
        // Events and answers nobody asked for; unacknowledged they would come again and again.
        return [answer(encodeSsi(SSI.ack))]
    }
  }

  #takeDecoded({ status, data }: SsiPacket, now: number): ScanEvent[] {
    const isAgain = (status & SSI_RETRANSMIT) !== 0
    if (isAgain && this.#taken !== null && Buffer.compare(this.#taken, data) === 0) return []
    this.#taken = data
    const [type, ...text] = data
    if (type === undefined) return [scanFault('scan-unparsable', 'A packet came empty', data)]
    const events: ScanEvent[] = []
    if (this.#partial !== null && this.#partial.type !== type) {
      events.push(this.#dropPartial('Another code came before the long one was complete'))
    }
    const open = this.#partial ?? { type, pieces: [], length: 0, at: now }
    const grown = {
      type,
      pieces: [...open.pieces, new Uint8Array(text)],
      length: open.length + text.length,
      at: now,
    }
    this.#partial = null
    const raw = new Uint8Array(Buffer.concat(grown.pieces))
    if (grown.length > SCAN_BYTES_MAX) {
      const detail = `More than ${SCAN_BYTES_MAX} bytes came as one code`
      return [...events, scanFault('garbage', detail, raw)]
    }
    if ((status & SSI_CONTINUED) !== 0) {
      this.#partial = grown
      return events
    }
    return [...events, codeOf(type, raw)]
  }

  #dropPartial(detail: string): ScanEvent {
    const pieces = this.#partial?.pieces ?? []
    this.#partial = null
    return scanFault('scan-unparsable', detail, Buffer.concat(pieces))
  }
}

/** As far as it has come. */
function mayBePacket([length = 0, opcode, source]: readonly number[]): boolean {
  if (length < SSI_HEAD_BYTES) return false
  if (opcode !== undefined && opcode < OPCODE_MIN) return false
  return source === undefined || source === SSI_FROM_SCANNER
}

function codeOf(type: number, raw: Uint8Array): ScanEvent {
  const text = decodeScanBytes(raw)
  const trouble = scanTextTrouble(text)
  if (trouble !== null) return scanFault('scan-unparsable', trouble, raw)
  return { kind: 'code', text, aim: AIM_OF_TYPE.get(type) ?? null, raw }
}

function answer(bytes: Uint8Array): ScanEvent {
  return { kind: 'answer', bytes }
}

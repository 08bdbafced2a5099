import { splitAim } from '#contract/barcode/aim.ts'
import { decodeSsi, encodeSsi, SSI } from '../scanner/ssi-packet.ts'

export const SCANNER_DIALECTS = [
  'plain',
  'honeywell',
  'datalogic',
  'cipherlab',
  'zebra',
  'hid-pos',
] as const
export type ScannerDialect = (typeof SCANNER_DIALECTS)[number]

/** A report of a USB scanner, its id and all. */
export const REPORT_BYTES = 64

export type Heard = {
  /** What the scanner says to it at once. */
  answers: Uint8Array[]
  /** Set where it turns reading on or off. */
  isReading?: boolean
  /** The bench asks for the last code again. */
  wantsAgain?: boolean
}

/** How one make of scanner sends codes and takes commands. */
export type DialectTwin = {
  /** One code as it goes out, in the pieces it goes out in: reports, packets, or one line. */
  encode: (text: string) => Uint8Array[]
  hear: (bytes: Uint8Array) => Heard
  /** A piece sent before, as it is sent again. */
  repeat: (piece: Uint8Array) => Uint8Array
  /** Bytes that are no code: where it sends reports, a report of them. */
  noise: Uint8Array
  /** A code that breaks off. */
  half: Uint8Array
}

/** Zeros, line ends, text and bytes of no encoding. */
const NOISE = new Uint8Array([0x00, 0xff, 0x41, 0x0d, 0x5d, 0x02, 0xfe, 0x0a, 0x80, 0x0d])
const HALF = '40063813'
const LONG_CODE = '4006381333931'.repeat(5)

export function dialectTwin(dialect: ScannerDialect, suffix: string): DialectTwin {
  if (dialect === 'hid-pos') return hidTwin()
  if (dialect === 'zebra') return zebraTwin()
  return lineTwin(dialect, suffix)
}

/** What turns reading on and off again, by maker; `F` of Datalogic is three beeps and off. */
const SWITCHES: Partial<Record<ScannerDialect, { off: string; on: string }>> = {
  datalogic: { off: 'DF', on: 'E' },
  cipherlab: { off: 'D', on: 'E' },
}

function lineTwin(dialect: ScannerDialect, suffix: string): DialectTwin {
  const switches = SWITCHES[dialect]
  return {
    encode: (text) => [new TextEncoder().encode(text + suffix)],
    repeat: (piece) => piece,
    noise: NOISE,
    half: new TextEncoder().encode(HALF),
    hear: (bytes) => {
      const heard: Heard = { answers: [] }
      for (const letter of Buffer.from(bytes).toString('latin1')) {
        if (switches?.off.includes(letter) === true) heard.isReading = false
        if (switches?.on.includes(letter) === true) heard.isReading = true
      }
      return heard
    },
  }
}

const HID_PIECE = 56
const SCANNED_DATA = 2
const TRIGGER = 4
const PREVENT_READ = 2

function hidTwin(): DialectTwin {
  let pending = Buffer.alloc(0)
  const noise = new Uint8Array(REPORT_BYTES)
  noise.set(NOISE)
  const [half = noise] = hidReports(LONG_CODE)
  return {
    encode: hidReports,
    repeat: (piece) => piece,
    noise,
    half,
    hear: (bytes) => {
      const heard: Heard = { answers: [] }
      pending = Buffer.concat([pending, bytes])
      for (; pending.length >= REPORT_BYTES; pending = pending.subarray(REPORT_BYTES)) {
        const [id, flags = 0] = pending
        if (id === TRIGGER) heard.isReading = (flags & PREVENT_READ) === 0
      }
      return heard
    },
  }
}

function hidReports(text: string): Uint8Array[] {
  const { aim, text: code } = splitAim(text)
  const bytes = Buffer.from(code)
  const pieces = Math.max(1, Math.ceil(bytes.length / HID_PIECE))
  return Array.from({ length: pieces }, (_, index) => {
    const data = bytes.subarray(index * HID_PIECE, (index + 1) * HID_PIECE)
    const report = Buffer.alloc(REPORT_BYTES)
    report.set([SCANNED_DATA, data.length])
    report.write(aim ?? ']C0', 2, 'latin1')
    report.set(data, 5)
    report[63] = index < pieces - 1 ? 1 : 0
    return new Uint8Array(report)
  })
}

const ZEBRA_PIECE = 240
const RETRANSMIT = 1
const CONTINUED = 2
const FROM_SCANNER = 0

const TYPE_OF_AIM: ReadonlyMap<string, number> = new Map([
  [']A0', 0x01],
  [']C0', 0x03],
  [']C1', 0x0f],
  [']E0', 0x0b],
  [']E4', 0x0a],
  [']Q1', 0x1c],
  [']d1', 0x1b],
])
const CODE_128 = 0x03

function zebraTwin(): DialectTwin {
  let pending: number[] = []
  const send = (status: number, data: Uint8Array | readonly number[]): Uint8Array =>
    encodeSsi(SSI.decodeData, { source: FROM_SCANNER, status, data })
  return {
    encode: (text) => {
      const { aim, text: code } = splitAim(text)
      const type = TYPE_OF_AIM.get(aim ?? '') ?? CODE_128
      const bytes = Buffer.from(code)
      const pieces = Math.max(1, Math.ceil(bytes.length / ZEBRA_PIECE))
      return Array.from({ length: pieces }, (_, index) => {
        const data = bytes.subarray(index * ZEBRA_PIECE, (index + 1) * ZEBRA_PIECE)
        return send(index < pieces - 1 ? CONTINUED : 0, [type, ...data])
      })
    },
    repeat: (piece) => {
      const { status, data } = decodeSsi(piece) ?? { status: 0, data: [] }
      return send(status | RETRANSMIT, data)
    },
    noise: NOISE,
    half: send(0, [CODE_128, ...Buffer.from(HALF)]).slice(0, 7),
    hear: (bytes) => {
      const heard: Heard = { answers: [] }
      pending.push(...bytes)
      for (let end = (pending[0] ?? 0) + 2; pending.length >= end; end = (pending[0] ?? 0) + 2) {
        const packet = decodeSsi(new Uint8Array(pending.slice(0, end)))
        pending = pending.slice(end)
        const opcode = packet?.opcode
        if (opcode === SSI.nak) heard.wantsAgain = true
        if (opcode === SSI.scanDisable) heard.isReading = false
        if (opcode === SSI.scanEnable) heard.isReading = true
        if (opcode !== SSI.ack && opcode !== SSI.nak) {
          heard.answers.push(encodeSsi(SSI.ack, { source: FROM_SCANNER }))
        }
      }
      return heard
    },
  }
}

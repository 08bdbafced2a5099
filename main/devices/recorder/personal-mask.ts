import type { RecordedEvent } from './recorded-event.ts'

/** Bytes to a printer beyond this are a label, with a customer's name; questions to it are shorter. */
export const PLAIN_OUT_BYTES_MAX = 64

/** A unit's QR arrives at once; after a pause it is another scan. */
const QR_PAUSE_MS = 500

/** Fields of `LL1|unit|copy|orders|name|address|signature`. */
const NAME_FIELD = 4
const SIGNATURE_FIELD = 6

const MASK = 0x2a
const PIPE = 0x7c
const LOWEST_TEXT = 0x20

/**
 * Takes names and addresses out of events, in order: of units' QRs in what scanners sent, of everything
 * printed. Codes of products and units stay. What it answers may leave the building.
 */
export function personalMask(): (event: RecordedEvent) => RecordedEvent {
  const links = new Map<string, { mask: (bytes: Uint8Array) => Uint8Array; lastMono: number }>()
  const others = new Set<string>()
  return (event) => {
    switch (event.kind) {
      case 'head':
        for (const { id, kind } of event.devices) if (kind !== 'printer') others.add(id)
        return event
      case 'in': {
        const key = `${event.device} ${event.link}`
        const known = links.get(key)
        const isFresh = known === undefined || event.mono - known.lastMono > QR_PAUSE_MS
        const mask = isFresh ? qrMask() : known.mask
        links.set(key, { mask, lastMono: event.mono })
        return { ...event, bytes: base64Of(mask(Buffer.from(event.bytes, 'base64'))) }
      }
      case 'out': {
        const bytes = Buffer.from(event.bytes, 'base64')
        const length = bytes.length + (event.cut ?? 0)
        const isPlain = others.has(event.device) || isQuestion(bytes)
        if (length <= PLAIN_OUT_BYTES_MAX && isPlain) return event
        return { ...event, bytes: '', cut: length }
      }
      case 'scan':
        return { ...event, text: maskQrText(event.text) }
      case 'reading':
        return { ...event, raw: maskQrText(event.raw) }
      case 'fault': {
        const raw = event.raw === undefined ? {} : { raw: maskQrText(event.raw) }
        return { ...event, detail: maskQrText(event.detail), ...raw }
      }
      default:
        return event
    }
  }
}

/** What printers are asked: ZPL's status and clean-up, TSPL's, ESC/POS's DLE EOT, Brother's. */
const QUESTIONS = [
  '^XZ',
  '~JA',
  '~HS',
  '~HI',
  '\u001B!?',
  '\u001B!S',
  '\u001B!R',
  '\u001BiS',
  '\u001B@',
  ...['\u0001', '\u0002', '\u0003', '\u0004'].map((what) => `\u0010\u0004${what}`),
  '\u0000',
]

/** The last piece of a long label may be as short as a question: only known questions pass. */
function isQuestion(bytes: Buffer): boolean {
  let left = bytes.toString('latin1')
  for (const question of QUESTIONS) left = left.replaceAll(question, '')
  return left.trim() === ''
}

/** Name and address of a unit's QR become stars. */
export function maskQrText(text: string): string {
  return text.replaceAll(
    /(LL1\|[^|]*\|[^|]*\|[^|]*\|)([^|]*)(\|?)([^|]*)/gi,
    (_all, head: string, name: string, pipe: string, address: string) =>
      head + '*'.repeat(name.length) + pipe + '*'.repeat(address.length),
  )
}

/** The same for bytes as they came, cut anywhere; what a report puts between them is no pipe and stays. */
function qrMask(): (bytes: Uint8Array) => Uint8Array {
  const opening = 'LL1|'
  let matched = 0
  let field = 0
  return (bytes) => {
    const masked = Uint8Array.from(bytes)
    for (const [index, byte] of bytes.entries()) {
      if (field === 0) {
        matched = nextMatched(opening, matched, byte)
        if (matched === opening.length) {
          field = 1
          matched = 0
        }
      } else if (byte === PIPE) {
        field += 1
        if (field === SIGNATURE_FIELD) field = 0
      } else if (field >= NAME_FIELD && byte >= LOWEST_TEXT) {
        masked[index] = MASK
      }
    }
    return masked
  }
}

function nextMatched(opening: string, matched: number, byte: number): number {
  const letter = String.fromCharCode(byte).toUpperCase()
  if (letter === opening[matched]) return matched + 1
  if (letter !== 'L') return 0
  // `LLL…` still ends in the first two.
  return matched === 2 ? 2 : 1
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

import { appendCheckCharacter, hasValidCheckCharacter } from './mod-37-36.ts'

const LETTERS = {
  badge: 'B',
  command: 'C',
  location: 'L',
  'pick-list': 'P',
  load: 'D',
  tote: 'T',
  reason: 'R',
  calibration: 'X',
} as const

export type LoadlineCodeKind = keyof typeof LETTERS

/** A Loadline code taken apart; `payload` is what stands between the letter and the check character. */
export type LoadlineCode = { kind: LoadlineCodeKind; payload: string }

/** Longer payloads make a Code 128 that no longer fits a badge or a shelf label. */
export const LOADLINE_PAYLOAD_MAX = 32

/** What an operator can say with one scan, besides a quantity. */
export const COMMANDS = [
  'ACK',
  'UNDO',
  'SHORT',
  'CLOSE',
  'WEIGH',
  'REPRINT',
  'PALLET',
  'CONFIRM',
  'NEXT',
  'YES',
  'NO',
  'CANCEL',
  'SIGNOUT',
  /** Takes a unit off the truck: the last one, or the one whose label is scanned next. */
  'UNLOAD',
  /** The next code is the number of the truck's seal. */
  'SEAL',
  /** Prints the loading list. */
  'LIST',
] as const
export type CommandName = (typeof COMMANDS)[number]

/** The largest count a quantity code may say; more is a mistake for one scan. */
export const QUANTITY_SCAN_MAX = 999

/** The highest place of a tote on a trolley that has a code; sheets hold the first twelve. */
export const TOTE_PLACE_MAX = 99

export type LoadlineCommand =
  { kind: 'command'; name: CommandName } | { kind: 'quantity'; quantity: number }

/** What a person is asked a reason for. */
export type ReasonPurpose = 'short' | 'override' | 'declare' | 'unload' | 'reprint' | 'lot'

/** The reasons a bench knows and what each may be given for. Their words live with the screens. */
export const REASONS = [
  { name: 'OUTOFSTOCK', purposes: ['short'] },
  { name: 'DAMAGED', purposes: ['short', 'lot'] },
  { name: 'NOTFOUND', purposes: ['short', 'lot'] },
  { name: 'HEAVY', purposes: ['override'] },
  { name: 'LIGHT', purposes: ['override'] },
  { name: 'PACKAGING', purposes: ['override'] },
  { name: 'TOOBIG', purposes: ['declare'] },
  { name: 'TOOHEAVY', purposes: ['declare'] },
  { name: 'WRONGTRUCK', purposes: ['unload'] },
  { name: 'NOSPACE', purposes: ['unload'] },
  { name: 'DAMAGEDUNIT', purposes: ['unload'] },
  { name: 'UNREADABLE', purposes: ['reprint'] },
  { name: 'LOST', purposes: ['reprint'] },
  { name: 'NOTPRINTED', purposes: ['reprint'] },
  { name: 'UNREACHABLE', purposes: ['lot'] },
  { name: 'CUSTOMERWISH', purposes: ['lot'] },
] as const satisfies readonly { name: string; purposes: readonly ReasonPurpose[] }[]
export type ReasonName = (typeof REASONS)[number]['name']

/** `LL`, the kind's letter, the payload and a MOD 37,36 check character. Throws on a bad payload. */
export function encodeLoadlineCode(kind: LoadlineCodeKind, payload: string): string {
  if (!/^[A-Z0-9]+$/.test(payload) || payload.length > LOADLINE_PAYLOAD_MAX) {
    throw new RangeError(`a Loadline payload is 1 to ${LOADLINE_PAYLOAD_MAX} of A-Z and 0-9`)
  }
  return appendCheckCharacter(`LL${LETTERS[kind]}${payload}`)
}

/** A Loadline code taken apart, or null for any other text. Small letters are not ours. */
export function parseLoadlineCode(text: string): LoadlineCode | null {
  if (!/^LL[A-Z][A-Z0-9]{2,}$/.test(text) || text.length > LOADLINE_PAYLOAD_MAX + 4) return null
  const kind = kindOfLetter(text.charAt(2))
  if (kind === null || !hasValidCheckCharacter(text)) return null
  return { kind, payload: text.slice(3, -1) }
}

/** What a command's payload says, or null for a command this version does not know. */
export function readCommand(payload: string): LoadlineCommand | null {
  const name = COMMANDS.find((known) => known === payload)
  if (name !== undefined) return { kind: 'command', name }
  const quantity = /^Q([1-9]\d{0,2})$/.exec(payload)?.[1]
  return quantity === undefined ? null : { kind: 'quantity', quantity: Number(quantity) }
}

/** What a reason's payload names, or null for a reason this version does not know. */
export function readReason(payload: string): (typeof REASONS)[number] | null {
  return REASONS.find((reason) => reason.name === payload) ?? null
}

/** The reasons that may be given for one purpose, in the order they are offered. */
export function reasonsFor(purpose: ReasonPurpose): readonly ReasonName[] {
  return REASONS.filter((reason) =>
    (reason.purposes as readonly ReasonPurpose[]).includes(purpose),
  ).map((reason) => reason.name)
}

/** The code of a command, as printed on the command sheet. */
export function commandCode(name: CommandName): string {
  return encodeLoadlineCode('command', name)
}

/** The code that says "this many" before a product. Throws outside 1 to QUANTITY_SCAN_MAX. */
export function quantityCode(quantity: number): string {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > QUANTITY_SCAN_MAX) {
    throw new RangeError(`a quantity code says 1 to ${QUANTITY_SCAN_MAX}`)
  }
  return encodeLoadlineCode('command', `Q${quantity}`)
}

/** The code of a reason, as printed on the command sheet. */
export function reasonCode(name: ReasonName): string {
  return encodeLoadlineCode('reason', name)
}

/** The code of a tote's place on a trolley, from 1. Throws outside 1 to TOTE_PLACE_MAX. */
export function toteCode(tote: number): string {
  if (!Number.isInteger(tote) || tote < 1 || tote > TOTE_PLACE_MAX) {
    throw new RangeError(`a tote stands at 1 to ${TOTE_PLACE_MAX}`)
  }
  return encodeLoadlineCode('tote', String(tote))
}

/** The place that a tote code's payload names, or null where it names none. */
export function readTote(payload: string): number | null {
  const tote = /^[1-9]\d?$/.exec(payload)?.[0]
  return tote === undefined ? null : Number(tote)
}

function kindOfLetter(letter: string): LoadlineCodeKind | null {
  const kinds = Object.keys(LETTERS) as LoadlineCodeKind[]
  return kinds.find((kind) => LETTERS[kind] === letter) ?? null
}

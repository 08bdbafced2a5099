import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  COMMANDS,
  LOADLINE_PAYLOAD_MAX,
  QUANTITY_SCAN_MAX,
  REASONS,
  TOTE_PLACE_MAX,
  commandCode,
  encodeLoadlineCode,
  parseLoadlineCode,
  quantityCode,
  readCommand,
  readReason,
  readTote,
  reasonCode,
  reasonsFor,
  toteCode,
} from './loadline-code.ts'
import type { LoadlineCodeKind } from './loadline-code.ts'

const LETTERS: Record<LoadlineCodeKind, string> = {
  badge: 'B',
  command: 'C',
  location: 'L',
  'pick-list': 'P',
  load: 'D',
  tote: 'T',
  reason: 'R',
  calibration: 'X',
}
const kinds = Object.keys(LETTERS) as LoadlineCodeKind[]
const kind = fc.constantFrom(...kinds)
const payload = fc.stringMatching(new RegExp(`^[0-9A-Z]{1,${LOADLINE_PAYLOAD_MAX}}$`))
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

test('every code reads back as what it was made of', () => {
  fc.assert(
    fc.property(kind, payload, (itsKind, itsPayload) => {
      const code = encodeLoadlineCode(itsKind, itsPayload)
      expect(code.startsWith(`LL${LETTERS[itsKind]}${itsPayload}`)).toBe(true)
      expect(parseLoadlineCode(code)).toEqual({ kind: itsKind, payload: itsPayload })
    }),
  )
})

test('every single wrong character is found', () => {
  fc.assert(
    fc.property(kind, payload, fc.nat(), fc.nat(34), (itsKind, itsPayload, at, shift) => {
      const code = encodeLoadlineCode(itsKind, itsPayload)
      const position = at % code.length
      const wrong = ALPHABET.charAt((ALPHABET.indexOf(code.charAt(position)) + shift + 1) % 36)
      const bad = code.slice(0, position) + wrong + code.slice(position + 1)
      expect(parseLoadlineCode(bad)).toBeNull()
    }),
  )
})

test('no two neighbours of a command or a reason change places unseen', () => {
  const codes = [...COMMANDS.map(commandCode), ...REASONS.map(({ name }) => reasonCode(name))]
  const unseen = codes.flatMap(swaps).filter((swapped) => parseLoadlineCode(swapped) !== null)
  expect(unseen).toEqual([])
})

test('a command whose end was lost says nothing', () => {
  const cut = COMMANDS.map((name) => commandCode(name).slice(0, -1))
  const said = cut.filter((code) => readCommand(parseLoadlineCode(code)?.payload ?? '') !== null)
  expect(said).toEqual([])
})

test.each(['', 'LLC', 'LLCA', 'llcack', 'LLZACK0', 'LLCACK0 ', ` ${commandCode('ACK')}`])(
  '%j is not ours',
  (text) => {
    expect(parseLoadlineCode(text)).toBeNull()
  },
)

test('a payload keeps to what any keyboard layout passes on', () => {
  for (const bad of ['', 'a', 'A-1', 'É', 'A'.repeat(LOADLINE_PAYLOAD_MAX + 1)]) {
    expect(() => encodeLoadlineCode('badge', bad)).toThrow(RangeError)
  }
})

test('commands and quantities are told apart', () => {
  for (const name of COMMANDS) {
    const code = parseLoadlineCode(commandCode(name))
    expect(code?.kind).toBe('command')
    expect(readCommand(code?.payload ?? '')).toEqual({ kind: 'command', name })
  }
  const twelve = parseLoadlineCode(quantityCode(12))
  expect(readCommand(twelve?.payload ?? '')).toEqual({ kind: 'quantity', quantity: 12 })
})

test.each(['Q', 'Q0', 'Q012', 'Q1000', 'QUIT', 'Q1A', 'DANCE', ''])(
  'the command %j says nothing',
  (text) => {
    expect(readCommand(text)).toBeNull()
  },
)

test('a quantity code says 1 to its maximum', () => {
  for (const bad of [0, -1, 1.5, QUANTITY_SCAN_MAX + 1, Number.NaN]) {
    expect(() => quantityCode(bad)).toThrow(RangeError)
  }
  expect(parseLoadlineCode(quantityCode(QUANTITY_SCAN_MAX))?.payload).toBe('Q999')
})

test('reasons are unique, have a purpose and read back', () => {
  expect(new Set(REASONS.map((reason) => reason.name)).size).toBe(REASONS.length)
  for (const reason of REASONS) {
    expect(reason.purposes.length).toBeGreaterThan(0)
    expect(parseLoadlineCode(reasonCode(reason.name))).toEqual({
      kind: 'reason',
      payload: reason.name,
    })
    expect(readReason(reason.name)).toEqual(reason)
  }
  expect(readReason('BORED')).toBeNull()
  expect(reasonsFor('short')).toEqual(['OUTOFSTOCK', 'DAMAGED', 'NOTFOUND'])
})

test('a tote code says a place on the trolley, and only that', () => {
  for (const tote of [1, 12, TOTE_PLACE_MAX]) {
    expect(parseLoadlineCode(toteCode(tote))).toEqual({ kind: 'tote', payload: String(tote) })
    expect(readTote(String(tote))).toBe(tote)
  }
  for (const place of ['', '0', '01', '100', 'A1', '1A']) expect(readTote(place)).toBeNull()
  for (const tote of [0, -1, 1.5, TOTE_PLACE_MAX + 1]) {
    expect(() => toteCode(tote)).toThrow(RangeError)
  }
})

/** The code with each pair of unequal neighbours swapped in turn. */
function swaps(code: string): string[] {
  return Array.from({ length: code.length - 1 }, (_, position) => {
    const left = code.charAt(position)
    const right = code.charAt(position + 1)
    return code.slice(0, position) + right + left + code.slice(position + 2)
  }).filter((swapped) => swapped !== code)
}

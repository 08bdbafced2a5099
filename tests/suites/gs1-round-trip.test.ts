import { toBuffer } from 'bwip-js/node'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CALIBRATION_PATTERN, CALIBRATION_SYMBOL_TEXT } from '#contract/barcode/calibration-code.ts'
import { appendCheckDigit } from '#contract/barcode/check-digit.ts'
import { parseElementString } from '#contract/barcode/gs1.ts'
import { readCode } from '#contract/barcode/read-code.ts'
import { readBarcodes } from '../../main/labels/read-barcodes.ts'

/** Every run draws and reads a picture; these many of each symbology stay within seconds. */
const RUNS = 25

/** What a DataBar Expanded holds at most is less than the others: 74 digits or 41 letters. */
const LONG = { lot: 20, serial: 20 }
const SHORT = { lot: 8, serial: 6 }

const SYMBOLOGIES = [
  ['gs1-128', ']C1', SHORT],
  ['gs1datamatrix', ']d2', LONG],
  ['gs1qrcode', ']Q3', { ...LONG, withoutPercent: true }],
  ['databarexpanded', ']e0', SHORT],
  ['databarexpandedstacked', ']e0', SHORT],
] as const

type Element = { ai: string; value: string }

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))
/** Character set 82 without what a bracketed text needs for itself. */
const anyText = (max: number) =>
  fc.stringMatching(new RegExp(`^[!"%&'*+,./0-9:;<=>?A-Z_a-z-]{1,${max}}$`))
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2049-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(2, 10).replaceAll('-', ''))
const dayOrMonth = fc
  .tuple(day, fc.boolean())
  .map(([date, isMonth]) => (isMonth ? `${date.slice(0, 4)}00` : date))

type Limits = { lot: number; serial: number; withoutPercent?: boolean }

function elementStrings({ lot, serial, withoutPercent = false }: Limits) {
  // Whether a percent sign in a QR code is doubled is where this writer and this reader differ.
  const text = (max: number) =>
    anyText(max).map((said) => (withoutPercent ? said.replaceAll('%', '/') : said))
  const gtin = digits(13).map((body) => ({ ai: '01', value: appendCheckDigit(body) }))
  const others: fc.Arbitrary<Element>[] = [
    text(lot).map((value) => ({ ai: '10', value })),
    dayOrMonth.map((value) => ({ ai: '17', value })),
    text(serial).map((value) => ({ ai: '21', value })),
    fc.tuple(fc.nat(5), digits(6)).map(([decimals, value]) => ({ ai: `310${decimals}`, value })),
  ]
  return fc
    .tuple(gtin, fc.shuffledSubarray(others, { minLength: 1, maxLength: 3 }))
    .chain(([first, rest]) => fc.tuple(fc.constant(first), ...rest))
}

async function drawn(bcid: string, elements: readonly Element[]) {
  const bracketed = elements.map(({ ai, value }) => `(${ai})${value}`).join('')
  return scanned({ bcid, text: bracketed })
}

async function scanned(options: Record<string, unknown> & { bcid: string; text: string }) {
  const picture = await toBuffer({
    scale: 3,
    paddingwidth: 20,
    paddingheight: 20,
    backgroundcolor: 'FFFFFF',
    ...options,
  })
  const [code] = await readBarcodes(new Uint8Array(picture))
  return code
}

test.each(SYMBOLOGIES)(
  'what is drawn as %s and read as %s is what was meant',
  async (bcid, aim, lengths) => {
    await fc.assert(
      fc.asyncProperty(elementStrings(lengths), async (elements) => {
        const code = await drawn(bcid, elements)
        expect(code?.symbology).toBe(aim)
        const parsed = parseElementString(code?.text ?? '')
        expect(parsed.ok && parsed.value.elements.map(({ ai, value }) => ({ ai, value }))).toEqual(
          elements,
        )
        const value = (ai: string) => elements.find((element) => element.ai === ai)?.value
        const reading = readCode({ text: code?.text ?? '', aim })
        expect(reading).toMatchObject({ kind: 'product', gtin: value('01') })
        if (reading.kind !== 'product') return
        expect([reading.lot, reading.serial]).toEqual([value('10'), value('21')])
      }),
      { numRuns: RUNS },
    )
  },
)

test('a percent sign in a QR code of capitals and digits comes back as one, doubled or not', async () => {
  const code = await drawn('gs1qrcode', [
    { ai: '01', value: '09506000134352' },
    { ai: '10', value: 'A%B' },
  ])
  expect(readCode({ text: code?.text ?? '', aim: ']Q3' })).toMatchObject({ lot: 'A%B' })
})

test('the calibration pattern is read with its separator', async () => {
  const code = await scanned({ bcid: 'code128', text: CALIBRATION_SYMBOL_TEXT, parsefnc: true })
  expect(code).toMatchObject({ symbology: ']C1', text: CALIBRATION_PATTERN })
})

test('the weights and days that another program refuses to draw are refused here too', async () => {
  for (const [elements, bad] of [
    ['(01)09506000134353', '0109506000134353'],
    ['(01)09506000134352(17)261301', '010950600013435217261301'],
  ] as const) {
    await expect(toBuffer({ bcid: 'gs1-128', text: elements })).rejects.toThrow(/GS1/)
    expect(parseElementString(bad).ok).toBe(false)
  }
})

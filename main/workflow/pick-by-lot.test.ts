import { expect, test } from 'vitest'
import { GS } from '#contract/barcode/gs1.ts'
import { CODE, list, product, quantity, type TestBench } from '../testing/floor.ts'
import { GLUE, OAK, onTrolley, pickingBench, PRODUCTS, TILE } from '../testing/shop.ts'

const ADVICE = [
  { lot: 'A17', expiryDate: '2027-03-12', quantity: 2 },
  { lot: 'B20', expiryDate: '2027-06-01', quantity: 2 },
]
const LINE = { sku: GLUE.sku, requested: 4, tracksLots: true, advisedLots: ADVICE }
const BY_LOT = [
  ...PRODUCTS.filter(({ sku }) => sku !== GLUE.sku),
  product(GLUE.sku, {
    name: 'Glue 250 g',
    barcodes: [{ code: GLUE.ean, quantity: 1 }],
    weightGrams: GLUE.grams,
    tracking: 'lot',
  }),
]

/** A GS1 code of glue with its lot and, where given, the last day as AI 17 has it. */
function glue(lot: string, ends = ''): string {
  return `01${GLUE.ean.padStart(14, '0')}10${lot}${ends === '' ? '' : `${GS}17${ends}`}`
}

function glueBench(lines = [LINE], setup = {}): TestBench {
  return pickingBench({ products: BY_LOT, lists: [list('l1', lines)] }, setup)
}

function scan(bench: TestBench, ...codes: (string | undefined)[]): void {
  bench.scan(...codes.map((code) => code ?? ''))
}

test('the card says which lot to take first, and what is left of each while it is taken', () => {
  const bench = glueBench()
  expect(bench.view).toMatchObject({
    next: {
      advised: [
        { lot: 'A17', until: '2027-03-12', quantity: 2 },
        { lot: 'B20', until: '2027-06-01', quantity: 2 },
      ],
    },
  })
  scan(bench, glue('A17'))
  expect(bench.view).toMatchObject({
    next: { advised: [{ lot: 'A17', quantity: 1 }, { lot: 'B20' }] },
    unit: { contents: [{ quantity: 1, lots: [{ lot: 'A17', quantity: 1 }] }] },
  })
  scan(bench, glue('A17'), glue('B20'))
  expect(bench.alert).toBeNull()
  expect(bench.view).toMatchObject({
    next: { advised: [{ lot: 'B20', quantity: 1 }] },
    unit: {
      contents: [
        {
          quantity: 3,
          lots: [
            { lot: 'A17', quantity: 2 },
            { lot: 'B20', quantity: 1 },
          ],
        },
      ],
    },
  })
})

test('a later lot is asked about, and a reason picks it and goes into the record', () => {
  const bench = glueBench()
  scan(bench, quantity(2), glue('B20', '270601'))
  expect(bench.state.prompt).toMatchObject({
    kind: 'lot-reason',
    name: 'Glue 250 g',
    lot: 'B20',
    until: '2027-06-01',
    first: { lot: 'A17', until: '2027-03-12' },
  })
  expect(bench.types()).not.toContain('pick.confirm')
  expect(bench.state.feedback).toMatchObject({ kind: 'stop', text: 'asked' })
  scan(bench, CODE['UNREACHABLE'])
  expect(bench.log.at(-1)).toMatchObject({
    type: 'pick.confirm',
    payload: {
      lot: 'B20',
      quantity: 2,
      expiryDate: '2027-06-01',
      scan: glue('B20', '270601').replace(GS, ' '),
      deviation: { reason: 'UNREACHABLE', instead: 'A17' },
    },
  })
  expect(bench.state.prompt).toBeNull()
  expect(bench.list('l1').lines[0]?.lots).toEqual([{ lot: 'B20', picked: 2, loaded: 0 }])
})

test('the reason holds for more of the same lot, and another lot is asked about anew', () => {
  const bench = glueBench()
  scan(bench, glue('B20'), CODE['NOTFOUND'], glue('B20'))
  expect(bench.state.prompt).toBeNull()
  expect(bench.list('l1').lines[0]?.picked).toBe(2)
  expect(bench.log.at(-1)?.payload).not.toHaveProperty('deviation')
  scan(bench, glue('C30'))
  expect(bench.state.prompt).toMatchObject({ kind: 'lot-reason', lot: 'C30', until: null })
})

test('CANCEL and NO pick nothing, and reasons for other things are no answer', () => {
  for (const no of ['CANCEL', 'NO']) {
    const bench = glueBench()
    scan(bench, glue('B20'), CODE['OUTOFSTOCK'])
    expect(bench.alert).toMatchObject({ reason: 'answer-first' })
    scan(bench, CODE['ACK'], CODE[no])
    expect(bench.state.prompt).toBeNull()
    expect(bench.list('l1').lines[0]?.picked).toBe(0)
  }
})

test('the lot that should go first, scanned at the question, is picked in its place', () => {
  const bench = glueBench()
  scan(bench, glue('B20'), glue('A17'))
  expect(bench.state.prompt).toBeNull()
  expect(bench.list('l1').lines[0]?.lots).toEqual([{ lot: 'A17', picked: 1, loaded: 0 }])
  expect(bench.log.at(-1)?.payload).not.toHaveProperty('deviation')
})

test('the same wrong lot again is the same question again, and counts once when answered', () => {
  const bench = glueBench()
  scan(bench, glue('B20'), glue('B20'))
  expect(bench.state.prompt).toMatchObject({ kind: 'lot-reason', lot: 'B20' })
  scan(bench, CODE['DAMAGED'])
  expect(bench.list('l1').lines[0]?.picked).toBe(1)
})

test('an undone pick puts the lot back on the advice, and is asked about anew', () => {
  const bench = glueBench()
  scan(bench, glue('B20'), CODE['CUSTOMERWISH'], CODE['UNDO'])
  expect(bench.list('l1').lines[0]).toMatchObject({ picked: 0 })
  expect(bench.list('l1').lines[0]?.lots).toBeUndefined()
  expect(bench.view).toMatchObject({ next: { advised: [{ quantity: 2 }, { quantity: 2 }] } })
  scan(bench, glue('B20'))
  expect(bench.state.prompt).toMatchObject({ kind: 'lot-reason' })
})

test('goods past their last day are not taken, of whatever product', () => {
  const bench = glueBench([LINE, { ...LINE, sku: OAK.sku, advisedLots: [], tracksLots: false }])
  scan(bench, glue('A17', '260415'))
  expect(bench.alert).toMatchObject({
    code: 'wrong-product',
    reason: 'expired-goods',
    detail: { scanned: 'Glue 250 g', until: '2026-04-15' },
    message: 'Glue 250 g was good until 2026-04-15. Put it aside and take another.',
  })
  scan(bench, CODE['ACK'], `01${OAK.ean.padStart(14, '0')}17260415`)
  expect(bench.alert).toMatchObject({ reason: 'expired-goods' })
  expect(bench.types()).not.toContain('pick.confirm')
  scan(bench, CODE['ACK'], glue('A17', '260416'))
  expect(bench.alert).toBeNull()
  expect(bench.list('l1').lines[0]?.picked).toBe(1)
})

test('a line of one lot says which, with its day, and another lot is no choice', () => {
  const advisedLots = [{ lot: 'T1', expiryDate: '2027-03-12', quantity: 2 }]
  const tile = { sku: TILE.sku, requested: 2, singleLot: true, tracksLots: true, reservedLot: 'T1' }
  const bench = glueBench([{ ...tile, advisedLots }])
  expect(bench.view).toMatchObject({ next: { lot: 'T1', advised: [{ until: '2027-03-12' }] } })
  scan(bench, `01${TILE.gtin}10T2`)
  expect(bench.alert).toMatchObject({ reason: 'lot-mix' })
})

test('on a trolley each order has advice of its own', () => {
  const [early, late] = ADVICE.map((advised) => ({ ...advised, quantity: 1 }))
  const one = { ...LINE, requested: 1, orderNumber: 'ORD-A', advisedLots: early ? [early] : [] }
  const two = { ...LINE, requested: 1, orderNumber: 'ORD-B', advisedLots: late ? [late] : [] }
  const bench = pickingBench({ products: BY_LOT, lists: [onTrolley(list('l1', [one, two]))] })
  scan(bench, glue('A17'), glue('B20'))
  expect(bench.alert).toBeNull()
  expect(bench.state.prompt).toBeNull()
  expect(bench.list('l1').lines.map(({ lots }) => lots?.[0]?.lot)).toEqual(['A17', 'B20'])
})

test('a bench that only packs asks about no lot and refuses none', () => {
  const lots = [{ lot: 'B20', picked: 4, loaded: 0 }]
  const picked = { ...LINE, picked: 4, lots }
  const bench = glueBench([picked], { mode: 'pack' })
  expect(bench.view).toMatchObject({ kind: 'packing' })
  expect(bench.view).not.toHaveProperty('next.advised')
  scan(bench, glue('C30', '260101'))
  expect(bench.alert).toBeNull()
  expect(bench.types()).toContain('pack.add')
})

test('a question is asked and answered on a bench that only picks, too', () => {
  const bench = glueBench([LINE], { mode: 'pick' })
  scan(bench, glue('B20'), CODE['UNREACHABLE'])
  expect(bench.log.at(-1)).toMatchObject({
    type: 'pick.confirm',
    payload: { lot: 'B20', deviation: { instead: 'A17' } },
  })
})

test('a lot that ended since the list was made is not asked for, and refused', () => {
  const [first, later] = ADVICE
  if (first === undefined || later === undefined) throw new Error('two lots are advised')
  const ended = { ...LINE, advisedLots: [{ ...first, expiryDate: '2026-04-15' }, later] }
  const bench = glueBench([ended])
  expect(bench.view).toMatchObject({ next: { advised: [{ lot: 'B20', quantity: 2 }] } })
  scan(bench, glue('A17'))
  expect(bench.alert).toMatchObject({ reason: 'expired-goods' })
  scan(bench, CODE['ACK'], glue('B20'))
  expect(bench.list('l1').lines[0]?.picked).toBe(1)
})

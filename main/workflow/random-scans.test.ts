import * as fc from 'fast-check'
import { toteCode } from '#contract/barcode/loadline-code.ts'
import { expect, test } from 'vitest'
import { BenchView } from '#contract/rpc/bench-view.ts'
import type { Unit } from '#contract/documents/unit.ts'
import { FEEDBACK_TEXTS } from '#contract/rpc/feedback-texts.ts'
import { badge, CODE, closedUnit, list, load, qr, quantity, TestBench } from '../testing/floor.ts'
import type { WorkflowStep } from './workflow-types.ts'
import { FELT, GLUE, OAK, oakAndGlue, onTrolley, PRODUCTS, tile, TILE } from '../testing/shop.ts'

const { CONFIRM = '', PALLET = '', UNDO = '', SHORT = '' } = CODE
const { work: WorkView } = BenchView.shape

/** Glue by lot: the first to end, one that is asked about, and one that is too old. */
const ADVICE = [{ lot: 'G1', expiryDate: '2027-03-12', quantity: 1 }]
const GLUE_LOTS = ['10G1', '10G2', '1726041510G0'].map(
  (marks) => `01${GLUE.ean.padStart(14, '0')}${marks}`,
)

const batch = list('l2', [
  { sku: OAK.sku, requested: 2, orderNumber: 'ORD-A' },
  { sku: TILE.sku, requested: 2, orderNumber: 'ORD-B', singleLot: true },
  { sku: GLUE.sku, requested: 1, orderNumber: 'ORD-A', tracksLots: true, advisedLots: ADVICE },
])
/** The same with a place for each order, so that both are walked together. */
const trolley = onTrolley(batch)
const oldLabel = { lastCopy: 2, verifiedCopy: 2, voidedThrough: 1 }
const strangers = [
  closedUnit(1),
  closedUnit(2, { region: 'ZH' }),
  closedUnit(3, { label: oldLabel }),
  closedUnit(4),
]

/** Codes lying about on the floor; good ones several times, so that walks get somewhere. */
const codes = [
  ['sanne', 'sanne', 'ilse', 'karim', 'lars', 'nobody'].map(badge),
  [OAK.ean, OAK.ean, OAK.ean, OAK.caseCode, GLUE.ean, GLUE.ean, FELT.ean],
  [
    toteCode(1),
    toteCode(2),
    tile('A'),
    tile('B'),
    ...GLUE_LOTS,
    quantity(1),
    quantity(2),
    'NONSENSE',
    '',
    '\u0007',
    'LL1|damaged',
  ],
  [oakAndGlue().code, oakAndGlue().code, batch.code, load('L-1').code, load('L-1').code],
  strangers.flatMap(({ id }) => [`00${id}`, qr(id, 1), qr(id, 2)]),
  Object.values(CODE),
  ['ACK', 'ACK', 'ACK', 'CLOSE', 'CONFIRM'].map((name) => CODE[name] ?? ''),
].flat()

type Deed =
  | { do: 'scan'; text: string }
  | { do: 'label'; which: 'bars' | 'square'; copy: number }
  | { do: 'weigh'; offGrams: number }
  | { do: 'print'; outcome: 'printed' | 'sent' | 'unknown' }
  | { do: 'right' | 'ack' | 'changed' | 'timeout' }

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant('scan'), text: fc.constantFrom(...codes) }),
  },
  { weight: 14, arbitrary: fc.record({ do: fc.constant('right') }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('scan'), text: fc.constantFrom(PALLET, UNDO, SHORT) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('ack') }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('label'),
      which: fc.constantFrom('bars', 'square'),
      copy: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('weigh'), offGrams: fc.constantFrom(0, 0, 900) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('print'),
      outcome: fc.constantFrom('printed', 'sent', 'unknown'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('changed', 'timeout') }) },
)

/** What a good operator would do now. */
function rightDeed(bench: TestBench): Deed {
  const { view, state } = bench
  const scan = (text: string): Deed => ({ do: 'scan', text })
  if (state.alert !== null) return { do: 'ack' }
  if (state.operatorId === null) return scan(badge('sanne'))
  if (state.prompt?.kind === 'confirm-missing') return scan(CONFIRM)
  if (state.prompt?.kind === 'short-reason') return scan(CODE['DAMAGED'] ?? '')
  if (state.prompt !== null) return scan(CODE['CANCEL'] ?? '')
  switch (view.kind) {
    case 'idle':
      return scan(view.lists[0]?.code ?? view.loads[0]?.code ?? OAK.ean)
    case 'picking':
    case 'packing': {
      if (view.toVerify !== null) return { do: 'label', which: 'square', copy: view.toVerify.copy }
      if (view.next === null || state.multiplier > 1) return { do: 'weigh', offGrams: 0 }
      return scan(view.next.sku === TILE.sku ? tile('A') : (view.next.barcode ?? ''))
    }
    case 'pallet': {
      const { unitId, isClosed, copy, beside } = view.pallet
      if (isClosed) return scan(qr(unitId, copy))
      const next = beside[0] ?? (view.pallet.cartons.length === 0 ? strangers[3] : undefined)
      if (next === undefined) return scan(CODE['CLOSE'] ?? '')
      return scan(`00${'unitId' in next ? next.unitId : next.id}`)
    }
    case 'loading': {
      const missing = view.missing[0] === undefined ? null : bench.unit(view.missing[0].unitId)
      if (missing === null) return scan(view.onBoard.length > 0 ? CONFIRM : (CODE['CANCEL'] ?? ''))
      return scan(qr(missing.id, Math.max(1, missing.label.lastCopy)))
    }
    default:
      return { do: 'ack' }
  }
}

function perform(bench: TestBench, what: Deed): WorkflowStep | null {
  switch (what.do) {
    case 'scan':
      return bench.scan(what.text)
    case 'right':
      return perform(bench, rightDeed(bench))
    case 'ack':
      return bench.scan(CODE['ACK'] ?? '')
    case 'label': {
      const { place, lastUnitId } = bench.state
      const id = (place.kind === 'list' ? place.toVerify : null) ?? lastUnitId ?? closedUnit(1).id
      return bench.scan(what.which === 'bars' ? `00${id}` : qr(id, what.copy))
    }
    case 'weigh': {
      const { view } = bench
      const isOpen = view.kind === 'picking' || view.kind === 'packing'
      const grams = (isOpen ? view.unit?.expectedGrams : undefined) ?? 0
      return bench.weigh(grams + what.offGrams)
    }
    case 'print':
      return bench.prints.length === 0 ? null : bench.printed(what.outcome)
    case 'changed':
      return bench.take({ kind: 'documents-changed' })
    default:
      return bench.take({ kind: 'idle-timeout' })
  }
}

/** Dropped units are empty, closed ones weigh something, cartons hold one order, pallets know theirs. */
function isUnitSound(bench: TestBench, unit: Unit): boolean {
  const { status, contents, children, weight, parentId } = unit
  const parent = parentId === null ? null : bench.unit(parentId)
  return (
    !(contents.length > 0 && status === 'dropped') &&
    !(status === 'closed' && weight === null) &&
    new Set(contents.map(({ orderNumber }) => orderNumber)).size < 2 &&
    children.every((id) => bench.unit(id).parentId === unit.id) &&
    (parent === null || parent.children.includes(unit.id))
  )
}

/** What must hold after every step, whatever was scanned. */
function expectSound(bench: TestBench) {
  const inUnits = new Map<string, number>()
  const units = bench.floor.all('unit')
  // One look at all of it per step: asserting each by itself takes longer than the walk.
  const wrong: string[] = []
  for (const unit of units) {
    if (!isUnitSound(bench, unit)) wrong.push(JSON.stringify(unit))
    for (const { pickListId, lineNo, quantity: count } of unit.contents) {
      const key = `${pickListId}/${lineNo}`
      inUnits.set(key, (inUnits.get(key) ?? 0) + count)
    }
  }
  for (const { id, lines } of bench.floor.pickLists()) {
    for (const line of lines) {
      const { lineNo, picked, short, requested, packed } = line
      const isCounted = picked + short <= requested && Math.min(picked, short, packed) >= 0
      // On a bench that picks and packs, what was picked is in units, all of it.
      const isInUnits = (inUnits.get(`${id}/${lineNo}`) ?? 0) === picked
      if (!isCounted || !isInUnits || packed > picked) wrong.push(JSON.stringify(line))
    }
  }
  expect(wrong).toEqual([])
  const unproven = units.filter((unit) => {
    const isOurs = unit.stationId === bench.context.stationId && unit.status === 'closed'
    return isOurs && unit.label.verifiedCopy === 0 && unit.loadId === null
  })
  expect(unproven.length).toBeLessThan(2)
  WorkView.parse(bench.view)
  BenchView.shape.prompt.parse(bench.state.prompt)
  BenchView.shape.alert.parse(bench.state.alert)
  const { feedback } = bench.state
  const detail = feedback === null ? [] : Object.keys(feedback.detail).toSorted()
  const known =
    feedback === null ? [] : FEEDBACK_TEXTS[feedback.text as keyof typeof FEEDBACK_TEXTS]
  expect(detail).toEqual([...known].toSorted())
}

test.each([
  { how: 'one order after the other', several: batch },
  { how: 'all orders at once', several: trolley },
])('whatever is scanned in whatever order, the bench stays sound: $how', ({ several }) => {
  const reached = { kinds: new Set<string>(), types: new Set<string>() }
  const walk = fc.array(deed, { minLength: 20, maxLength: 120 })
  fc.assert(
    fc.property(walk, (deeds) => {
      const input = {
        products: PRODUCTS,
        lists: [oakAndGlue(), several],
        loads: [load('L-1')],
        units: strangers,
      }
      const bench = new TestBench(input)
      bench.scan(badge('sanne'))
      for (const what of deeds) {
        const wasLatched = bench.alert !== null
        const isScan = what.do === 'scan' || what.do === 'label'
        const isAck = what.do === 'scan' && what.text === CODE['ACK']
        const step = perform(bench, what)
        const isMeanwhile = wasLatched && isScan && !isAck
        expect(step?.became === 'meanwhile').toBe(isMeanwhile)
        const isQuiet = step === null || step.actions.length + step.prints.length === 0
        expect(isQuiet || (step.became !== 'alert' && !isMeanwhile)).toBe(true)
        expectSound(bench)
        reached.kinds.add(bench.view.kind)
        for (const { type } of step?.actions ?? []) reached.types.add(type)
      }
    }),
    { numRuns: 300, seed: 20260416 },
  )
  // A walk that never gets anywhere would prove nothing.
  expect([...reached.kinds]).toEqual(
    expect.arrayContaining(['signed-out', 'idle', 'picking', 'packing', 'loading', 'pallet']),
  )
  expect([...reached.types]).toEqual(
    expect.arrayContaining([
      'pick.confirm',
      'pick.short',
      'pick.put-back',
      'pack.close',
      'pack.reopen',
      'pack.nest',
      'pack.unnest',
      'label.verify',
      'load.add',
      'load.confirm',
    ]),
  )
})

import * as fc from 'fast-check'
import { toteCode } from '#contract/barcode/loadline-code.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import { expect, test } from 'vitest'
import {
  badge,
  closedUnit,
  CODE,
  DAY,
  list,
  load,
  qr,
  quantity,
  TestBench,
} from '../testing/floor.ts'
import { FELT, GLUE, OAK, oakAndGlue, onTrolley, PRODUCTS, TILE, tile } from '../testing/shop.ts'
import type { WorkflowContext } from './workflow-types.ts'

const { ACK = '', CANCEL = '', CLOSE = '', NOTFOUND = '', SHORT = '', UNLOAD = '' } = CODE

const BATCH = onTrolley(
  list('l2', [
    { sku: OAK.sku, requested: 2, orderNumber: 'ORD-A' },
    { sku: TILE.sku, requested: 2, orderNumber: 'ORD-B', singleLot: true },
  ]),
)
const LISTS = [oakAndGlue(), BATCH]
const OWED = { lastCopy: 0, verifiedCopy: 0, voidedThrough: 0, isOwed: true }
const STANDING = [closedUnit(1), closedUnit(2), closedUnit(3, { label: OWED })]

const codes = [
  [OAK.ean, OAK.ean, GLUE.ean, GLUE.ean, FELT.ean, tile('A'), tile('B'), quantity(2)],
  [oakAndGlue().code, BATCH.code, load('L-1').code, toteCode(1), toteCode(2), 'NONSENSE'],
  STANDING.flatMap(({ id }) => [`00${id}`, qr(id, 1)]),
  Object.values(CODE),
  [ACK, ACK, ACK, ACK, ACK, oakAndGlue().code, BATCH.code, load('L-1').code, SHORT, UNLOAD],
].flat()

type Deed = { do: 'scan'; text: string } | { do: 'weigh' | 'cancel' | 'stop' | 'free' | 'taken' }

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({ do: fc.constant('scan'), text: fc.constantFrom(...codes) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('weigh', 'cancel', 'stop', 'free', 'taken') }),
  },
)

/** What the office, or another bench, does meanwhile. */
function perform(bench: TestBench, what: Deed): void {
  if (what.do === 'scan') bench.scan(what.text)
  else if (what.do === 'weigh') bench.weigh(2_000)
  else {
    for (const id of ['l1', 'l2']) {
      const before = bench.list(id)
      const [first, ...others] = before.orders
      if (first === undefined || (id === 'l2' && what.do === 'taken')) continue
      const changed = {
        cancel: { ...first, status: 'CANCELLED' as const },
        stop: { ...first, isBlocked: true },
        free: { ...first, isBlocked: false },
        taken: first,
      }[what.do]
      const claim =
        what.do === 'taken'
          ? { stationId: 'st-9', leaseUntil: '2027-01-01T00:00:00.000Z' }
          : before.claim
      bench.floor.put('pick-list', id, { ...before, claim, orders: [changed, ...others] })
    }
    bench.take({ kind: 'documents-changed' })
  }
}

/** What somebody does who only wants to get away from here, by what the screen says. */
function wayOut(bench: TestBench): string {
  const { state, view } = bench
  if (state.alert !== null) return ACK
  if (state.operatorId === null) return badge('sanne')
  if (state.prompt?.kind === 'print-in-doubt') return CODE['YES'] ?? ''
  if (state.prompt?.kind === 'short-reason') return NOTFOUND
  if (state.prompt !== null) return CANCEL
  if (view.kind === 'pallet') {
    const { pallet } = view
    const off = pallet.cartons.find(({ mustComeOff }) => mustComeOff)
    if (pallet.isClosed) return qr(pallet.unitId, pallet.copy)
    return off === undefined ? CANCEL : `00${off.unitId}`
  }
  const isAtList =
    state.place.kind === 'list' && (view.kind === 'picking' || view.kind === 'packing')
  if (!isAtList) return CANCEL
  if (view.toVerify !== null) return qr(view.toVerify.unitId, view.toVerify.copy)
  if (view.next !== null) return SHORT
  return CLOSE
}

test.each<Partial<WorkflowContext> & { how: string }>([
  { how: 'picks and packs' },
  { how: 'has no printer and no scale', hasPrinter: false, hasScale: false },
  { how: 'only picks', mode: 'pick' },
  { how: 'only packs', mode: 'pack' },
])('whatever happened, there is a way out of it: a bench that $how', ({ how: _, ...setup }) => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(fc.array(deed, { minLength: 10, maxLength: 80 }), (deeds) => {
      const bench = new TestBench(
        {
          products: PRODUCTS,
          lists: setup.mode === 'pack' ? LISTS.map(picked) : LISTS,
          loads: [load('L-1')],
          units: STANDING.map((unit) => ({ ...unit, deliveryDate: DAY })),
        },
        { ...setup },
      )
      bench.scan(badge('sanne'))
      for (const what of deeds) perform(bench, what)
      reached.add(bench.state.prompt?.kind ?? bench.state.place.kind)
      const tried: string[] = []
      for (let n = 0; n < 60 && !isOut(bench); n += 1) {
        const { prompt, place } = bench.state
        const text = wayOut(bench)
        tried.push(text)
        if (text === CLOSE && place.kind === 'list') {
          const { view } = bench
          const grams = 'unit' in view ? (view.unit?.expectedGrams ?? 0) : 0
          bench.weigh(0)
          if (grams > 0 && prompt === null) bench.weigh(grams)
        }
        if (!isOut(bench)) bench.scan(text)
      }
      const { place, prompt, alert } = bench.state
      expect({ place: place.kind, prompt, alert }, tried.slice(-6).join(' ')).toEqual({
        place: 'idle',
        prompt: null,
        alert: null,
      })
    }),
    { numRuns: 500, seed: 20261121 },
  )
  // Walks that get nowhere would prove nothing.
  const labels = setup.hasPrinter === false ? [] : ['labels-missing']
  const wanted = ['idle', 'list', 'loading', 'pallet', 'short-reason', ...labels]
  expect(wanted.filter((kind) => !reached.has(kind))).toEqual([])
})

/** The list as a bench that only picks hands it on. */
function picked(before: PickList): PickList {
  const lines = before.lines.map((line) => ({ ...line, picked: line.requested }))
  const orders = before.orders.map((order) => ({ ...order, status: 'PICKED' as const }))
  return { ...before, lines, orders }
}

function isOut({ state: { place, prompt, alert } }: TestBench): boolean {
  return place.kind === 'idle' && prompt === null && alert === null
}

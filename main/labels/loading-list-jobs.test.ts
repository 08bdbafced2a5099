import { expect, test } from 'vitest'
import type { PrintOrder } from '#contract/rpc/print-order.ts'
import { badge, closedUnit, CODE, load, operator } from '../testing/floor.ts'
import { type Known, realBench } from '../testing/real-bench.ts'
import { labelOf, type LabelPrinter } from './print-holds.ts'
import { printOrders } from './print-orders.ts'
import { PrintQueue } from './print-queue.ts'
import { renderLabel } from './render-label.ts'

const UNITS = Array.from({ length: 20 }, (_, serial) => closedUnit(serial + 1))
const LOAD = load('L-1')

const SHOP: Known[] = [
  { kind: 'operator', id: 'lars', doc: operator('lars', ['loader']) },
  { kind: 'load', id: LOAD.id, doc: LOAD },
  ...UNITS.map((doc) => ({ kind: 'unit' as const, id: doc.id, doc })),
]

const ZPL = { language: 'zpl', dpi: 203, widthMm: 102, heightMm: 152 } as const
const PRINTERS: LabelPrinter[] = [
  { ...ZPL, id: 'p1' },
  { ...ZPL, id: 'p2', dpi: 300 },
  { ...ZPL, id: 'small', widthMm: 58, heightMm: 40 },
]

/** One unit on board and LIST scanned: its pages wait for `p1`. */
function benchWithList() {
  const parts = realBench(SHOP)
  let made = 0
  const prints = printOrders({
    ...parts,
    newId: () => `again-${(made += 1)}`,
    printers: PRINTERS,
    make: (printer, label) => renderLabel(label, printer),
    isSignedIn: () => true,
    onChange: () => undefined,
  })
  parts.scan(badge('lars'), LOAD.code, `00${UNITS[0]?.id}`, CODE['LIST'] ?? '')
  const pages = prints.views(10).toReversed()
  const seen = () =>
    prints.views(10).map(({ sheet, state, printerId }) => [sheet?.page, state, printerId])
  const order = (input: PrintOrder) => prints.order(input)
  const at = new Date(parts.clock.now()).toISOString()
  return { ...parts, prints, pages, seen, order, at }
}

test('every page is a job of its own, in order, and hangs on no unit', () => {
  const { pages, jobs, close } = benchWithList()
  expect(pages.length).toBeGreaterThan(1)
  expect(pages).toMatchObject(
    pages.map((_, index) => ({
      unitId: null,
      copy: index + 1,
      state: 'queued',
      hold: null,
      isVoid: false,
      sheet: { kind: 'loading-list', load: 'L-1', page: index + 1, pages: pages.length },
    })),
  )
  expect(jobs.waiting('p1').map(({ id }) => id)).toEqual(pages.map(({ id }) => id))
  close()
})

test('a page of which nobody knows whether it came out is asked about, and printed again as it was', async () => {
  const { pages, jobs, seen, order, at, close } = benchWithList()
  const [one, two] = pages.map(({ id }) => id)
  if (one === undefined || two === undefined) throw new Error('there are no two pages')
  for (const id of [one, two]) {
    jobs.move(id, 'send', { at })
    jobs.move(id, 'unknown', { at })
  }
  expect(await order({ order: 'came-out', jobId: one })).toEqual({ accepted: true, copy: null })
  expect(await order({ order: 'not-printed', jobId: two })).toEqual({ accepted: true, copy: null })
  expect(jobs.get(one)?.state).toBe('printed')
  expect(jobs.get(two)?.state).toBe('failed')
  const again = jobs.get('again-1')
  expect(again).toMatchObject({ unitId: null, copy: 2, state: 'queued', printerId: 'p1' })
  expect(again?.document).toBe(jobs.get(two)?.document)
  expect(await order({ order: 'came-out', jobId: one })).toMatchObject({ trouble: 'not-in-doubt' })
  expect(seen()).toContainEqual([2, 'queued', 'p1'])
  close()
})

test('a page goes to another printer, unless that holds other labels', async () => {
  const { pages, jobs, order, close } = benchWithList()
  const jobId = pages[0]?.id ?? ''
  const small = { order: 'reprint', jobId, reason: 'NOTPRINTED', printerId: 'small' } as const
  expect(await order(small)).toEqual({ accepted: false, trouble: 'other-size' })
  expect(await order({ order: 'redirect', jobId, printerId: 'p2' })).toMatchObject({
    accepted: true,
  })
  expect(jobs.get(jobId)).toMatchObject({ printerId: 'p2', state: 'queued' })
  close()
})

test('a printer that says nothing leaves a page sent, and the journal asks nobody to scan it', async () => {
  const { pages, jobs, clock, close, bench } = benchWithList()
  const sent: string[] = []
  const queue = new PrintQueue({
    jobs,
    clock,
    printers: PRINTERS,
    make: (printer, label) => renderLabel(label, printer),
    print: async (_, job) => {
      sent.push(job.jobId)
      return { outcome: 'sent', detail: '' }
    },
    unitOf: () => undefined,
    onOutcome: () => {
      throw new Error('a page is no unit’s copy')
    },
    onChange: () => undefined,
    onTrouble: (text) => {
      throw new Error(text)
    },
  })
  queue.start()
  await expect.poll(() => sent).toEqual(pages.map(({ id }) => id))
  await queue.close()
  expect(pages.map(({ id }) => jobs.get(id)?.state)).toEqual(pages.map(() => 'sent'))
  expect(bench.alert).toBeNull()
  close()
})

test('a printer of any language draws every page', async () => {
  const { pages, jobs, close } = benchWithList()
  for (const language of ['zpl', 'tspl', 'escpos', 'brother-ql'] as const) {
    for (const { id } of pages) {
      const job = jobs.get(id)
      const label = job === null ? null : labelOf(job)
      if (label === null) throw new Error('there is no page')
      const printer = { ...ZPL, language, id: 'p' }
      expect((await renderLabel(label, printer)).length).toBeGreaterThan(500)
    }
  }
  close()
})

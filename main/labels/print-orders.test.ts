import { expect, test } from 'vitest'
import type { PrintOrder } from '#contract/rpc/print-order.ts'
import { badge, CODE, list, operator, qr } from '../testing/floor.ts'
import { type Known, realBench } from '../testing/real-bench.ts'
import { OAK, PRODUCTS } from '../testing/shop.ts'
import { type LabelPrinter, PRINT_EXPIRY_MS } from './print-holds.ts'
import { printOrders } from './print-orders.ts'
import { renderLabel } from './render-label.ts'

const LIST = list('l1', [{ sku: OAK.sku, requested: 2, eachWeightGrams: OAK.grams }])

const SHOP: Known[] = [
  ...PRODUCTS.map((doc) => ({ kind: 'product' as const, id: doc.sku, doc })),
  { kind: 'operator', id: 'sanne', doc: operator('sanne', ['picker', 'loader']) },
  { kind: 'pick-list', id: LIST.id, doc: LIST },
]

const ZPL = { language: 'zpl', dpi: 203, widthMm: 102, heightMm: 152 } as const

const PRINTERS: LabelPrinter[] = [
  { ...ZPL, id: 'p1' },
  { ...ZPL, id: 'p2', dpi: 300, name: 'Dock 2' },
  { ...ZPL, id: 'small', widthMm: 58, heightMm: 40 },
  { ...ZPL, id: 'dumb', language: 'escpos' },
]

/** The list picked and its one unit closed: copy 1 of its label waits for `p1`. */
function benchWithLabel(folder?: string) {
  const parts = realBench(SHOP, {}, folder)
  let pages = 0
  const prints = printOrders({
    ...parts,
    newId: () => `page-${(pages += 1)}`,
    printers: PRINTERS,
    make: (printer, label) =>
      printer.id === 'dumb' ? Promise.reject(new Error('no')) : renderLabel(label, printer),
    isSignedIn: () => parts.submit.state.operatorId !== null,
    onChange: () => undefined,
  })
  const at = new Date(parts.clock.now()).toISOString()
  /** What its printer says of a job. */
  const print = (jobId: string, outcome: 'printed' | 'sent' | 'unknown') => {
    parts.jobs.move(jobId, 'send', { at })
    const job = parts.jobs.get(jobId)
    if (job === null || job.unitId === null) throw new Error(`there is no job ${jobId}`)
    parts.bench.takePrintOutcome({ ...job, unitId: job.unitId }, { outcome, detail: '' })
  }
  const seen = () => prints.views(10).map(({ copy, state, printerId }) => [copy, state, printerId])
  const order = (input: PrintOrder) => prints.order(input)
  return { ...parts, prints, order, print, seen, at }
}

function closedUnitWithLabel() {
  const parts = benchWithLabel()
  parts.scan(badge('sanne'), LIST.code, OAK.ean, OAK.ean, CODE['CLOSE'] ?? '')
  const [job] = parts.jobs.newest(1)
  if (job === undefined || job.unitId === null) throw new Error('no label was queued')
  return { ...parts, jobId: job.id, unitId: job.unitId }
}

test('a waiting label goes to another printer as the copy that it is', async () => {
  const { order, jobId, seen, close } = closedUnitWithLabel()
  expect(await order({ order: 'redirect', jobId, printerId: 'p2' })).toEqual({
    accepted: true,
    copy: 1,
  })
  expect(seen()).toEqual([[1, 'queued', 'p2']])
  close()
})

test.each([
  ['small', 'other-size'],
  ['dumb', 'cannot-print'],
  ['nowhere', 'no-such-printer'],
  ['p1', 'same-printer'],
])('a label is not sent to printer %s: %s', async (printerId, trouble) => {
  const { order, jobId, seen, close } = closedUnitWithLabel()
  expect(await order({ order: 'redirect', jobId, printerId })).toEqual({ accepted: false, trouble })
  expect(seen()).toEqual([[1, 'queued', 'p1']])
  close()
})

test('each printer is offered with what speaks against it', async () => {
  const { prints, jobId, close } = closedUnitWithLabel()
  const offered = (await prints.targets(jobId)).map(({ name, trouble }) => [name, trouble])
  expect(offered).toEqual([
    ['p1', null],
    ['Dock 2', null],
    ['small', 'other-size'],
    ['dumb', 'cannot-print'],
  ])
  close()
})

test('what is on its way, or was, is never sent elsewhere, let go again or cancelled', async () => {
  const { order, jobId, jobs, print, seen, at, close } = closedUnitWithLabel()
  const tryAll = async () => {
    const answers = [
      await order({ order: 'redirect', jobId, printerId: 'p2' }),
      await order({ order: 'release', jobId }),
      await order({ order: 'cancel', jobId }),
    ]
    expect(answers).toEqual(
      Array.from({ length: 3 }, () => ({ accepted: false, trouble: 'already-sent' })),
    )
  }
  jobs.move(jobId, 'send', { at })
  await tryAll()
  jobs.move(jobId, 'held', { at })
  print(jobId, 'unknown')
  await tryAll()
  await order({ order: 'came-out', jobId })
  await tryAll()
  expect(seen()).toEqual([[1, 'printed', 'p1']])
  close()
})

test('nobody who is not signed in decides about labels', async () => {
  const { order, jobId, scan, seen, close } = closedUnitWithLabel()
  scan(CODE['SIGNOUT'] ?? '')
  expect(await order({ order: 'cancel', jobId })).toEqual({
    accepted: false,
    trouble: 'sign-in-first',
  })
  expect(seen()).toEqual([[1, 'queued', 'p1']])
  close()
})

test('a label that has waited too long says so, and goes when somebody lets it go', async () => {
  const { order, jobId, clock, jobs, prints, scan, close } = closedUnitWithLabel()
  clock.advance(PRINT_EXPIRY_MS + 1)
  scan(badge('sanne'))
  expect(prints.views(1)).toMatchObject([{ state: 'queued', hold: 'expired' }])
  expect(await order({ order: 'release', jobId })).toEqual({ accepted: true, copy: 1 })
  expect(prints.views(1)).toMatchObject([{ state: 'queued', hold: null }])
  const job = jobs.get(jobId)
  expect(job && jobs.waitsSince()(job)).toBe(new Date(clock.now()).toISOString())
  close()
})

test('a cancelled label never comes out, and the next one has its own number', async () => {
  const { order, jobId, seen, prints, close } = closedUnitWithLabel()
  expect(await order({ order: 'cancel', jobId })).toEqual({ accepted: true, copy: null })
  expect(await order({ order: 'release', jobId })).toEqual({
    accepted: false,
    trouble: 'not-waiting',
  })
  expect(await order({ order: 'reprint', jobId, reason: 'LOST' })).toEqual({
    accepted: true,
    copy: 2,
  })
  expect(seen()).toEqual([
    [2, 'queued', 'p1'],
    [1, 'cancelled', 'p1'],
  ])
  expect(prints.views(2).map(({ isVoid, reason }) => [isVoid, reason])).toEqual([
    [false, 'LOST'],
    [true, null],
  ])
  close()
})

test('a label in doubt that came out needs no more asking, and is still to be scanned', async () => {
  const { order, jobId, print, submit, view, unitId, seen, close } = closedUnitWithLabel()
  print(jobId, 'unknown')
  expect(submit.state.prompt).toMatchObject({ kind: 'print-in-doubt', jobId })
  expect(await order({ order: 'came-out', jobId })).toEqual({ accepted: true, copy: null })
  expect(submit.state.prompt).toBeNull()
  expect(seen()).toEqual([[1, 'printed', 'p1']])
  expect(view.get('unit', unitId)?.label).toMatchObject({ lastCopy: 1, verifiedCopy: 0 })
  expect(await order({ order: 'came-out', jobId })).toEqual({
    accepted: false,
    trouble: 'not-in-doubt',
  })
  close()
})

test('a label in doubt that did not come out: the next copy from another printer, and only it is live', async () => {
  const { order, jobId, print, submit, scan, unitId, seen, bench, jobs, close } =
    closedUnitWithLabel()
  print(jobId, 'unknown')
  const answer = await order({ order: 'not-printed', jobId, printerId: 'p2' })
  expect(answer).toEqual({ accepted: true, copy: 2 })
  expect(submit.state.prompt).toBeNull()
  expect(seen()).toEqual([
    [2, 'queued', 'p2'],
    [1, 'failed', 'p1'],
  ])
  // The first one lay under the table after all: it is void, before and after the second came out.
  scan(qr(unitId, 1))
  expect(bench.alert).toMatchObject({ code: 'superseded-copy', detail: { copy: 1, live: 2 } })
  scan(CODE['ACK'] ?? '')
  print(jobs.newest(1)[0]?.id ?? '', 'sent')
  scan(qr(unitId, 1))
  expect(bench.alert?.code).toBe('superseded-copy')
  scan(CODE['ACK'] ?? '', qr(unitId, 2))
  expect(bench.alert).toBeNull()
  expect(seen()).toEqual([
    [2, 'printed', 'p2'],
    [1, 'failed', 'p1'],
  ])
  close()
})

test('a label that failed goes to another printer under a new number: the old one may lie somewhere', async () => {
  const { order, jobId, print, seen, close } = closedUnitWithLabel()
  print(jobId, 'unknown')
  await order({ order: 'not-printed', jobId })
  const second = await order({ order: 'redirect', jobId, printerId: 'p2' })
  expect(second).toEqual({ accepted: true, copy: 3 })
  expect(seen()).toEqual([
    [3, 'queued', 'p2'],
    [2, 'cancelled', 'p1'],
    [1, 'failed', 'p1'],
  ])
  close()
})

test('a copy number is never given twice, whatever restarts and however many units came between', async () => {
  const first = closedUnitWithLabel()
  await first.order({ order: 'reprint', jobId: first.jobId, reason: 'LOST' })
  // The bench remembers a few units' copies; this one it has forgotten.
  const state = { ...first.submit.state, copies: {} }
  first.log.transaction(() => first.log.setMeta('workflow', JSON.stringify(state)))
  first.close()
  const again = benchWithLabel(first.folder)
  const [newest] = again.jobs.newest(1)
  const answer = await again.order({
    order: 'reprint',
    jobId: newest?.id ?? '',
    reason: 'UNREADABLE',
  })
  expect(answer).toEqual({ accepted: true, copy: 3 })
  expect(again.seen().map(([copy, was]) => [copy, was])).toEqual([
    [3, 'queued'],
    [2, 'cancelled'],
    [1, 'cancelled'],
  ])
  again.close()
})

test('a label that was scanned while its printer had not done with it counts as printed', () => {
  const { jobId, jobs, print, scan, unitId, seen, at, close } = closedUnitWithLabel()
  jobs.move(jobId, 'send', { at })
  scan(qr(unitId, 1))
  jobs.move(jobId, 'held', { at })
  print(jobId, 'sent')
  expect(seen()).toEqual([[1, 'printed', 'p1']])
  close()
})

test('UNDO takes the label that still waits out of the queue', () => {
  const { scan, seen, close } = closedUnitWithLabel()
  scan(CODE['UNDO'] ?? '')
  expect(seen()).toEqual([[1, 'cancelled', 'p1']])
  close()
})

test('a carton that is open again gets no new label', async () => {
  const { order, scan, jobId, close } = closedUnitWithLabel()
  scan(CODE['UNDO'] ?? '')
  expect(await order({ order: 'reprint', jobId, reason: 'LOST' })).toEqual({
    accepted: false,
    trouble: 'no-new-label',
  })
  close()
})

test('a disk without room takes no decision about labels', async () => {
  const { order, jobId, log, seen, close } = closedUnitWithLabel()
  log.db.exec(
    "CREATE TRIGGER full BEFORE UPDATE ON print_job BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  )
  expect(await order({ order: 'cancel', jobId })).toEqual({
    accepted: false,
    trouble: 'not-recorded',
  })
  expect(seen()).toEqual([[1, 'queued', 'p1']])
  close()
})

test('of two answers about one label at the same time only the first counts, and one label comes out', async () => {
  const doubted = closedUnitWithLabel()
  doubted.print(doubted.jobId, 'unknown')
  const { jobId } = doubted
  const elsewhere = doubted.order({ order: 'not-printed', jobId, printerId: 'p2' })
  expect(await doubted.order({ order: 'came-out', jobId })).toMatchObject({ accepted: true })
  expect(await elsewhere).toEqual({ accepted: false, trouble: 'not-in-doubt' })
  expect(doubted.seen()).toEqual([[1, 'printed', 'p1']])
  doubted.close()

  const damaged = closedUnitWithLabel()
  damaged.print(damaged.jobId, 'printed')
  const again = () =>
    damaged.order({
      order: 'reprint',
      jobId: damaged.jobId,
      reason: 'LOST',
      printerId: 'p2',
    })
  const answers = await Promise.all([again(), again()])
  expect(answers).toEqual([
    { accepted: true, copy: 2 },
    { accepted: false, trouble: 'void' },
  ])
  expect(damaged.seen()).toHaveLength(2)
  damaged.close()
})

import { expect, test } from 'vitest'
import { badge, CODE, product, qr } from '../testing/floor.ts'
import {
  closedBench,
  GLUE,
  OAK,
  OAK_AND_GLUE_GRAMS,
  pickedBench,
  pickingBench,
  PRODUCTS,
  shopBench,
} from '../testing/shop.ts'

const close = CODE['CLOSE'] ?? ''
const ack = CODE['ACK'] ?? ''

test('after the last line a stable weight within tolerance weighs, closes and prints', () => {
  const bench = pickedBench()
  const step = bench.weigh(OAK_AND_GLUE_GRAMS + 10)
  expect(step.actions.map(({ type }) => type)).toEqual(['pack.weigh', 'pack.close'])
  expect(step.actions[0]?.payload).toMatchObject({
    grossGrams: OAK_AND_GLUE_GRAMS + 10,
    expectedGrams: OAK_AND_GLUE_GRAMS,
    source: 'scale',
    frame: `S S ${OAK_AND_GLUE_GRAMS + 10} g`,
  })
  expect(step.prints).toEqual([{ unitId: bench.place.toVerify, copy: 1, reason: null }])
  expect(bench.view).toMatchObject({ kind: 'packing', unit: null, toVerify: { copy: 1 } })
  expect(bench.state.feedback?.text).toBe('unit-closed')
})

test('a weight outside the tolerance closes nothing by itself, nor does one before the last line', () => {
  const bench = pickedBench()
  expect(bench.weigh(OAK_AND_GLUE_GRAMS + 500).actions).toEqual([])
  const early = pickingBench()
  early.scan(OAK.ean)
  expect(early.weigh(OAK.grams).actions).toEqual([])
})

test('goods laid down before the last scan close the unit with that scan', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean, OAK.ean, OAK.ean, GLUE.ean)
  bench.weigh(OAK_AND_GLUE_GRAMS)
  bench.scan(GLUE.ean)
  expect(bench.unit(bench.place.toVerify).weight?.grossGrams).toBe(OAK_AND_GLUE_GRAMS)
})

test('the carton before, still lying on the scale, is not the weight of the next one', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean, GLUE.ean)
  bench.weigh(OAK.grams + GLUE.grams)
  bench.scan(close)
  bench.scan(`00${bench.place.toVerify}`)
  // The second carton gets the same goods while the first has not moved.
  bench.scan(OAK.ean, GLUE.ean)
  expect(bench.place.toVerify).toBeNull()
  bench.scan(CODE['SHORT'] ?? '', CODE['NOTFOUND'] ?? '')
  expect(bench.place.toVerify).toBeNull()
  bench.weigh(OAK.grams + GLUE.grams)
  expect(bench.place.toVerify).not.toBeNull()
})

test('the label scanned back verifies it, the order is PACKED and the bench free', () => {
  const bench = closedBench()
  const unitId = bench.place.toVerify ?? ''
  bench.printed('printed')
  bench.scan(qr(unitId, 1))
  expect(bench.types().slice(-2)).toEqual(['label.print', 'label.verify'])
  expect(bench.unit(unitId).label).toMatchObject({ lastCopy: 1, verifiedCopy: 1 })
  expect(bench.state).toMatchObject({ place: { kind: 'idle' }, undo: [] })
  expect(bench.list('l1').orders[0]?.status).toBe('PACKED')
  expect(bench.state.feedback?.text).toBe('list-packed')
})

test('CLOSE in the middle closes this unit and opens the next; never two without a checked label', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean)
  bench.weigh(OAK.grams)
  const first = bench.place.unitId
  bench.scan(close)
  expect(bench.place).toMatchObject({ toVerify: first, unitIds: [first, bench.place.unitId] })
  expect(bench.unit(bench.place.unitId).status).toBe('open')
  bench.scan(OAK.ean)
  bench.scan(close)
  expect(bench.alert).toMatchObject({ code: 'unverified-label', detail: { unit: first } })
  bench.scan(ack, `00${first}`, close)
  expect(bench.place.toVerify).not.toBe(first)
  expect(bench.place.toVerify).not.toBeNull()
})

test('a complete second unit closes once the first label is checked, by a weight taken since', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean, OAK.ean, OAK.ean)
  bench.weigh(3 * OAK.grams)
  bench.scan(close, GLUE.ean, GLUE.ean)
  const first = bench.place.toVerify
  bench.weigh(2 * GLUE.grams)
  expect(bench.place.toVerify).toBe(first)
  bench.scan(`00${first}`)
  expect(bench.unit(bench.place.toVerify).contents).toMatchObject([{ sku: GLUE.sku, quantity: 2 }])
})

test('CLOSE without a stable weight alerts no-weight where there is a scale', () => {
  const bench = pickedBench()
  bench.scan(close)
  expect(bench.alert?.code).toBe('no-weight')
  bench.scale = { at: 0, kind: 'motion', grams: OAK_AND_GLUE_GRAMS, unit: 'g', raw: 'S D' }
  bench.scan(ack, close)
  expect(bench.alert?.code).toBe('no-weight')
})

test('without a scale the unit is declared at what it should weigh', () => {
  const bench = pickedBench({ hasScale: false })
  bench.scan(close)
  expect(bench.unit(bench.place.toVerify).weight).toMatchObject({
    grossGrams: OAK_AND_GLUE_GRAMS,
    source: 'declared',
  })
})

test('a weight that is off asks for a supervisor’s badge, then a reason, and is kept with both', () => {
  const bench = pickedBench()
  bench.weigh(OAK_AND_GLUE_GRAMS + 900)
  bench.scan(close)
  expect(bench.state.prompt).toMatchObject({ kind: 'override', step: 'badge' })
  bench.scan(badge('ilse'))
  expect(bench.alert).toMatchObject({ reason: 'role-missing', detail: { who: 'Ilse' } })
  bench.scan(ack, CODE['HEAVY'] ?? '')
  expect(bench.alert?.reason).toBe('answer-first')
  bench.scan(ack, badge('karim'))
  expect(bench.state).toMatchObject({
    operatorId: 'sanne',
    prompt: { step: 'reason', supervisor: 'Karim' },
  })
  bench.scan(CODE['HEAVY'] ?? '')
  expect(bench.log.find(({ type }) => type === 'pack.weigh')).toMatchObject({
    operatorId: 'sanne',
    payload: {
      grossGrams: OAK_AND_GLUE_GRAMS + 900,
      override: { operatorId: 'karim', reason: 'HEAVY' },
      frame: `S S ${OAK_AND_GLUE_GRAMS + 900} g`,
    },
  })
  expect(bench.state).toMatchObject({ prompt: null, overrideBy: null, overrideFrame: null })
  expect(bench.prints).toHaveLength(1)
})

test('CANCEL leaves an override; goods put right close the unit without one', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean)
  bench.weigh(OAK.grams + 900)
  bench.scan(close, CODE['CANCEL'] ?? '')
  expect(bench.state.prompt).toBeNull()
  bench.scan(close)
  bench.weigh(OAK.grams)
  expect(bench.state.prompt).toBeNull()
  expect(bench.unit(bench.place.toVerify).weight?.grossGrams).toBe(OAK.grams)
})

test('WEIGH declares goods that don’t fit the scale, with a reason', () => {
  const bench = pickedBench()
  bench.scan(CODE['WEIGH'] ?? '', CODE['HEAVY'] ?? '')
  expect(bench.alert?.reason).toBe('answer-first')
  bench.scan(ack, CODE['TOOBIG'] ?? '')
  expect(bench.log.find(({ type }) => type === 'pack.weigh')?.payload).toMatchObject({
    source: 'declared',
    grossGrams: OAK_AND_GLUE_GRAMS,
    override: { operatorId: 'sanne', reason: 'TOOBIG' },
  })
})

test('a reprint has a reason and a number of its own; the old copy no longer counts', () => {
  const bench = closedBench()
  const unitId = bench.place.toVerify ?? ''
  bench.scan(CODE['REPRINT'] ?? '', CODE['UNREADABLE'] ?? '')
  expect(bench.prints.at(-1)).toEqual({ unitId, copy: 2, reason: 'UNREADABLE' })
  bench.scan(`00${unitId}`)
  expect(bench.alert).toMatchObject({ code: 'superseded-copy', reason: 'scan-the-qr' })
  bench.scan(ack, qr(unitId, 1))
  expect(bench.alert).toMatchObject({ reason: 'old-copy', detail: { copy: 1, live: 2 } })
  bench.scan(ack, qr(unitId, 2))
  expect(bench.unit(unitId).label).toMatchObject({ lastCopy: 2, verifiedCopy: 2 })
})

test('a label torn after the list was done is printed again and checked with nothing open', () => {
  const bench = closedBench()
  const unitId = bench.place.toVerify ?? ''
  bench.scan(qr(unitId, 1), CODE['REPRINT'] ?? '', CODE['LOST'] ?? '')
  expect(bench.prints.at(-1)).toEqual({ unitId, copy: 2, reason: 'LOST' })
  bench.scan(qr(unitId, 2))
  expect(bench.alert).toBeNull()
  expect(bench.unit(unitId).label.verifiedCopy).toBe(2)
})

test('a print in doubt asks; YES settles the job, and the label is still to be scanned', () => {
  const bench = closedBench()
  bench.printed('unknown')
  expect(bench.state.prompt).toMatchObject({ kind: 'print-in-doubt', copy: 1, jobId: 'job-1' })
  expect(bench.log.at(-1)?.payload).toMatchObject({ outcome: 'unknown' })
  bench.scan(CODE['YES'] ?? '')
  expect(bench.resolvedJobs).toEqual([{ jobId: 'job-1', state: 'printed' }])
  expect(bench.place.toVerify).not.toBeNull()
})

test('NO to a print in doubt makes a new copy; nothing in doubt is ever sent again', () => {
  const bench = closedBench()
  const unitId = bench.place.toVerify ?? ''
  bench.printed('unknown')
  bench.scan(CODE['NO'] ?? '')
  expect(bench.resolvedJobs).toEqual([{ jobId: 'job-1', state: 'failed' }])
  expect(bench.prints.at(-1)).toEqual({ unitId, copy: 2, reason: 'NOTPRINTED' })
  expect(bench.state.prompt).toBeNull()
})

test('the label itself answers a print in doubt, also when it was scanned first', () => {
  const asked = closedBench()
  const unitId = asked.place.toVerify ?? ''
  asked.printed('unknown')
  asked.scan(`00${unitId}`)
  expect(asked.resolvedJobs).toEqual([{ jobId: 'job-1', state: 'printed' }])
  expect(asked.state).toMatchObject({ prompt: null, place: { kind: 'idle' } })
  const proven = closedBench()
  proven.scan(`00${proven.place.toVerify}`)
  proven.printed('unknown')
  expect(proven.resolvedJobs).toEqual([{ jobId: 'job-1', state: 'printed' }])
  expect(proven.state.prompt).toBeNull()
})

test('a job that left in order is recorded without a question', () => {
  const bench = closedBench()
  bench.printed('sent')
  expect(bench.log.at(-1)).toMatchObject({ type: 'label.print', payload: { outcome: 'unknown' } })
  expect(bench.state.prompt).toBeNull()
})

test('a print in doubt waits until the open question is answered', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean)
  bench.weigh(OAK.grams)
  bench.scan(close, CODE['SHORT'] ?? '')
  bench.printed('unknown')
  expect(bench.state.prompt?.kind).toBe('short-reason')
  bench.scan(CODE['CANCEL'] ?? '')
  expect(bench.state).toMatchObject({ prompt: { kind: 'print-in-doubt' }, doubts: [] })
})

test('a print that ends while nobody is signed in or an alert is up is recorded all the same', () => {
  const bench = closedBench()
  bench.scan('NONSENSE')
  bench.printed('printed')
  expect(bench.log.at(-1)?.type).toBe('label.print')
  expect(bench.alert).not.toBeNull()
  const left = closedBench()
  left.scan(CODE['SIGNOUT'] ?? '')
  left.printed('printed')
  expect(left.log.at(-1)).toMatchObject({ type: 'label.print', operatorId: null })
})

test('the products’ own tolerances and the tare make the expected weight', () => {
  const heavy = product('OAK', { ...PRODUCTS[0], weightGrams: 9_999 })
  const bench = shopBench({ products: [heavy, ...PRODUCTS.slice(1)] })
  bench.scan(bench.list('l1').code, OAK.ean)
  // The list's own copy of the weight counts, so that a later edit of the product changes nothing here.
  expect(bench.view).toMatchObject({ unit: { expectedGrams: OAK.grams, toleranceGrams: 20 } })
})

test('with closing by itself switched off the right weight waits for CLOSE', () => {
  const bench = pickedBench({ autoClose: false })
  bench.weigh(OAK_AND_GLUE_GRAMS)
  expect(bench.types()).not.toContain('pack.close')
  bench.scan(CODE['CLOSE'] ?? '')
  expect(bench.types().at(-1)).toBe('pack.close')
})

test('a weight that comes right under a supervisor’s question closes all the same', () => {
  const bench = pickedBench({ autoClose: false })
  bench.weigh(OAK_AND_GLUE_GRAMS + 900)
  bench.scan(CODE['CLOSE'] ?? '')
  expect(bench.state.prompt).toMatchObject({ kind: 'override' })
  bench.weigh(OAK_AND_GLUE_GRAMS)
  expect(bench.types().at(-1)).toBe('pack.close')
})

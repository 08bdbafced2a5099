import { expect, test } from 'vitest'
import { badge, CODE, TestBench } from '../testing/floor.ts'
import {
  closedBench,
  OAK,
  oakAndGlue,
  pickedBench,
  pickingBench,
  PRODUCTS,
} from '../testing/shop.ts'
import { MEANWHILE_NAMES_MAX } from './alerts.ts'

const ack = CODE['ACK'] ?? ''

test('nobody signed in: only a badge acts', () => {
  const bench = new TestBench({ products: PRODUCTS, lists: [oakAndGlue()] })
  expect(bench.view.kind).toBe('signed-out')
  expect(bench.scan(OAK.ean).became).toBe('alert')
  expect(bench.alert?.reason).toBe('sign-in-first')
  bench.scan(ack, badge('sanne'))
  expect(bench.view.kind).toBe('idle')
  expect(bench.log).toMatchObject([{ type: 'session.sign-in', operatorId: 'sanne' }])
})

test('another badge changes the operator and keeps list and unit; each acts under their own name', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean)
  const { place } = bench.state
  const step = bench.scan(badge('ilse'))
  expect(step.actions).toMatchObject([
    { type: 'session.sign-out', operatorId: 'sanne' },
    { type: 'session.sign-in', operatorId: 'ilse' },
  ])
  expect(bench.state).toMatchObject({ operatorId: 'ilse', place })
  bench.scan(OAK.ean)
  expect(bench.log.at(-1)).toMatchObject({ type: 'pick.confirm', operatorId: 'ilse' })
  expect(bench.scan(badge('ilse')).became).toBe('ignored')
})

test('SIGNOUT keeps list, unit and question for whoever comes next', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean, CODE['SHORT'] ?? '', CODE['SIGNOUT'] ?? '')
  expect(bench.view.kind).toBe('signed-out')
  bench.scan(badge('ilse'))
  expect(bench.view).toMatchObject({ kind: 'picking', unit: { contents: [{ quantity: 1 }] } })
  expect(bench.state.prompt?.kind).toBe('short-reason')
})

test('[LOG-3] at the end of a shift the bench says what was made, and what the office has answered of it', () => {
  const said = (made: number, waiting: number) => {
    const bench = pickingBench({}, { shiftSoFar: () => ({ made, waiting }) })
    bench.scan(CODE['SIGNOUT'] ?? '')
    return bench.state.feedback
  }
  expect(said(312, 0)).toMatchObject({
    text: 'signed-out-complete',
    detail: { name: 'Sanne', made: 312, accounted: 312 },
  })
  expect(said(312, 5)).toMatchObject({
    text: 'signed-out-waiting',
    detail: { name: 'Sanne', made: 312, waiting: 5 },
  })
  expect(said(0, 0)).toMatchObject({ text: 'signed-out', detail: { name: 'Sanne' } })
})

test('a bench left alone signs its operator out; the alert stays', () => {
  const bench = pickingBench()
  bench.scan('NONSENSE')
  expect(bench.take({ kind: 'idle-timeout' }).actions).toMatchObject([{ type: 'session.sign-out' }])
  expect(bench.state).toMatchObject({ operatorId: null, alert: { reason: 'unknown-code' } })
  expect(bench.take({ kind: 'idle-timeout' }).became).toBe('ignored')
  bench.scan(ack, badge('sanne'))
  expect(bench.view.kind).toBe('picking')
})

test('a weight at a bench with nobody signed in does nothing', () => {
  const bench = pickedBench()
  bench.scan(CODE['SIGNOUT'] ?? '')
  expect(bench.weigh(3_500).actions).toEqual([])
  bench.scan(badge('sanne'))
  expect(bench.place.toVerify).not.toBeNull()
})

test('while an alert is latched only ACK acts; everything else is named and not applied', () => {
  const bench = pickingBench()
  bench.scan('NONSENSE')
  const before = { log: bench.log.length, place: bench.state.place }
  for (const text of [OAK.ean, badge('ilse'), CODE['UNDO'] ?? '', CODE['SIGNOUT'] ?? '']) {
    expect(bench.scan(text)).toMatchObject({ became: 'meanwhile', actions: [] })
  }
  expect(bench.alert?.meanwhile).toEqual([OAK.ean, 'badge', 'UNDO', 'SIGNOUT'])
  expect(bench.log).toHaveLength(before.log)
  expect(bench.state).toMatchObject({ operatorId: 'sanne', place: before.place })
  expect(bench.state.feedback?.kind).toBe('meanwhile')
  expect(bench.scan(ack)).toMatchObject({ became: 'command' })
  expect(bench.alert).toBeNull()
  expect(bench.state.feedback).toMatchObject({ text: 'acknowledged-after', detail: { scans: 4 } })
  bench.scan(OAK.ean)
  expect(bench.list('l1').lines[0]?.picked).toBe(1)
})

test('a storm of scans under an alert is named up to a limit, then counted', () => {
  const bench = pickingBench()
  bench.scan('NONSENSE')
  for (let count = 0; count < MEANWHILE_NAMES_MAX + 7; count += 1) bench.scan(OAK.ean)
  expect(bench.alert?.meanwhile).toHaveLength(MEANWHILE_NAMES_MAX + 1)
  expect(bench.alert?.meanwhile.at(-1)).toBe('+7')
  bench.scan(ack)
  const scans = MEANWHILE_NAMES_MAX + 7
  expect(bench.state.feedback).toMatchObject({ text: 'acknowledged-after', detail: { scans } })
})

test('ACK with nothing latched, and CANCEL with nothing open, are no mistakes', () => {
  const bench = closedBench()
  bench.scan(`00${bench.place.toVerify}`)
  for (const name of ['ACK', 'CANCEL']) {
    expect(bench.scan(CODE[name] ?? '').became).toBe('ignored')
    expect(bench.alert).toBeNull()
  }
})

test('a good weight laid down under an alert closes the unit with its ACK', () => {
  const bench = pickedBench()
  bench.scan('NONSENSE')
  expect(bench.weigh(3_500).actions).toEqual([])
  expect(bench.scan(ack).actions.map(({ type }) => type)).toEqual(['pack.weigh', 'pack.close'])
})

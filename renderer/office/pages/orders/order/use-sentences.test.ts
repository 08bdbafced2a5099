import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { actionDefinitions } from '#contract/actions/index.ts'
import { REASONS } from '#contract/barcode/loadline-code.ts'
import { formatsOf } from '../../../components/use-formats.ts'
import { en } from '../../../text/en.ts'
import type { Say } from '../../../text/text.ts'
import { ssccText } from '../../../components/unit-names.ts'
import { actionSentence, entrySentence } from './use-sentences.ts'
import type { HistoryEntry, OrderAction } from './use-order.ts'

const STATES = readFileSync(
  join(import.meta.dirname, '../../../../../docs/ORDER-STATES.md'),
  'utf8',
)

/** Fills a text as the page does; a name that nobody gave stays, so that it is seen. */
const say: Say = (key, values = {}) =>
  (en as Record<string, string>)[key]?.replaceAll(/\{\{(\w+)\}\}/g, (hole, name: string) =>
    String(values[name] ?? hole),
  ) ?? key
const words = {
  say,
  formats: formatsOf('en-GB', 'Europe/Amsterdam', new Date('2026-04-14T12:00:00Z')),
}

function entry(changed: Partial<HistoryEntry>): HistoryEntry {
  return {
    id: 1,
    status: 'order:confirmed',
    module: 'order',
    severity: 'info',
    recordedAt: '2026-04-14T12:00:00.000Z',
    writtenBy: 'ilse',
    payload: {},
    closedAt: null,
    closes: null,
    ...changed,
  }
}

function action(type: string, payload: unknown, sku: string | null = null): OrderAction {
  return {
    actionId: 'a-1',
    type,
    stationId: 's-1',
    stationName: 'Pack 3',
    operatorId: 'sanne',
    operatorName: 'Sanne',
    occurredAt: null,
    receivedAt: '2026-04-14T12:00:00.000Z',
    outcome: 'accepted',
    code: null,
    detail: null,
    exceptionId: null,
    sku,
    payload,
  }
}

test('every status that the office writes has a sentence without holes, whatever its payload lacks', () => {
  const statuses = [...STATES.matchAll(/^\| `([a-z]+:[a-z_]+)`/gm)].map(([, status = '']) => status)
  expect(statuses.length).toBeGreaterThan(20)
  for (const status of statuses) {
    const text = entrySentence(entry({ status }), [], words)
    expect([status, text]).toEqual([status, expect.not.stringMatching(/\{\{|^order:|history\./)])
    expect(Object.keys(en)).toContain(`history.${status}`)
  }
})

test('what is in the payload is written as people write it', () => {
  const missing = [{ sku: 'OAK-14', quantity: 3 }]
  const status = 'inventory:reservation_backordered'
  expect(entrySentence(entry({ status, payload: { missing } }), [], words)).toBe(
    'It waits for goods: 3 × OAK-14',
  )
  const paid = { status: 'payment:received', payload: { amountCents: 71_835, paymentRef: 'p-1' } }
  expect(entrySentence(entry(paid), [], words)).toBe('Paid: €718.35, reference p-1')
  const step = { status: 'order:step_skipped', payload: { from: 'PICKED', to: 'ON_HOLD' } }
  expect(entrySentence(entry(step), [], words)).toContain('from Picked to On hold')
})

test('an order that was typed in the office names who typed it', () => {
  const payload = { sourceSystem: 'office', orderIntentId: 'k-1' }
  const submitted = { status: 'order:submitted', payload }
  const told = (changed: Partial<HistoryEntry>) =>
    entrySentence(entry({ ...submitted, ...changed }), [], words)
  expect(told({ writtenByName: 'Ilse de Groot' })).toBe('Typed in the office by Ilse de Groot')
  expect(told({})).toBe('Typed in the office by ilse')
  expect(told({ writtenBy: 'office' })).toBe('Submitted by office as k-1')
  expect(told({ payload: { ...payload, sourceSystem: 'webshop' } })).toBe(
    'Submitted by webshop as k-1',
  )
})

test('what others wrote is told in their words, and closing names what it closes', () => {
  const stop = entry({
    id: 7,
    status: 'manual:stop',
    module: 'manual',
    payload: { note: 'calls back' },
  })
  expect(entrySentence(stop, [stop], words)).toBe('Note: calls back')
  const crm = entry({ status: 'crm:case_opened', module: 'crm' })
  expect(entrySentence(crm, [], words)).toBe('crm: case opened')
  const payload = { note: 'he wants it' }
  const closing = entry({
    id: 8,
    status: 'manual:stop_closed',
    module: 'manual',
    closes: 7,
    payload,
  })
  expect(entrySentence(closing, [stop, closing], words)).toBe(
    'Closed “Note: calls back”: he wants it',
  )
})

test('every action on a list, a unit or a label has a sentence; any other is named', () => {
  const about = Object.keys(actionDefinitions).filter((type) => /^(?:pick|pack|label)\./.test(type))
  for (const type of about) {
    const text = actionSentence(action(type, {}), words)
    expect([type, text]).toEqual([type, expect.not.stringMatching(/\{\{|^Did /)])
  }
  expect(actionSentence(action('refusal.close', null), words)).toBe('Did refusal.close')
  const weighed = { unitId: '387123450000000012', grossGrams: 9_020, expectedGrams: 9_000 }
  expect(actionSentence(action('pack.weigh', weighed), words)).toBe(
    'Weighed …000012: 9.02 kg, expected 9.00 kg',
  )
  expect(actionSentence(action('pick.confirm', { quantity: 2 }, 'OAK-14'), words)).toBe(
    'Picked 2 × OAK-14',
  )
})

test('why somebody at a bench did it is said in words, and a note left empty leaves no colon', () => {
  const short = { status: 'picking:short', module: 'picking' }
  for (const { name: reason } of REASONS) {
    expect(Object.keys(en)).toContain(`why.${reason}`)
    const told = entrySentence(entry({ ...short, payload: { reason } }), [], words)
    expect(told).not.toContain(reason)
    expect(actionSentence(action('pick.short', { reason }), words)).not.toContain(reason)
  }
  const payload = { quantity: 1, sku: 'OAK-14', reason: 'OUTOFSTOCK' }
  expect(entrySentence(entry({ ...short, payload }), [], words)).toBe(
    '1 of OAK-14 not found: the shelf was empty',
  )
  const partial = entry({ status: 'order:ship_partial', payload: { note: '' } })
  expect(entrySentence(partial, [], words)).toBe('A supervisor lets it go without the rest')
})

test('an SSCC is read as it stands on the label', () => {
  expect(ssccText('387123450000000012')).toBe('(00) 3 8712345 000000001 2')
})

import { expect, test } from 'vitest'
import type { PickList } from '#contract/documents/pick-list.ts'
import { list } from '../testing/floor.ts'
import { oakAndGlue, shopBench } from '../testing/shop.ts'
import { LISTS_OFFERED_MAX } from './lists-offered.ts'

/** The test floor's clock: Thursday 16 April, ten in the morning in Amsterdam. */
const [WEDNESDAY, THURSDAY, FRIDAY] = ['2026-04-15', '2026-04-16', '2026-04-17']

test('overdue comes before today, today before later, and one’s own before all of them', () => {
  const claim = { stationId: 'st-1', leaseUntil: '2027-01-01T00:00:00.000Z' }
  const mine = { ...offered('l4', { deliveryDate: FRIDAY }), claim, status: 'claimed' as const }
  const lists = [
    offered('l1', { deliveryDate: FRIDAY }),
    offered('l2', { deliveryDate: THURSDAY }),
    offered('l3', { deliveryDate: WEDNESDAY }),
    mine,
  ]
  expect(rows(lists).map(({ id, due }) => [id, due])).toEqual([
    ['l4', 'later'],
    ['l3', 'overdue'],
    ['l2', 'today'],
    ['l1', 'later'],
  ])
})

test('of one day the region whose cut-off comes first is picked first, and its time is told', () => {
  const lists = [
    offered('l1', { region: 'EAST' }),
    offered('l2', { region: 'WEST' }),
    offered('l3', { region: 'NORTH' }),
  ]
  const found = rows(lists, { EAST: '16:00', WEST: '11:30', NORTH: '16:00' })
  expect(found.map(({ id, cutOffAt }) => [id, cutOffAt])).toEqual([
    ['l2', '2026-04-16T09:30:00.000Z'],
    ['l1', '2026-04-16T14:00:00.000Z'],
    ['l3', '2026-04-16T14:00:00.000Z'],
  ])
})

test('what a customer comes for waits for no truck, and a region nobody knows has no cut-off', () => {
  const lists = [
    offered('l2', { region: 'WEST' }),
    offered('l3', { region: 'AWAY' }),
    offered('l1', { region: null }),
  ]
  const found = rows(lists, { WEST: '11:30' })
  expect(found.map(({ id }) => id)).toEqual(['l1', 'l3', 'l2'])
  expect(found.map(({ cutOffAt }) => cutOffAt === undefined)).toEqual([true, true, false])
})

test('the most urgent are offered where there are more than anybody reads', () => {
  const many = Array.from({ length: LISTS_OFFERED_MAX + 5 }, (_, n) =>
    offered(`a${String(n).padStart(3, '0')}`, { deliveryDate: FRIDAY }),
  )
  const found = rows([...many, offered('z', { deliveryDate: WEDNESDAY })])
  expect(found).toHaveLength(LISTS_OFFERED_MAX)
  expect(found[0]?.id).toBe('z')
})

function offered(id: string, more: Partial<PickList>): PickList {
  return list(id, oakAndGlue().lines, more)
}

function rows(lists: readonly PickList[], cutOffs: Record<string, string> = {}) {
  const bench = shopBench({ lists, loads: [] })
  const warehouse = {
    code: 'MAIN',
    name: 'Main',
    timezone: 'Europe/Amsterdam',
    gs1CompanyPrefix: '8712345',
    address: 'Kade 1',
    qrKey: 'ab'.repeat(32),
    qrPersonalData: 'full' as const,
  }
  bench.floor.put('warehouse', 'MAIN', warehouse)
  for (const [code, cutOff] of Object.entries(cutOffs)) {
    const timezone = 'Europe/Amsterdam'
    const deliveryWeekdays = [1, 2, 3, 4, 5, 6, 7]
    bench.floor.put('region', code, {
      code,
      name: code,
      timezone,
      cutOff,
      deliveryWeekdays,
      closedDates: [],
    })
  }
  const { view } = bench
  if (view.kind !== 'idle') throw new Error(view.kind)
  return view.lists
}

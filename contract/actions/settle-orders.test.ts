import { expect, test } from 'vitest'
import type { OrderStatus } from '../orders/order-status.ts'
import { NORTH, NOW, orderOnList, pickLine, pickList } from '../testing/builders.ts'
import { settleOrders } from './settle-orders.ts'

const claim = { stationId: NORTH, leaseUntil: NOW }

type Counters = { picked?: number; short?: number; packed?: number; loaded?: number }

function settled(status: OrderStatus, counters: Counters, isClaimed = true, isShipping = false) {
  const shortDecision = isShipping ? 'ship' : 'undecided'
  const { list, effects } = settleOrders(
    pickList({
      claim: isClaimed ? claim : null,
      orders: [orderOnList({ status, shortDecision })],
      lines: [pickLine(counters)],
    }),
  )
  const steps = effects.map((e) => (e.kind === 'order-status' ? `${e.from}>${e.to}` : e.kind))
  return { order: list.orders[0]?.status, list: list.status, steps }
}

test('an order follows its lines from claim to truck', () => {
  expect(settled('CONFIRMED', {}).order).toBe('IN_PROGRESS')
  expect(settled('IN_PROGRESS', { picked: 4 }).order).toBe('PICKED')
  expect(settled('PICKED', { picked: 4, packed: 4 }).order).toBe('PACKED')
  expect(settled('PACKED', { picked: 4, packed: 4, loaded: 4 }).order).toBe('LOADED')
})

test('and back again when goods are taken back', () => {
  expect(settled('LOADED', { picked: 4, packed: 4 }).steps).toEqual(['LOADED>PACKED'])
  expect(settled('PACKED', { picked: 4 }).steps).toEqual(['PACKED>PICKED'])
  expect(settled('PICKED', { picked: 3 }).steps).toEqual(['PICKED>IN_PROGRESS'])
  expect(settled('IN_PROGRESS', {}, false).steps).toEqual(['IN_PROGRESS>CONFIRMED'])
})

test('a leap takes every state between, and never ON_HOLD', () => {
  const loaded = { picked: 4, packed: 4, loaded: 4 }
  expect(settled('CONFIRMED', loaded).steps).toEqual([
    'CONFIRMED>IN_PROGRESS',
    'IN_PROGRESS>PICKED',
    'PICKED>PACKED',
    'PACKED>LOADED',
  ])
  expect(settled('LOADED', {}, false).steps).toEqual([
    'LOADED>PACKED',
    'PACKED>PICKED',
    'PICKED>IN_PROGRESS',
    'IN_PROGRESS>CONFIRMED',
  ])
})

test('an undecided short holds the order once the rest is packed', () => {
  const short = { picked: 2, short: 2, packed: 2 }
  expect(settled('PICKED', short).order).toBe('ON_HOLD')
  expect(settled('ON_HOLD', short, true, true).steps).toEqual(['ON_HOLD>PACKED'])
  expect(settled('IN_PROGRESS', { short: 4 }, true, true).order).toBe('ON_HOLD')
})

test('an order that hands do not move stays where it is', () => {
  const elsewhere: OrderStatus[] = [
    'PENDING_PAYMENT',
    'OUT_FOR_DELIVERY',
    'DELIVERED',
    'COMPLETED',
    'DELIVERY_FAILED',
    'CANCELLED',
  ]
  for (const status of elsewhere) {
    expect(settled(status, { picked: 4 })).toMatchObject({ order: status, steps: [] })
  }
})

test('a list is open, claimed, done or cancelled as its orders are', () => {
  expect(settled('CONFIRMED', {}, false).list).toBe('open')
  expect(settled('CONFIRMED', {}).list).toBe('claimed')
  expect(settled('PICKED', { picked: 4, packed: 4 }).list).toBe('done')
  expect(settled('CANCELLED', {}).list).toBe('cancelled')
})

test('a list of two orders is done with its last one', () => {
  const two = pickList({
    claim,
    orders: [orderOnList(), orderOnList({ orderNumber: 'LL-000002' })],
    lines: [pickLine({ picked: 4, packed: 4 }), pickLine({ lineNo: 2, orderNumber: 'LL-000002' })],
  })
  const { list } = settleOrders(two)
  expect(list.orders.map((order) => order.status)).toEqual(['PACKED', 'IN_PROGRESS'])
  expect(list.status).toBe('claimed')
})

test('what is settled stays settled', () => {
  const { list } = settleOrders(pickList({ claim }))
  expect(settleOrders(list)).toEqual({ list, effects: [] })
})

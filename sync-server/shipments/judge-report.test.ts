import { expect, test } from 'vitest'
import { CourierStatus } from '#contract/http/shipment-routes.ts'
import { canTransition, OrderStatus } from '#contract/orders/order-status.ts'
import { judgeReport } from './judge-report.ts'

const NOON = '2026-03-11T12:00:00.000Z'
const known = (orderStatus: OrderStatus, statusAt: string | null = null) => ({
  orderStatus,
  statusAt,
})

test('a report moves what is on the road, and brings what is loaded onto it first', () => {
  const report = { status: 'DELIVERED', occurredAt: NOON } as const
  expect(judgeReport(report, known('OUT_FOR_DELIVERY'))).toEqual({
    became: 'applied',
    path: ['DELIVERED'],
  })
  expect(judgeReport(report, known('LOADED'))).toEqual({
    became: 'applied',
    path: ['OUT_FOR_DELIVERY', 'DELIVERED'],
  })
})

test('whatever is reported of whatever order, only steps of the table are taken', () => {
  for (const status of CourierStatus.options) {
    for (const orderStatus of OrderStatus.options) {
      const { became, path } = judgeReport({ status, occurredAt: NOON }, known(orderStatus))
      const steps = path.map((to, n) => canTransition(path[n - 1] ?? orderStatus, to))
      expect(steps, `${status} of ${orderStatus}`).toEqual(path.map(() => true))
      expect(path.length > 0).toBe(became === 'applied')
    }
  }
})

test('what is older than what is known is late; of the same instant it counts', () => {
  const later = '2026-03-11T12:00:00.001Z'
  const report = { status: 'FAILED', occurredAt: NOON } as const
  expect(judgeReport(report, known('OUT_FOR_DELIVERY', later)).became).toBe('late')
  expect(judgeReport(report, known('DELIVERED', later)).became).toBe('late')
  expect(judgeReport(report, known('OUT_FOR_DELIVERY', NOON)).became).toBe('applied')
})

test('delivered, and seen on the road after that, cannot both be', () => {
  const later = '2026-03-11T12:00:00.001Z'
  const report = { status: 'DELIVERED', occurredAt: NOON } as const
  expect(judgeReport(report, known('OUT_FOR_DELIVERY', later)).became).toBe('conflict')
  for (const orderStatus of ['DELIVERED', 'PACKED', 'LOADED'] as const) {
    expect(judgeReport(report, known(orderStatus, later)).became).toBe('late')
  }
})

test('goods that never were on a truck of ours are for a person to look at', () => {
  const report = { status: 'DELIVERED', occurredAt: NOON } as const
  for (const orderStatus of ['CONFIRMED', 'PICKED', 'PACKED', 'ON_HOLD', 'CANCELLED'] as const) {
    expect(judgeReport(report, known(orderStatus)).became).toBe('conflict')
  }
  expect(judgeReport(report, known('DELIVERY_FAILED', '2026-03-11T11:00:00.000Z')).became).toBe(
    'conflict',
  )
  expect(judgeReport(report, known('COMPLETED')).became).toBe('same')
})

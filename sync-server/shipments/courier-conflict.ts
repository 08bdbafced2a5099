import type { CourierStatus } from '#contract/http/shipment-routes.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import type { OfficeDeps } from '../deps.ts'
import { exceptionOfOffice, type NewException } from '../exceptions/exceptions.ts'
import type { LockedOrder } from '../orders/index.ts'
import type { Report } from './record-report.ts'

const COURIER_CONFLICT = 'courier-conflict'

const SAID: Readonly<Record<CourierStatus, string>> = {
  IN_TRANSIT: 'on its way',
  DELIVERED: 'delivered',
  FAILED: 'not delivered',
}

const HAD: Partial<Record<OrderStatus, string>> = {
  PACKED: 'packed, on no truck',
  LOADED: 'loaded, not gone yet',
  OUT_FOR_DELIVERY: 'still on its way',
  DELIVERED: 'delivered',
  COMPLETED: 'delivered and invoiced',
  DELIVERY_FAILED: 'not delivered',
  CANCELLED: 'cancelled',
  ON_HOLD: 'held back',
}
const HAD_ELSE = 'not packed yet'

/** What a person must find out when a courier says what cannot be. */
export function courierConflict(conflict: {
  report: Report
  order: LockedOrder
  at: string
  deps: OfficeDeps
}): NewException {
  const { report, order, at, deps } = conflict
  const detail = {
    orderNumber: order.orderNumber,
    shipmentId: report.shipmentId,
    courier: report.writtenBy.replace(/^courier:/, ''),
    said: SAID[report.status],
    had: HAD[order.status] ?? HAD_ELSE,
    occurredAt: report.occurredAt,
  }
  return exceptionOfOffice(deps, { code: COURIER_CONFLICT, detail, at })
}

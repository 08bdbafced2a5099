import { capacityHandlers } from './capacity/index.ts'
import { inventoryHandlers } from './inventory/index.ts'
import { loadingHandlers } from './loading/index.ts'
import { fillWaiting, orderHandlers, orderHistoryHandlers } from './orders/index.ts'
import { pickingHandlers } from './picking/index.ts'
import { catalogueHandlers } from './catalogue/index.ts'
import { identityHandlers } from './identity/index.ts'
import { shipmentHandlers } from './shipments/index.ts'
import { reconciliationHandlers } from './reconciliation/index.ts'
import { stationHandlers } from './stations/index.ts'
import { stationLogHandlers } from './log-import/index.ts'
import { warehouseHandlers } from './warehouses/index.ts'
import { officeHandlers } from './http/office-handlers.ts'
import { floorHandlers } from './floor/index.ts'
import type { Handlers } from './http/handler.ts'
import { exceptionHandlers } from './exceptions/index.ts'
import { type Guard, webhookHandlers } from './outbox/index.ts'
import type { Office } from './office.ts'
import { type Hub, syncHandlers } from './sync/index.ts'

/** Every operation with the module that answers it. */
export function createHandlers(office: Office, parts: { hub: Hub; guard: Guard }): Handlers {
  return {
    ...officeHandlers(office),
    ...warehouseHandlers(office),
    ...catalogueHandlers(office),
    ...identityHandlers(office),
    ...stationHandlers(office),
    ...stationLogHandlers(office),
    ...capacityHandlers(office),
    ...inventoryHandlers(office, (goods) => fillWaiting(office, goods)),
    ...reconciliationHandlers(office),
    ...orderHandlers(office),
    ...orderHistoryHandlers(office),
    ...pickingHandlers(office),
    ...loadingHandlers(office),
    ...shipmentHandlers(office),
    ...syncHandlers(office, parts.hub),
    ...exceptionHandlers(office),
    ...floorHandlers(office),
    ...webhookHandlers(office, parts.guard),
  }
}

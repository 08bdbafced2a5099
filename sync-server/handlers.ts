import { capacityHandlers } from './capacity/index.ts'
import { inventoryHandlers } from './inventory/index.ts'
import { loadingHandlers } from './loading/index.ts'
import { orderHandlers } from './orders/index.ts'
import { pickingHandlers } from './picking/index.ts'
import { catalogueHandlers } from './catalogue/index.ts'
import { identityHandlers } from './identity/index.ts'
import { shipmentHandlers } from './shipments/index.ts'
import { stationHandlers } from './stations/index.ts'
import { warehouseHandlers } from './warehouses/index.ts'
import { officeHandlers } from './http/office-handlers.ts'
import type { Handlers } from './http/handler.ts'
import { exceptionHandlers } from './exceptions/index.ts'
import type { Office } from './office.ts'
import { type Hub, syncHandlers } from './sync/index.ts'

/** Every operation with the module that answers it. */
export function createHandlers(office: Office, hub: Hub): Handlers {
  return {
    ...officeHandlers(office),
    ...warehouseHandlers(office),
    ...catalogueHandlers(office),
    ...identityHandlers(office),
    ...stationHandlers(office),
    ...capacityHandlers(office),
    ...inventoryHandlers(office),
    ...orderHandlers(office),
    ...pickingHandlers(office),
    ...loadingHandlers(office),
    ...shipmentHandlers(office),
    ...syncHandlers(office, hub),
    ...exceptionHandlers(office),
  }
}

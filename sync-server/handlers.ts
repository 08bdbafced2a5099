import { catalogueHandlers } from './catalogue/index.ts'
import { identityHandlers } from './identity/index.ts'
import { stationHandlers } from './stations/index.ts'
import { warehouseHandlers } from './warehouses/index.ts'
import { officeHandlers } from './http/office-handlers.ts'
import type { Handler, Handlers } from './http/handler.ts'
import { Problem } from './http/problem.ts'
import type { OperationName } from '#contract/http/routes.ts'
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
    // capacity/
    putCapacity: missing(),
    getCapacity: missing(),
    // inventory/
    postStockMovement: missing(),
    listStock: missing(),
    listLedger: missing(),
    // orders/
    postOrderIntent: missing(),
    listOrders: missing(),
    getOrder: missing(),
    cancelOrder: missing(),
    adjustOrder: missing(),
    // picking/
    generatePickLists: missing(),
    listPickLists: missing(),
    releasePickList: missing(),
    // loading/
    postLoad: missing(),
    getLoad: missing(),
    departLoad: missing(),
    ...syncHandlers(office, hub),
    ...exceptionHandlers(office),
  }
}

function missing<N extends OperationName>(): Handler<N> {
  return () => Promise.reject(new Problem('not-supported', 'not built yet'))
}

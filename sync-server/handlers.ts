import { officeHandlers } from './http/office-handlers.ts'
import type { Handler, Handlers } from './http/handler.ts'
import { Problem } from './http/problem.ts'
import type { OperationName } from '#contract/http/routes.ts'
import type { Office } from './office.ts'

/** Every operation with the module that answers it. */
export function createHandlers(office: Office): Handlers {
  return {
    ...officeHandlers(office),
    putWarehouse: missing(),
    getWarehouse: missing(),
    putProduct: missing(),
    getProduct: missing(),
    putRegion: missing(),
    getRegion: missing(),
    putPackaging: missing(),
    getPackaging: missing(),
    putOperator: missing(),
    postStationCode: missing(),
    listStations: missing(),
    revokeStation: missing(),
    enrol: missing(),
    heartbeat: missing(),
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
    // sync/
    push: missing(),
    pull: missing(),
    live: missing(),
    // exceptions/
    listExceptions: missing(),
    resolveException: missing(),
  }
}

function missing<N extends OperationName>(): Handler<N> {
  return () => Promise.reject(new Problem('not-supported', 'not built yet'))
}

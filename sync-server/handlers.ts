import { capacityHandlers } from './capacity/index.ts'
import { inventoryHandlers } from './inventory/index.ts'
import { loadingHandlers } from './loading/index.ts'
import { fillWaiting, orderHandlers, orderHistoryHandlers } from './orders/index.ts'
import { pickingHandlers } from './picking/index.ts'
import { consoleHandlers, searchHandlers, todayHandlers, type ChangeHub } from './console/index.ts'
import { catalogueHandlers } from './catalogue/index.ts'
import { type CompanySignIn, identityHandlers } from './identity/index.ts'
import { shipmentHandlers } from './shipments/index.ts'
import { reconciliationHandlers } from './reconciliation/index.ts'
import { stationHandlers } from './stations/index.ts'
import { stationCareHandlers } from './station-care/index.ts'
import { stationLogHandlers } from './log-import/index.ts'
import { epcisHandlers } from './epcis/index.ts'
import { warehouseHandlers } from './warehouses/index.ts'
import { aboutHandlers } from './http/about.ts'
import { healthHandlers } from './health/index.ts'
import { officeHandlers } from './http/office-handlers.ts'
import { floorHandlers } from './floor/index.ts'
import type { ConsoleFiles } from './http/console-files.ts'
import type { Handlers } from './http/handler.ts'
import { exceptionHandlers } from './exceptions/index.ts'
import { type Guard, webhookHandlers } from './outbox/index.ts'
import type { Office } from './office.ts'
import { privacyHandlers } from './privacy/index.ts'
import { traceHandlers } from './traces/index.ts'
import { type Hub, syncHandlers } from './sync/index.ts'

export type HandlerParts = {
  hub: Hub
  changes: ChangeHub
  guard: Guard
  consoleFiles: ConsoleFiles
  company: CompanySignIn | null
}

/** Every operation with the module that answers it. */
export function createHandlers(office: Office, parts: HandlerParts): Handlers {
  return {
    ...officeHandlers(office, parts.consoleFiles),
    ...healthHandlers(office),
    ...aboutHandlers(office),
    ...warehouseHandlers(office),
    ...catalogueHandlers(office),
    ...identityHandlers(office, parts.company),
    ...stationHandlers(office),
    ...stationCareHandlers(office),
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
    ...consoleHandlers(office, parts.changes),
    ...todayHandlers(office),
    ...searchHandlers(office),
    ...traceHandlers(office),
    ...epcisHandlers(office),
    ...privacyHandlers(office),
  }
}

import { aboutRoutes } from './about-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import { capacityRoutes } from './capacity-routes.ts'
import { catalogueRoutes } from './catalogue-routes.ts'
import { consoleRoutes } from './console-routes.ts'
import { epcisRoutes } from './epcis-routes.ts'
import { exceptionRoutes } from './exception-routes.ts'
import { floorRoutes } from './floor-routes.ts'
import { identityRoutes } from './identity-routes.ts'
import { intentImportRoutes } from './intent-import-routes.ts'
import { loadingRoutes } from './loading-routes.ts'
import { officeRoutes } from './office-routes.ts'
import { orderHistoryRoutes } from './order-history-routes.ts'
import { orderRoutes } from './order-routes.ts'
import { orderWorkRoutes } from './order-work-routes.ts'
import { pickingRoutes } from './picking-routes.ts'
import { privacyRoutes } from './privacy-routes.ts'
import type { RouteDefinition } from './route.ts'
import { searchRoutes } from './search-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { shipmentRoutes } from './shipment-routes.ts'
import { stationCareRoutes } from './station-care-routes.ts'
import { stationLogRoutes } from './station-log-routes.ts'
import { stationRoutes } from './station-routes.ts'
import { stockRoutes } from './stock-routes.ts'
import { todayRoutes } from './today-routes.ts'
import { traceRoutes } from './trace-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

/** The office's whole API, by operation name. */
export const routes = {
  ...officeRoutes,
  ...aboutRoutes,
  ...catalogueRoutes,
  ...identityRoutes,
  ...consoleRoutes,
  ...sessionRoutes,
  ...auditRoutes,
  ...capacityRoutes,
  ...stockRoutes,
  ...orderRoutes,
  ...intentImportRoutes,
  ...orderHistoryRoutes,
  ...orderWorkRoutes,
  ...pickingRoutes,
  ...loadingRoutes,
  ...shipmentRoutes,
  ...stationRoutes,
  ...stationCareRoutes,
  ...stationLogRoutes,
  ...exceptionRoutes,
  ...floorRoutes,
  ...todayRoutes,
  ...searchRoutes,
  ...traceRoutes,
  ...privacyRoutes,
  ...webhookRoutes,
  ...epcisRoutes,
} as const satisfies Record<string, RouteDefinition>

export type Routes = typeof routes
export type OperationName = keyof Routes

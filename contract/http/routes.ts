import { auditRoutes } from './audit-routes.ts'
import { capacityRoutes } from './capacity-routes.ts'
import { catalogueRoutes } from './catalogue-routes.ts'
import { exceptionRoutes } from './exception-routes.ts'
import { floorRoutes } from './floor-routes.ts'
import { identityRoutes } from './identity-routes.ts'
import { intentImportRoutes } from './intent-import-routes.ts'
import { loadingRoutes } from './loading-routes.ts'
import { officeRoutes } from './office-routes.ts'
import { orderHistoryRoutes } from './order-history-routes.ts'
import { orderRoutes } from './order-routes.ts'
import { pickingRoutes } from './picking-routes.ts'
import type { RouteDefinition } from './route.ts'
import { shipmentRoutes } from './shipment-routes.ts'
import { stationLogRoutes } from './station-log-routes.ts'
import { stationRoutes } from './station-routes.ts'
import { stockRoutes } from './stock-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

/** The office's whole API, by operation name. */
export const routes = {
  ...officeRoutes,
  ...catalogueRoutes,
  ...identityRoutes,
  ...auditRoutes,
  ...capacityRoutes,
  ...stockRoutes,
  ...orderRoutes,
  ...intentImportRoutes,
  ...orderHistoryRoutes,
  ...pickingRoutes,
  ...loadingRoutes,
  ...shipmentRoutes,
  ...stationRoutes,
  ...stationLogRoutes,
  ...exceptionRoutes,
  ...floorRoutes,
  ...webhookRoutes,
} as const satisfies Record<string, RouteDefinition>

export type Routes = typeof routes
export type OperationName = keyof Routes

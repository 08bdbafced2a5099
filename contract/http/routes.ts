import { catalogueRoutes } from './catalogue-routes.ts'
import { officeRoutes } from './office-routes.ts'
import { orderRoutes } from './order-routes.ts'
import type { RouteDefinition } from './route.ts'
import { stationRoutes } from './station-routes.ts'

/** The office's whole API, by operation name. */
export const routes = {
  ...officeRoutes,
  ...catalogueRoutes,
  ...orderRoutes,
  ...stationRoutes,
} as const satisfies Record<string, RouteDefinition>

export type Routes = typeof routes
export type OperationName = keyof Routes

import type { FastifyRequest } from 'fastify'
import type { LogContext } from '../log/index.ts'

/** What every line about a call says of it. */
export function logContextOf(request: FastifyRequest): LogContext {
  const { id: requestId, caller, routeOptions } = request
  return {
    requestId,
    operation: routeOptions.config.operation ?? 'none',
    ...(caller !== null && 'stationId' in caller ? { stationId: caller.stationId } : {}),
    ...(caller !== null && 'name' in caller ? { userId: caller.name } : {}),
  }
}

import { routes } from '../../contract/http/routes.ts'
import type { RouteDefinition } from '../../contract/http/route.ts'
import { ADMIN_TOKEN, type Answer, type CallOptions, type TestOffice } from './office.ts'

export type MadeCall = { requestId: string; operation: string; path: string; status: number }

const PATTERNS = Object.entries(routes as Record<string, RouteDefinition>).map(([name, route]) => ({
  name,
  route,
  pattern: new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}))

/** Every route that changes something for somebody of the office, a courier or whoever signs in. */
export const CHANGING_ROUTES = PATTERNS.filter(
  ({ name, route }) => route.method !== 'GET' && route.auth !== 'station' && name !== 'enrol',
)

/** The same office, with a list of every call that was made to it. */
export function listenTo(office: TestOffice): { office: TestOffice; calls: MadeCall[] } {
  const calls: MadeCall[] = []
  const call = async (method: string, path: string, options: CallOptions = {}): Promise<Answer> => {
    const requestId = `story-${calls.length}`
    const made: MadeCall = { requestId, operation: operationOf(method, path), path, status: 0 }
    calls.push(made)
    const headers = { ...options.headers, 'x-request-id': requestId }
    const answer = await office.call(method, path, { ...options, headers })
    made.status = answer.status
    return answer
  }
  const admin = (method: string, path: string, body?: unknown) =>
    call(method, path, { token: ADMIN_TOKEN, body })
  return { office: { ...office, call, admin }, calls }
}

function operationOf(method: string, path: string): string {
  const [address = ''] = path.split('?')
  const found = PATTERNS.find(({ route, pattern }) => {
    return route.method === method && pattern.test(address)
  })
  return found?.name ?? 'none'
}

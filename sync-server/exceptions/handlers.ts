import type { Handler } from '../http/handler.ts'
import type { Office } from '../office.ts'
import { listExceptions } from './read-exceptions.ts'
import { resolveException } from './resolve-exception.ts'

export function exceptionHandlers(office: Office): {
  listExceptions: Handler<'listExceptions'>
  resolveException: Handler<'resolveException'>
} {
  const { store, deps } = office
  return {
    listExceptions: async ({ query }) => {
      const page = await store.snapshot((tx) => listExceptions(tx, query))
      return { status: 200, body: page }
    },
    resolveException: async ({ params, body, auth: caller, change }) => {
      const resolving = { kind: store.kind, deps, id: params.id, caller, ...body }
      const found = await change((tx) => resolveException(tx, resolving))
      office.poke(found.warehouse)
      return { status: 200, body: found }
    },
  }
}

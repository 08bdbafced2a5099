import type { Handler } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { countExceptions } from './count-exceptions.ts'
import { findException, listExceptions } from './read-exceptions.ts'
import { resolveException } from './resolve-exception.ts'

export function exceptionHandlers(office: Office): {
  listExceptions: Handler<'listExceptions'>
  countExceptions: Handler<'countExceptions'>
  getException: Handler<'getException'>
  resolveException: Handler<'resolveException'>
} {
  const { store, deps } = office
  return {
    listExceptions: async ({ query }) => {
      const page = await store.snapshot((tx) => listExceptions(tx, query))
      return { status: 200, body: page }
    },
    countExceptions: async () => ({
      status: 200,
      body: await store.snapshot((tx) => countExceptions(tx)),
    }),
    getException: async ({ params: { id } }) => {
      const found = await store.snapshot((tx) => findException(tx, id))
      if (found === undefined) throw new Problem('not-found', 'there is no such exception')
      return { status: 200, body: found }
    },
    resolveException: async ({ params, body, auth: caller, change }) => {
      const resolving = { kind: store.kind, deps, id: params.id, caller, ...body }
      const found = await change((tx) => resolveException(tx, resolving))
      office.poke(found.warehouse)
      return { status: 200, body: found }
    },
  }
}

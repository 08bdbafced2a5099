import type { Handler } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { writeDocuments } from '../sync/documents.ts'
import { findException, listExceptions } from './read-exceptions.ts'
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
    resolveException: async ({ params, body, auth, change }) => {
      const found = await change(async (tx) => {
        const writes = await resolveException(tx, {
          deps,
          id: params.id,
          choice: body.choice,
          note: body.note,
          resolvedBy: auth.name,
        })
        const exception = await findException(tx, params.id)
        if (exception === undefined) throw new Problem('not-found', 'there is no such exception')
        await writeDocuments(tx, exception.warehouse, writes)
        return exception
      })
      office.poke(found.warehouse)
      return { status: 200, body: found }
    },
  }
}

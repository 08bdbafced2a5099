import type { Handlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { findAnything } from './find-anything.ts'

/** The one box in which everything is looked for. */
export function searchHandlers({ store }: Office): Pick<Handlers, 'findAnything'> {
  return {
    findAnything: async ({ query, auth }) => {
      const body = await store.snapshot((tx) => findAnything(tx, query.q, auth.scopes))
      return { status: 200, body }
    },
  }
}

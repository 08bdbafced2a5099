import type { Handlers } from '../http/handler.ts'
import type { Office } from '../office.ts'
import { readTrace } from './read-trace.ts'

export function traceHandlers({ store }: Office): Pick<Handlers, 'getTrace'> {
  return {
    getTrace: async ({ params: { actionId } }) => ({
      status: 200,
      body: await store.snapshot((tx) => readTrace(tx, actionId)),
    }),
  }
}

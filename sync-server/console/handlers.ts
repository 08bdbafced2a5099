import type { Handlers } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import type { ChangeHub } from './change-hub.ts'
import { openChangeStream } from './open-change-stream.ts'

type ConsoleHandlers = Pick<Handlers, 'watchOffice'>

/** A page whose stream is refused asks again. */
const RETRY_SECONDS = 30

/** What only the pages of the office ask for. */
export function consoleHandlers({ deps }: Office, changes: ChangeHub): ConsoleHandlers {
  return {
    watchOffice: async () => {
      const stream = openChangeStream(changes, deps)
      if (stream === undefined) {
        throw new Problem('rate-limited', 'too many pages listen at this instance', {
          retryAfterSeconds: RETRY_SECONDS,
        })
      }
      return { status: 200, headers: { 'x-accel-buffering': 'no' }, body: stream }
    },
  }
}

import { AsyncLocalStorage } from 'node:async_hooks'

/** What every line says that is written while something is done, however deep inside. */
export type LogContext = {
  /** The call, or the run of a job, that it belongs to. */
  requestId: string
  operation?: string
  /** Who is signed in, for calls of the office. */
  userId?: string
  stationId?: string
  job?: string
}

const contexts = new AsyncLocalStorage<LogContext>()

/** Does `work`; lines that it and what it calls write carry `context`. */
export function withLogContext<T>(context: LogContext, work: () => T): T {
  return contexts.run(context, work)
}

export function logContext(): LogContext | undefined {
  return contexts.getStore()
}

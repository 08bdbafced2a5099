export { createLog } from './create-log.ts'
export { type LogContext, logContext, withLogContext } from './log-context.ts'

import { destination, pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino'
import { databaseErrorCode } from '../store/index.ts'
import { logContext } from './log-context.ts'
import { maskMembers, maskText } from './mask.ts'

/** Class 22: the message of such an error quotes the value that it was about. */
const BAD_VALUE_CLASS = '22'

/**
 * One JSON object a line with time, level, `msg` and, while something is being done, what that is
 * (`requestId` above all). On stderr: stdout belongs to the ready line.
 */
export function createLog(level: string, stream: DestinationStream = stderr()): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: maskMembers },
      mixin: () => ({ ...logContext() }),
      serializers: { err: plainError },
      hooks: { streamWrite: maskText },
    },
    stream,
  )
}

function stderr(): DestinationStream {
  return destination({ dest: 2, sync: true })
}

/** Without what a database driver hangs on its errors: statements, parameters, rows. */
function plainError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name } = error
  const code = databaseErrorCode(error)
  const isAboutValue = code?.startsWith(BAD_VALUE_CLASS) ?? false
  const plain = (text: string) => (isAboutValue ? text.replaceAll(/"[^"]*"/g, '"…"') : text)
  return {
    name,
    message: plain(error.message),
    stack: plain(error.stack ?? ''),
    ...(code === undefined ? {} : { code }),
  }
}

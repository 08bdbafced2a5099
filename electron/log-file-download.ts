import { SHELL_ORIGIN } from '#contract/rpc/shell-bridge.ts'
import { LOG_FILE_ENDING } from '#contract/sync/log-file.ts'

/** The one thing a page may save: this bench's own log, made by the page itself, to be carried. */
export function isLogFile(item: { getURL(): string; getFilename(): string }): boolean {
  const isOwn = item.getURL().startsWith(`blob:${SHELL_ORIGIN}/`)
  return isOwn && item.getFilename().endsWith(LOG_FILE_ENDING)
}

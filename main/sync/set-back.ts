import type { SyncCore } from './sync-parts.ts'

/** Stops this log for good: the office holds more of it than there is. Said once, and what waits is sent. */
export function stopSetBackLog(core: SyncCore, processedSeq: number): void {
  if (core.isSetBack) return
  core.isSetBack = true
  const { lastSeq } = core.parts.log
  core.connection.setBlock(
    'push',
    'set-back',
    `the office holds ${processedSeq} actions of this log, which has only ${lastSeq}; nothing more is recorded`,
  )
  core.parts.onLogSetBack({ lastSeq, processedSeq })
  core.wake('push')
}

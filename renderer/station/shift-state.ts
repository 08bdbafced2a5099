import type { ShiftAccount } from '#contract/rpc/account-view.ts'
import type { BenchView } from '#contract/rpc/bench-view.ts'

/** What is on its way right now needs no worry; what waits for the office has to be said. */
export function shiftState(
  { isComplete }: Pick<ShiftAccount, 'isComplete'>,
  { server }: { server: Pick<BenchView['server'], 'online' | 'block'> },
): 'complete' | 'sending' | 'waiting' {
  if (isComplete) return 'complete'
  return server.online && server.block === 'none' ? 'sending' : 'waiting'
}

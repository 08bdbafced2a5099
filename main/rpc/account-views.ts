import type { Account } from '#contract/rpc/account-view.ts'
import type { RefusalView } from '#contract/rpc/refusal-view.ts'
import { refusalView } from '../refusals/refusal-views.ts'
import type { ViewParts } from './bench-view.ts'

/** What was made and what became of it, this shift and today. */
export function accountOf({ accounts, sync, clock }: ViewParts): Account {
  return accounts.read({ ackedSeq: sync.state.ackedSeq, nowMs: clock.now() })
}

/** What the office refused and nobody has closed, oldest first. */
export function openRefusals(
  { refusals, sync, view }: ViewParts,
  { limit, after }: { limit: number; after: number },
): RefusalView[] {
  return refusals
    .open({ after, through: sync.state.ackedSeq, limit })
    .map((refusal) => refusalView(refusal, view))
}

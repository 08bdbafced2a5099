import type { ActionType, PayloadOf } from '#contract/actions/index.ts'
import type { LoggedAction } from '#contract/sync/envelope.ts'
import { actionBody, type LogStore } from '../store/log-store.ts'
import type { ActionDraft } from '../workflow/workflow-types.ts'

let made = 0

/** Appends one action of emma's, in a transaction of its own. */
export function logAction<T extends ActionType>(
  log: LogStore,
  type: T,
  payload: PayloadOf<T>,
): LoggedAction {
  made += 1
  const id = `00000000-0000-7000-8000-${String(made).padStart(12, '0')}`
  const body = actionBody({
    draft: { type, payload } as ActionDraft,
    operatorId: 'emma',
    occurredAt: '2026-03-02T08:00:00.000Z',
    baseHead: 0,
  })
  return log.transaction(() => log.append({ id, body }))
}

import { parseAction } from '#contract/actions/index.ts'
import type { ActionBody } from '#contract/sync/envelope.ts'
import { AMENDABLE_FIELDS, type Amendment, type CloseTrouble } from '#contract/rpc/refusal-view.ts'
import type { ActionDraft } from '../workflow/workflow-types.ts'

export type Replacement = { ok: true; draft: ActionDraft } | { ok: false; trouble: CloseTrouble }

/** What of a body a supervisor may change before it is done again, with what it says. */
export function amendableOf(body: ActionBody): Amendment {
  if (!parseAction(body).ok) return {}
  const payload = fieldsOf(body)
  const found: Amendment = {}
  for (const name of AMENDABLE_FIELDS) {
    const value = payload[name]
    if (typeof value === 'string' || typeof value === 'number') found[name] = value
  }
  return found
}

/** The action that takes the place of a refused one: the same, or with other fields of its own. */
export function replacementOf(body: ActionBody, amend: Amendment | null): Replacement {
  const read = parseAction(body)
  if (!read.ok) return { ok: false, trouble: 'cannot-repeat' }
  // Type and payload belong together by the action's own type.
  if (amend === null) {
    return {
      ok: true,
      draft: { type: read.action.type, payload: read.action.payload } as ActionDraft,
    }
  }
  const before = amendableOf(body)
  const names = Object.keys(amend) as (keyof Amendment)[]
  if (names.every((name) => amend[name] === before[name])) {
    return { ok: false, trouble: 'amendment-needed' }
  }
  if (names.some((name) => before[name] === undefined))
    return { ok: false, trouble: 'bad-amendment' }
  const { type, v } = read.action
  const payload = { ...fieldsOf(read.action), ...amend }
  const amended = parseAction({ type, v, payload })
  if (!amended.ok) return { ok: false, trouble: 'bad-amendment' }
  return { ok: true, draft: { type, payload: amended.action.payload } as ActionDraft }
}

function fieldsOf({ payload }: { payload?: unknown }): Record<string, unknown> {
  return (payload ?? {}) as Record<string, unknown>
}

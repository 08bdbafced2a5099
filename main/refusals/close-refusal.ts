import { type Action, actionDefinitions, decide } from '#contract/actions/index.ts'
import { Overlay } from '#contract/actions/overlay.ts'
import type { DocumentChange } from '#contract/documents/document.ts'
import type {
  CloseRefusalAnswer,
  CloseRefusalInput,
  CloseTrouble,
} from '#contract/rpc/refusal-view.ts'
import type { Alert } from '#contract/rpc/alert-view.ts'
import type { SubmitAction } from '../actions/submit-action.ts'
import type { Bench } from '../bench.ts'
import type { NewId } from '../ids.ts'
import type { StationView } from '../store/view.ts'
import { alertOfBreak, alertOfRefusal, makeAlert } from '../workflow/alerts.ts'
import type { ActionDraft, RecordedDraft } from '../workflow/workflow-types.ts'
import type { OpenRefusal, Refusals } from './refusals.ts'
import { replacementOf } from './replacement.ts'
import type { SupervisorCheck } from './supervisor-check.ts'

export type ClosingParts = {
  refusals: Refusals
  supervisors: SupervisorCheck
  view: StationView
  submit: SubmitAction
  bench: Bench
  newId: NewId
  ackedSeq: () => number
}

/** Claims begin work; a bench that may begin none takes them up again later. */
const BEGINNINGS: readonly string[] = ['pick.claim', 'load.claim']

/**
 * A supervisor closes what the office refused. What takes its place is decided upon today's documents
 * and recorded in one transaction with the closing; a rule that says no says so, and records nothing.
 */
export async function closeRefusal(
  parts: ClosingParts,
  input: CloseRefusalInput,
): Promise<CloseRefusalAnswer> {
  const { view, submit, supervisors } = parts
  const { operatorId } = submit.state
  const signedIn = operatorId === null ? null : (view.get('operator', operatorId) ?? null)
  const checked = await supervisors.check(input, view, signedIn)
  if (!checked.ok) return no(checked.trouble)
  // From here on nothing waits, so that two calls cannot close the same.
  const refusal = parts.refusals.find(input.seq, parts.ackedSeq())
  if (refusal === null) return no('not-open')
  const { ref } = checked.supervisor
  if (input.how === 'written-off') {
    if (input.reason === undefined) return no('reason-needed')
    return record(parts, input, { refusal, by: ref, instead: null })
  }
  const { amend = {} } = input
  const replacement = replacementOf(refusal.body, input.how === 'amended' ? amend : null)
  if (!replacement.ok) return no(replacement.trouble)
  const { draft: instead } = replacement
  if (BEGINNINGS.includes(instead.type) && submit.newWorkStop !== null) return no('no-new-work')
  return record(parts, input, { refusal, by: ref, instead })
}

function record(
  parts: ClosingParts,
  { seq, how, reason }: CloseRefusalInput,
  { refusal, by, instead }: { refusal: OpenRefusal; by: string; instead: ActionDraft | null },
): CloseRefusalAnswer {
  const byActionId = instead === null ? null : parts.newId()
  const closing: RecordedDraft = {
    type: 'refusal.close',
    operatorId: by,
    payload: {
      seq,
      actionId: refusal.id,
      how,
      ...(reason === undefined ? {} : { reason }),
      ...(byActionId === null ? {} : { byActionId }),
    },
  }
  const drafts: RecordedDraft[] =
    instead === null || byActionId === null
      ? [closing]
      : [{ ...instead, operatorId: by, id: byActionId }, closing]
  const decided = decideAll(parts, drafts)
  if (!decided.ok) return no('rule-broken', decided.alert)
  const entries = parts.bench.recordBeside(drafts, decided.changes, (recorded) => {
    const last = recorded.at(-1)
    if (last !== undefined) parts.refusals.noteClosing(refusal.id, last.seq)
  })
  return entries === null ? no('not-recorded') : { accepted: true, byActionId }
}

/** Each upon what the ones before it left; the first rule that says no ends it. */
function decideAll(
  { view, submit }: ClosingParts,
  drafts: readonly RecordedDraft[],
): { ok: true; changes: DocumentChange[] } | { ok: false; alert: Alert } {
  const overlay = new Overlay(view)
  for (const draft of drafts) {
    const { operatorId } = draft
    // Type and payload belong together by the draft's own type; the version is the newest.
    const action = { ...draft, v: actionDefinitions[draft.type].v } as Action
    const decision = decide(action, { read: overlay, operatorId, ...submit.decisionTime() })
    const actor = { read: overlay, operatorId }
    const broken = decision.breaks[0]
    if (decision.refusal !== null) {
      return { ok: false, alert: makeAlert(alertOfRefusal(decision.refusal, draft, actor)) }
    }
    if (broken !== undefined) {
      return { ok: false, alert: makeAlert(alertOfBreak(broken, draft, actor)) }
    }
    overlay.apply(decision.changes)
  }
  return { ok: true, changes: overlay.changes() }
}

function no(trouble: CloseTrouble, alert: Alert | null = null): CloseRefusalAnswer {
  return { accepted: false, trouble, alert }
}

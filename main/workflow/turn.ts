import { type Action, actionDefinitions, decide } from '#contract/actions/index.ts'
import { Overlay } from '#contract/actions/overlay.ts'
import type { Feedback } from '#contract/rpc/bench-view.ts'
import type { FEEDBACK_TEXTS, FeedbackText } from '#contract/rpc/feedback-texts.ts'
import { type AlertCall, alertOfBreak, alertOfRefusal, makeAlert } from './alerts.ts'
import {
  type ActionDraft,
  ALERTS_WAITING_MAX,
  type RecordedDraft,
  UNDO_MAX,
  type WorkflowContext,
  type WorkflowState,
  type WorkflowStep,
} from './workflow-types.ts'

/** How handling one input ended. An alert call undoes everything the turn has done so far. */
export type Ending = WorkflowStep['became'] | AlertCall

type FeedbackDetail<T extends FeedbackText> = {
  [K in (typeof FEEDBACK_TEXTS)[T][number]]: string | number
}

/**
 * One input on its way through the workflow: the state and documents as they would be afterwards, and
 * the actions that lead there. Nothing outside sees any of it until the step is finished.
 */
export class Turn {
  readonly context: WorkflowContext
  /** Documents with this turn's own changes laid over them. */
  readonly view: Overlay
  readonly actions: RecordedDraft[] = []
  readonly prints: WorkflowStep['prints'][number][] = []
  loadingList: WorkflowStep['loadingList'] = null
  readonly resolvedJobs: WorkflowStep['resolvedJobs'][number][] = []
  readonly before: WorkflowState
  #state: WorkflowState

  constructor(before: WorkflowState, context: WorkflowContext) {
    this.before = before
    this.context = context
    this.view = new Overlay(context.lookup)
    this.#state = before
  }

  get state(): WorkflowState {
    return this.#state
  }

  patch(changed: Partial<WorkflowState>): void {
    this.#state = { ...this.#state, ...changed }
  }

  /** Decides actions one after the other; the first broken rule ends the turn with its alert (FACT-1). */
  record(drafts: readonly ActionDraft[]): AlertCall | null {
    const { stationId, now, leaseUntil } = this.context
    const { operatorId } = this.#state
    for (const draft of drafts) {
      // Type and payload belong together by the draft's own type; the version is the newest.
      const action: Action = { ...draft, v: actionDefinitions[draft.type].v }
      const decision = decide(action, { read: this.view, stationId, operatorId, now, leaseUntil })
      const actor = { read: this.view, operatorId }
      if (decision.refusal !== null) return alertOfRefusal(decision.refusal, draft, actor)
      const broken = decision.breaks[0]
      if (broken !== undefined) return alertOfBreak(broken, draft, actor)
      this.view.apply(decision.changes)
      this.actions.push({ ...draft, operatorId })
    }
    return null
  }

  /** Keeps the inverse of what was just recorded for UNDO. */
  remember(...inverses: ActionDraft[]): void {
    const all = [...this.#state.undo, ...inverses]
    const cut = Math.max(0, all.length - UNDO_MAX)
    // Each pick.confirm is taken back with the pick.unshort on top of it, and never forgotten without it.
    const isHalf = cut > 0 && all[cut - 1]?.type === 'pick.confirm'
    const whole = all.findIndex(({ type }, index) => index >= cut && type !== 'pick.confirm')
    this.patch({ undo: all.slice(isHalf ? whole + 1 : cut) })
  }

  /** What the feedback line says; the last word of a turn counts. */
  say<T extends FeedbackText>(
    text: T,
    detail: FeedbackDetail<T>,
    kind: Feedback['kind'] = 'good',
  ): void {
    this.patch({ feedback: feedbackAfter(this.before, this.context, { kind, text, detail }) })
  }

  /** Latches an alert that undoes nothing, behind the one that is up. */
  latch(call: AlertCall): void {
    const alert = makeAlert(call)
    if (this.#state.alert === null) this.patch({ alert })
    else if (this.#state.alertsWaiting.length < ALERTS_WAITING_MAX) {
      this.patch({ alertsWaiting: [...this.#state.alertsWaiting, alert] })
    }
    this.say('alert', { reason: call.reason }, alert.tone)
  }
}

/** Feedback whose `at` differs from the one before, however fast scans come. */
export function feedbackAfter(
  before: WorkflowState,
  context: WorkflowContext,
  said: Omit<Feedback, 'at'>,
): Feedback {
  const at = Math.max(Date.parse(context.now), (before.feedback?.at ?? 0) + 1)
  return { at, ...said }
}

import { documentsChanged, printOutcome, refusal } from './background.ts'
import { alarm, makeAlert, meanwhileCount, withMeanwhile } from './alerts.ts'
import { closeIfWeighed, finishIfDone } from './closing.ts'
import { scanAtList } from './list.ts'
import { scanAtIdle } from './idle.ts'
import { scanAtLoading } from './loading.ts'
import { type Meaning, meaningOf } from './meaning.ts'
import { printAnswer } from './print-answers.ts'
import { scanAtPallet } from './pallet.ts'
import { answerPrompt } from './prompts.ts'
import { scanAtPutBack } from './put-back.ts'
import { takeSeal } from './seal.ts'
import { scanBadge, signOut } from './session.ts'
import { takePin } from './supervisor.ts'
import { type Ending, feedbackAfter, Turn } from './turn.ts'
import { isLabelVerified } from '#contract/documents/unit.ts'
import type { ScaleReading } from '../devices/scale/scale-reading.ts'
import type {
  WorkflowContext,
  WorkflowInput,
  WorkflowState,
  WorkflowStep,
} from './workflow-types.ts'

/**
 * What one input comes to: the operator's new place, the actions to record, the documents they
 * change and the labels to print. Pure but for the numbers it takes from `context.takeUnitId`.
 */
export function stepWorkflow(
  state: WorkflowState,
  input: WorkflowInput,
  context: WorkflowContext,
): WorkflowStep {
  const turn = new Turn(state, context)
  const ending = handle(turn, input)
  if (typeof ending === 'object') {
    const alert = makeAlert(ending)
    const said = { kind: alert.tone, text: 'alert', detail: { reason: ending.reason } }
    const feedback = feedbackAfter(state, context, said)
    return {
      state: { ...state, ...(ending.isAnswered ? UNASKED : {}), multiplier: 1, alert, feedback },
      actions: [],
      changes: [],
      prints: [],
      loadingList: null,
      resolvedJobs: [],
      became: 'alert',
    }
  }
  raiseDoubt(turn)
  return {
    state: turn.state,
    actions: turn.actions,
    changes: turn.view.changes(),
    prints: turn.prints,
    loadingList: turn.loadingList,
    resolvedJobs: turn.resolvedJobs,
    became: ending,
  }
}

/** No question, and nothing that was said to it so far. */
const UNASKED = { prompt: null, overrideBy: null, overrideFrame: null } as const

function handle(turn: Turn, input: WorkflowInput): Ending {
  switch (input.kind) {
    case 'scan':
      return settle(turn, scan(turn, meaningOf(input.reading, turn.context.lookup), input.text))
    case 'stable-weight':
      return weigh(turn, input.reading)
    case 'print-outcome':
      return printOutcome(turn, input)
    case 'print-answer':
      return printAnswer(turn, input)
    case 'refusal':
      return refusal(turn, input)
    case 'pin':
      return takePin(turn, input)
    case 'documents-changed':
      return settle(turn, documentsChanged(turn))
    // Nobody has touched the bench for a while.
    default:
      return signOut(turn)
  }
}

function scan(turn: Turn, meaning: Meaning, text: string): Ending {
  const { state } = turn
  const isAck = meaning.kind === 'command' && meaning.name === 'ACK'
  if (state.alert !== null) return isAck ? acknowledge(turn) : scanMeanwhile(turn, text)
  if (meaning.kind === 'badge') return scanBadge(turn, meaning.payload)
  if (isAck) return 'ignored'
  if (state.operatorId === null) {
    return meaning.kind === 'command' && meaning.name === 'SIGNOUT'
      ? 'ignored'
      : alarm('sign-in-first', {})
  }
  const { multiplier } = state
  // A quantity is for the very next code, whatever that turns out to be.
  if (multiplier !== 1) turn.patch({ multiplier: 1 })
  return scanAtPlace(turn, meaning, { text, multiplier })
}

function scanAtPlace(
  turn: Turn,
  meaning: Meaning,
  scanned: { text: string; multiplier: number },
): Ending {
  const { text } = scanned
  if (turn.state.prompt?.kind === 'seal' && meaning.kind === 'unknown') return takeSeal(turn, text)
  if (meaning.kind === 'unreadable') return alarm('unreadable-code', { text, why: meaning.why })
  if (meaning.kind === 'unknown') return alarm('unknown-code', { text })
  if (meaning.kind === 'command' && meaning.name === 'SIGNOUT') return signOut(turn)
  const { prompt, place } = turn.state
  if (prompt !== null) return answerPrompt(turn, prompt, meaning, text)
  switch (place.kind) {
    case 'idle':
      return scanAtIdle(turn, meaning, text)
    case 'list':
      return scanAtList(turn, place, meaning, scanned)
    case 'put-back':
      return scanAtPutBack(turn, place, meaning, scanned)
    case 'pallet':
      return scanAtPallet(turn, place, meaning, text)
    default:
      return scanAtLoading(turn, place, meaning, text)
  }
}

/** The scale came to rest on something. */
function weigh(turn: Turn, reading: ScaleReading): Ending {
  if (!turn.state.isWeightFresh) turn.patch({ isWeightFresh: true })
  return settle(turn, 'ignored', reading)
}

/** Whatever follows by itself: a complete unit on the scale is closed, a finished list is left. */
function settle(turn: Turn, ending: Ending, reading = turn.context.scale): Ending {
  if (typeof ending === 'object' || turn.state.operatorId === null) return ending
  const closed = closeIfWeighed(turn, reading)
  if (typeof closed === 'object' && closed !== null) return closed
  return finishIfDone(turn) ?? closed ?? ending
}

function acknowledge(turn: Turn): Ending {
  const [next = null, ...alertsWaiting] = turn.state.alertsWaiting
  const scans = turn.state.alert === null ? 0 : meanwhileCount(turn.state.alert)
  turn.patch({ alert: next, alertsWaiting })
  // The screen that named them is gone with the alert, and the goods may lie in the carton.
  if (scans > 0) turn.say('acknowledged-after', { scans })
  else turn.say('acknowledged', {})
  return 'command'
}

function scanMeanwhile(turn: Turn, text: string): Ending {
  const { alert } = turn.state
  if (alert !== null) turn.patch({ alert: withMeanwhile(alert, text) })
  turn.say('meanwhile', { text }, 'meanwhile')
  return 'meanwhile'
}

/** Asks about the oldest print in doubt once no other question is open. */
function raiseDoubt(turn: Turn): void {
  if (turn.state.doubts.length === 0 || turn.state.prompt !== null) return
  const [doubt, ...doubts] = turn.state.doubts.filter(({ unitId, copy }) => {
    const unit = turn.view.get('unit', unitId)
    const newest = Math.max(unit?.label.lastCopy ?? 0, turn.state.copies[unitId] ?? 0)
    return unit !== undefined && !isLabelVerified(unit) && newest <= copy
  })
  turn.patch({ doubts, prompt: doubt === undefined ? null : { kind: 'print-in-doubt', ...doubt } })
}

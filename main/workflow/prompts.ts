import type { ReasonPurpose } from '#contract/barcode/loadline-code.ts'
import { openQuantity } from '#contract/documents/pick-list.ts'
import { type Prompt, PROMPT_REASON_PURPOSE } from '#contract/rpc/prompt-view.ts'
import { alarm, type AlertCall, answered } from './alerts.ts'
import { closeUnit, FRAME_MAX } from './closing.ts'
import { expectedWeight } from './expected-weight.ts'
import { close } from './list.ts'
import { listWork } from './list-work.ts'
import { confirm, loadUnit } from './loading.ts'
import { notSeal } from './seal.ts'
import { shortOfPicked } from './short-of-picked.ts'
import { answerUnload } from './unloading.ts'
import type { Meaning, ScannedProduct } from './meaning.ts'
import { pickInstead, scanProduct } from './picking.ts'
import type { Ending, Turn } from './turn.ts'
import { reprint, scanBack } from './unit-labels.ts'
import { answerLabels } from './unlabelled.ts'

type PromptOf<K extends Prompt['kind']> = Extract<Prompt, { kind: K }>

/** A scan while a question is open: it answers the question, takes it back, or has to wait. */
export function answerPrompt(turn: Turn, prompt: Prompt, meaning: Meaning, text: string): Ending {
  const isNo = meaning.kind === 'command' && meaning.name === 'NO'
  const isCancel = meaning.kind === 'command' && meaning.name === 'CANCEL'
  if (isCancel || (isNo && prompt.kind !== 'print-in-doubt')) return takeBack(turn)
  switch (prompt.kind) {
    case 'print-in-doubt':
      return answerDoubt(turn, prompt, meaning, text)
    case 'confirm-missing':
      return answerMissing(turn, meaning, text)
    case 'override':
      return answerOverride(turn, prompt, meaning)
    case 'labels-missing':
      return answerLabels(turn, prompt, meaning) ?? answerFirst(prompt)
    case 'seal':
      return notSeal(turn, meaning)
    case 'unload-reason':
      return answerUnload(turn, prompt, meaning)
    default: {
      if (prompt.kind === 'lot-reason' && meaning.kind === 'product') {
        return scanAnother(turn, meaning, text)
      }
      const reason = reasonFor(meaning, PROMPT_REASON_PURPOSE[prompt.kind])
      return reason === null ? answerFirst(prompt) : answered(answerReason(turn, prompt, reason))
    }
  }
}

/** The lot that should go first, or any other goods, in place of a reason: what was asked about stays there. */
function scanAnother(turn: Turn, meaning: ScannedProduct, text: string): Ending {
  const { place } = turn.state
  const list = place.kind === 'list' ? turn.view.get('pick-list', place.listId) : undefined
  if (place.kind !== 'list' || list === undefined) return takeBack(turn)
  turn.patch({ prompt: null })
  return scanProduct(turn, { place, list, meaning, text, multiplier: 1 })
}

function answerFirst(prompt: Prompt): AlertCall {
  return alarm('answer-first', { prompt: prompt.kind })
}

function takeBack(turn: Turn): Ending {
  turn.patch({ prompt: null, overrideBy: null, overrideFrame: null })
  turn.say('cancelled', {})
  return 'command'
}

function reasonFor(meaning: Meaning, purpose: ReasonPurpose): string | null {
  return meaning.kind === 'reason' && meaning.purposes.includes(purpose) ? meaning.name : null
}

function answerReason(
  turn: Turn,
  prompt: PromptOf<'short-reason' | 'declare-reason' | 'reprint-reason' | 'lot-reason'>,
  reason: string,
): Ending {
  turn.patch({ prompt: null })
  switch (prompt.kind) {
    case 'short-reason':
      return short(turn, prompt, reason)
    case 'declare-reason':
      return declare(turn, prompt.unitId, reason)
    case 'reprint-reason':
      reprint(turn, prompt.unitId, reason)
      return 'command'
    default:
      return pickInstead(turn, prompt, reason)
  }
}

/** The rest of the line is not there; the order holds for a supervisor once all else is packed. */
function short(turn: Turn, prompt: PromptOf<'short-reason'>, reason: string): Ending {
  const { place } = turn.state
  const list = place.kind === 'list' ? turn.view.get('pick-list', place.listId) : undefined
  if (place.kind !== 'list' || list === undefined) return alarm('nothing-to-short', {})
  const { route, next } = listWork(turn.view, place, list, turn.context.mode)
  const candidates = next === null ? route : [next, ...route]
  const isPicked = prompt.isPicked === true
  const work = candidates.find(({ line, toPick, toPack }) => {
    return line.sku === prompt.sku && (isPicked ? toPack : toPick) > 0
  })
  if (work === undefined) return alarm('nothing-to-short', {})
  if (isPicked) return shortOfPicked(turn, list, work, { name: prompt.name, reason })
  const { lineNo } = work.line
  const quantity = openQuantity(work.line)
  const moved = { pickListId: list.id, lineNo, quantity }
  const refused = turn.record([{ type: 'pick.short', payload: { ...moved, reason } }])
  if (refused !== null) return refused
  turn.remember({ type: 'pick.unshort', payload: moved })
  turn.say('short', { name: prompt.name, quantity }, 'stop')
  return 'action'
}

/** Goods that don't fit the scale: the unit weighs what its goods weigh on paper, and says why. */
function declare(turn: Turn, unitId: string, reason: string): Ending {
  const unit = turn.view.get('unit', unitId)
  const { operatorId } = turn.state
  if (unit?.status !== 'open' || operatorId === null) {
    return alarm('not-now', { what: 'WEIGH', where: 'packing' })
  }
  const { expectedGrams } = expectedWeight(turn.view, unit, turn.context.scaleDivisionGrams)
  const override = { operatorId, reason }
  return closeUnit(turn, unit, { grossGrams: expectedGrams, source: 'declared', override })
}

/** Badge and PIN are answered in supervisor.ts; here comes the reason, or CLOSE with a better weight. */
function answerOverride(turn: Turn, prompt: PromptOf<'override'>, meaning: Meaning): Ending {
  const { place, overrideBy, overrideFrame } = turn.state
  if (meaning.kind === 'command' && meaning.name === 'CLOSE' && place.kind === 'list') {
    turn.patch({ prompt: null, overrideBy: null, overrideFrame: null })
    return close(turn, place)
  }
  const reason = reasonFor(meaning, 'override')
  if (reason === null || prompt.step !== 'reason' || overrideBy === null) return answerFirst(prompt)
  const unit = turn.view.get('unit', prompt.unitId)
  if (unit?.status !== 'open') return takeBack(turn)
  const closed = closeUnit(turn, unit, {
    grossGrams: prompt.grossGrams,
    source: 'scale',
    ...(overrideFrame === null ? {} : { frame: overrideFrame.slice(0, FRAME_MAX) }),
    override: { operatorId: overrideBy, reason },
  })
  return answered(closed)
}

/** Did it come out? The label itself, held before the scanner, is the best answer. */
function answerDoubt(
  turn: Turn,
  prompt: PromptOf<'print-in-doubt'>,
  meaning: Meaning,
  text: string,
): Ending {
  const { unitId, copy, jobId } = prompt
  const unit = turn.view.get('unit', unitId)
  if (unit === undefined) return takeBack(turn)
  if (meaning.kind === 'unit' && meaning.unitId === unitId) {
    return scanBack(turn, meaning, unit, text)
  }
  if (meaning.kind !== 'command') return answerFirst(prompt)
  if (meaning.name === 'YES') {
    turn.patch({ prompt: null })
    turn.resolvedJobs.push({ jobId, state: 'printed' })
    turn.say('print-confirmed', { unit: unitId, copy })
    return 'command'
  }
  if (meaning.name !== 'NO') return answerFirst(prompt)
  turn.patch({ prompt: null })
  turn.resolvedJobs.push({ jobId, state: 'failed' })
  reprint(turn, unitId, 'NOTPRINTED')
  return 'command'
}

/** CONFIRM again, or YES, goes without it; a missing unit that turns up is loaded after all. */
function answerMissing(turn: Turn, meaning: Meaning, text: string): Ending {
  const { place, prompt } = turn.state
  const load = place.kind === 'loading' ? turn.view.get('load', place.loadId) : undefined
  if (load === undefined || prompt === null) return takeBack(turn)
  if (meaning.kind === 'unit') {
    turn.patch({ prompt: null })
    return loadUnit(turn, load, meaning, text)
  }
  const isYes = meaning.kind === 'command' && ['CONFIRM', 'YES'].includes(meaning.name)
  return isYes ? answered(confirm(turn, load)) : answerFirst(prompt)
}

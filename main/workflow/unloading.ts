import type { Load } from '#contract/documents/load.ts'
import type { Prompt } from '#contract/rpc/prompt-view.ts'
import { alarm, answered } from './alerts.ts'
import type { Meaning } from './meaning.ts'
import type { Ending, Turn } from './turn.ts'

type UnloadPrompt = Extract<Prompt, { kind: 'unload-reason' }>

/** Asks why a unit comes off the truck: the last one on board, until the label of another is scanned. */
export function askUnload(turn: Turn, load: Load): Ending {
  const last = load.units.at(-1)
  if (last === undefined) return alarm('nothing-on-board', {})
  turn.patch({ prompt: { kind: 'unload-reason', unitId: last.unitId } })
  turn.say('asked', { prompt: 'unload-reason' })
  return 'command'
}

/** A reason takes the unit off; a label says that another one is meant. */
export function answerUnload(turn: Turn, prompt: UnloadPrompt, meaning: Meaning): Ending {
  const { place } = turn.state
  const load = place.kind === 'loading' ? turn.view.get('load', place.loadId) : undefined
  if (load === undefined) return alarm('nothing-to-undo', {})
  if (meaning.kind === 'unit') return chooseUnit(turn, load, meaning.unitId)
  if (meaning.kind !== 'reason' || !meaning.purposes.includes('unload')) {
    return alarm('answer-first', { prompt: prompt.kind })
  }
  return answered(unload(turn, load, { unitId: prompt.unitId, reason: meaning.name }))
}

function chooseUnit(turn: Turn, load: Load, unitId: string): Ending {
  const isOnBoard = load.units.some((entry) => entry.unitId === unitId)
  if (!isOnBoard) return alarm('not-on-board', { unit: unitId, load: load.number })
  turn.patch({ prompt: { kind: 'unload-reason', unitId } })
  turn.say('asked', { prompt: 'unload-reason' })
  return 'command'
}

function unload(turn: Turn, load: Load, off: { unitId: string; reason: string }): Ending {
  const refused = turn.record([{ type: 'load.remove', payload: { loadId: load.id, ...off } }])
  if (refused !== null) return refused
  // What UNDO would take off is off already.
  const undo = turn.state.undo.filter(({ payload }) => {
    return !('loadId' in payload && 'unitId' in payload && payload.unitId === off.unitId)
  })
  turn.patch({ prompt: null, undo })
  const shipTo = turn.view.get('unit', off.unitId)?.shipTo
  turn.say('unloaded', { name: shipTo?.name ?? '', city: shipTo?.city ?? '' })
  return 'action'
}

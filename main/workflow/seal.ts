import { isSealNumber, type Load } from '#contract/documents/load.ts'
import { alarm } from './alerts.ts'
import { type Meaning, nameOf } from './meaning.ts'
import type { Ending, Turn } from './turn.ts'

/** What stands in a scan's place where its text may not be shown: the number of no seal. */
const HIDDEN_TEXTS = ['badge', 'unit label']

/** SEAL: the next code is the number of the truck's seal. */
export function askSeal(turn: Turn, load: Load): Ending {
  const { place } = turn.state
  const seal = place.kind === 'loading' ? (place.seal ?? null) : null
  turn.patch({ prompt: { kind: 'seal', loadId: load.id, seal } })
  turn.say('asked', { prompt: 'seal' })
  return 'command'
}

/** A code that nobody here knows, while a seal is asked for. */
export function takeSeal(turn: Turn, text: string): Ending {
  const { place } = turn.state
  const isSeal = isSealNumber(text) && !HIDDEN_TEXTS.includes(text)
  if (place.kind !== 'loading' || !isSeal) return alarm('not-a-seal', { text })
  turn.patch({ prompt: null, place: { ...place, seal: text } })
  turn.say('sealed', { seal: text })
  return 'command'
}

/** Anything that is known here is no seal. */
export function notSeal(turn: Turn, meaning: Meaning): Ending {
  if (meaning.kind === 'command' && meaning.name === 'SEAL') {
    turn.say('asked', { prompt: 'seal' })
    return 'command'
  }
  return meaning.kind === 'command' || meaning.kind === 'quantity'
    ? alarm('answer-first', { prompt: 'seal' })
    : alarm('not-a-seal', { text: nameOf(meaning) })
}

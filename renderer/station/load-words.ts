import type { Prompt } from '#contract/rpc/prompt-view.ts'
import type { WorkView } from '#contract/rpc/work-view.ts'
import { ssccTail } from '../format/unit-name.ts'
import { cubicMetresUp, kilogramsUp } from '../format/weight.ts'
import type { IconName } from '../components/icon.tsx'
import type { Say } from '../text/text.ts'

export type LoadWork = Extract<WorkView, { kind: 'loading' }>

/** From this share of what the vehicle may carry a bar warns. */
export const NEARLY_FULL = 0.9

export type FillTone = 'accent' | 'warn' | 'wrong'

/** What the colour of a bar says; its words say the same. */
export function toneOf(part: number, whole: number): FillTone {
  if (part > whole) return 'wrong'
  return whole > 0 && part >= whole * NEARLY_FULL ? 'warn' : 'accent'
}

/** Orders that should go with it and are still on the floor. */
export function unpackedOf({ unpacked }: LoadWork): number {
  return unpacked ?? 0
}

/** What to do next: a truck that is too full comes before everything else, with what to take off. */
export function loadInstruction(work: LoadWork, say: Say, language: string): string {
  const { over, onBoard, missing } = work
  if (over === null) {
    if (onBoard.length === 0 || missing.length > 0) return say('load.scan')
    const count = unpackedOf(work)
    return count === 0 ? say('load.all') : say('load.all-packed', { count })
  }
  const unit = onBoard.find(({ unitId }) => unitId === over.takeOff)
  const values = { name: unit?.name ?? '', tail: ssccTail(over.takeOff) }
  return over.grams > 0
    ? say('load.over.weight', { ...values, over: kilogramsUp(over.grams, language) })
    : say('load.over.volume', { ...values, over: cubicMetresUp(over.cm3, language) })
}

type MissingPrompt = Extract<Prompt, { kind: 'confirm-missing' }>

export type MissingWords = {
  facts: { icon: IconName; text: string }[]
  say: string
  cancel: string
  confirm: string
}

/** What would stay behind, and both answers: what is packed can be loaded, what is not is waited for. */
export function missingWords(prompt: MissingPrompt, say: Say): MissingWords {
  const { units = prompt.missing.length, unpacked = 0 } = prompt
  const all = { count: units + unpacked }
  const isLoadable = unpacked === 0
  return {
    facts: [
      ...(units > 0 ? [fact('carton', say('prompt.missing.units', { count: units }))] : []),
      ...(unpacked > 0 ? [fact('list', say('prompt.missing.orders', { count: unpacked }))] : []),
    ],
    say: say(isLoadable ? 'prompt.missing.say' : 'prompt.missing.ask', all),
    cancel: isLoadable ? say('prompt.missing.cancel', all) : say('prompt.missing.wait'),
    confirm: say('prompt.missing.confirm', all),
  }
}

function fact(icon: IconName, text: string): MissingWords['facts'][number] {
  return { icon, text }
}

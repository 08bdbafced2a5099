import type { Unit } from '#contract/documents/unit.ts'
import type { Prompt } from '#contract/rpc/prompt-view.ts'
import { alarm } from './alerts.ts'
import type { Meaning } from './meaning.ts'
import { isUnlabelled, UNLABELLED_MAX } from './owed-labels.ts'
import type { Ending, Turn } from './turn.ts'
import { printLabel, scanBack } from './unit-labels.ts'

type LabelsQuestion = Extract<Prompt, { kind: 'labels-missing' }>

/** Its number was scanned or touched: a bench with a printer asks whether to make the label. */
export function scanUnlabelled(
  turn: Turn,
  unit: Unit,
  scanned: Extract<Meaning, { kind: 'unit' }>,
  text: string,
): Ending {
  // Somebody holds a label that this bench was not told of yet.
  if (scanned.qr !== null) return scanBack(turn, scanned, unit, text)
  return askLabels(turn, [unit])
}

export function askLabels(turn: Turn, units: readonly Unit[]): Ending {
  if (!turn.context.hasPrinter) return alarm('no-printer', {})
  const unitIds = units.slice(0, UNLABELLED_MAX).map(({ id }) => id)
  turn.patch({ prompt: { kind: 'labels-missing', unitIds } })
  turn.say('asked', { prompt: 'labels-missing' })
  return 'command'
}

/** YES prints them all; each is scanned back from its unit like any other. */
export function answerLabels(turn: Turn, prompt: LabelsQuestion, meaning: Meaning): Ending | null {
  const isYes = meaning.kind === 'command' && meaning.name === 'YES'
  if (!isYes) return null
  turn.patch({ prompt: null })
  const owed = prompt.unitIds.flatMap((unitId) => {
    const unit = turn.view.get('unit', unitId)
    return unit !== undefined && isUnlabelled(unit, turn.state) ? [unit] : []
  })
  for (const { id } of owed) {
    printLabel(turn, id, null)
    turn.patch({ lastUnitId: id })
  }
  turn.say('labels-printing', { count: owed.length })
  return 'command'
}

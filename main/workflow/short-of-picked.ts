import type { PickLine, PickList } from '#contract/documents/pick-list.ts'
import { type LineWork, unitsOnList } from './list-work.ts'
import type { Ending, Turn } from './turn.ts'

type Part = { quantity: number; lot?: string }

/**
 * Goods that were picked elsewhere and are not there to be packed: nobody holds them, so they are put
 * back in the books, lot by lot, and given up from there like anything that was not found.
 */
export function shortOfPicked(
  turn: Turn,
  list: PickList,
  { line, toPack: quantity }: LineWork,
  { name, reason }: { name: string; reason: string },
): Ending {
  const given = { pickListId: list.id, lineNo: line.lineNo, quantity }
  const moved = missingParts(turn, list, line, quantity).map((part) => ({ ...given, ...part }))
  const refused = turn.record([
    ...moved.map((payload) => ({ type: 'pick.put-back' as const, payload })),
    { type: 'pick.short', payload: { ...given, reason } },
  ])
  if (refused !== null) return refused
  turn.remember(
    ...moved.toReversed().map((payload) => ({ type: 'pick.confirm' as const, payload })),
    { type: 'pick.unshort', payload: given },
  )
  turn.say('short', { name, quantity }, 'stop')
  return 'action'
}

/** What is missing by lot: of each, what was picked and lies in no unit, the lot picked last first. */
function missingParts(turn: Turn, list: PickList, line: PickLine, quantity: number): Part[] {
  const lots = line.lots ?? []
  if (lots.length === 0) return [{ quantity, ...(line.lot === undefined ? {} : { lot: line.lot }) }]
  const inUnits = unitsOnList(turn.context.lookup, list)
    .flatMap(({ id }) => turn.view.get('unit', id)?.contents ?? [])
    .filter(({ pickListId, lineNo }) => pickListId === list.id && lineNo === line.lineNo)
  let left = quantity
  const parts = lots.toReversed().flatMap(({ lot, picked }): Part[] => {
    const packed = inUnits.filter((content) => content.lot === lot)
    const loose = picked - packed.reduce((sum, content) => sum + content.quantity, 0)
    const part = Math.min(left, Math.max(0, loose))
    left -= part
    return part === 0 ? [] : [{ quantity: part, lot }]
  })
  return left === 0 ? parts : [{ quantity: left }, ...parts]
}

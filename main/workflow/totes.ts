import type { PickList, PickListOrder } from '#contract/documents/pick-list.ts'
import type { GoesTo, ToteView } from '#contract/rpc/work-view.ts'
import { alarm, type AlertCall, stoppedAlarm } from './alerts.ts'
import {
  hasTotes,
  isLeft,
  isTrolley,
  type LineWork,
  type ListPlace,
  listWork,
  openUnit,
  orderOf,
  ordinalOf,
} from './list-work.ts'
import type { Ending, Turn } from './turn.ts'
import type { WorkflowState } from './workflow-types.ts'

/**
 * The code of a tote's place on the trolley. Right after a product it proves that the goods go where
 * they belong; where goods are packed out of totes it says which tote is emptied next. Nothing is
 * recorded by it, and nobody has to scan it.
 */
export function scanTote(turn: Turn, place: ListPlace, list: PickList, tote: number): Ending {
  const order = list.orders.find((o) => o.totePosition === tote && o.movedTo === undefined)
  if (order === undefined) return alarm('unknown-tote', { tote })
  const { goesTo = null } = place
  if (goesTo !== null && !goesTo.isRight) {
    return checkTote(turn, goesTo, tote) ?? proven(turn, { ...place, goesTo: right(goesTo) })
  }
  const stopped = stoppedBecause(order)
  if (stopped !== null) return stopped
  const work = listWork(turn.view, place, list, turn.context.mode)
  const isPacked = work.route.some((line) => line.toPack > 0 && line.toPick === 0)
  if (work.next === null || isPacked) return emptyTote(turn, place, { list, order, tote, work })
  turn.say('tote-of', { tote, order: order.orderNumber })
  return 'command'
}

/** The last goods of a list are still in hand when a bench that only picks has left it. */
export function scanToteAtIdle(turn: Turn, tote: number): Ending {
  const { place } = turn.state
  const goesTo = place.kind === 'idle' ? (place.goesTo ?? null) : null
  if (goesTo === null) return alarm('not-now', { what: 'tote', where: 'idle' })
  return checkTote(turn, goesTo, tote) ?? proven(turn, { kind: 'idle', goesTo: right(goesTo) })
}

/** The places on the trolley and how far each order is; none where a list has no places. */
export function totesView(list: PickList, route: readonly LineWork[]): ToteView[] {
  if (!hasTotes(list)) return []
  const isPacking = route.every(({ toPick }) => toPick === 0)
  return list.orders
    .flatMap(({ totePosition, orderNumber, movedTo }) => {
      if (totePosition === undefined || movedTo !== undefined) return []
      const lines = route.filter(({ line }) => line.orderNumber === orderNumber)
      const sumOf = (count: (work: LineWork) => number) =>
        lines.reduce((sum, work) => sum + count(work), 0)
      const picked = sumOf(({ line }) => line.picked)
      return [
        {
          tote: totePosition,
          orderNumber,
          done: isPacking ? picked - sumOf(({ toPack }) => toPack) : picked,
          requested: isPacking ? picked : sumOf(({ line }) => line.requested - line.short),
        },
      ]
    })
    .toSorted((a, b) => a.tote - b.tote)
}

function checkTote(turn: Turn, goesTo: GoesTo, tote: number): AlertCall | null {
  const { name } = goesTo
  if (goesTo.tote !== tote) {
    return alarm('wrong-tote', { scanned: tote, name, tote: goesTo.tote })
  }
  turn.say('tote-right', { name, tote })
  return null
}

function proven(turn: Turn, place: WorkflowState['place']): Ending {
  turn.patch({ place })
  return 'command'
}

function right(goesTo: GoesTo): GoesTo {
  return { ...goesTo, isRight: true }
}

function stoppedBecause({ orderNumber, status, ...order }: PickListOrder): AlertCall | null {
  if (status === 'CANCELLED') return alarm('order-cancelled', { orderNumber })
  return order.isBlocked === true ? stoppedAlarm(orderNumber, order.blockedBecause) : null
}

/** Goods of this tote are asked for next. A carton that was begun for another order is finished first. */
function emptyTote(
  turn: Turn,
  place: ListPlace,
  {
    list,
    order: { orderNumber },
    tote,
    work,
  }: {
    list: PickList
    order: PickListOrder
    tote: number
    work: ReturnType<typeof listWork>
  },
): Ending {
  const unit = openUnit(turn.view, place)
  const begun = isTrolley(list, turn.context.mode) ? null : orderOf(unit)
  if (unit !== null && begun !== null && begun !== orderNumber) {
    return alarm('finish-this-first', { what: `${unit.kind} ${ordinalOf(place, unit.id)}` })
  }
  const isLeftOf = work.route.some((one) => isLeft(one) && one.line.orderNumber === orderNumber)
  if (!isLeftOf && begun === null) return alarm('tote-done', { tote })
  turn.patch({ place: { ...place, orderNumber } })
  turn.say('tote-next', { tote, order: orderNumber })
  return 'command'
}

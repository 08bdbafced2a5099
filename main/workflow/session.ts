import { alarm } from './alerts.ts'
import { dropEmptyPallet } from './pallet.ts'
import { forgetSupervisor, scanSupervisor } from './supervisor.ts'
import type { Ending, Turn } from './turn.ts'

/** A badge changes who works here; the list, the unit and everything open stay. */
export function scanBadge(turn: Turn, payload: string): Ending {
  const operator = turn.context.lookup.operatorByBadge(payload)
  if (operator === null) return alarm('unknown-badge', {})
  const { operatorId, prompt } = turn.state
  if (operatorId !== null && prompt?.kind === 'override') {
    return scanSupervisor(turn, operator)
  }
  turn.say('signed-in', { name: operator.name })
  if (operatorId === operator.ref) return 'ignored'
  if (operatorId !== null) {
    const refused = turn.record([{ type: 'session.sign-out', payload: {} }])
    if (refused !== null) return refused
  }
  turn.patch({ operatorId: operator.ref, multiplier: 1 })
  return turn.record([{ type: 'session.sign-in', payload: {} }]) ?? 'action'
}

/** The operator leaves; whoever comes next finds the work as it stands. */
export function signOut(turn: Turn): Ending {
  const { operatorId } = turn.state
  if (operatorId === null) return 'ignored'
  dropEmptyPallet(turn)
  const refused = turn.record([{ type: 'session.sign-out', payload: {} }])
  if (refused !== null) return refused
  const name = turn.view.get('operator', operatorId)?.name ?? operatorId
  turn.patch({ operatorId: null, multiplier: 1 })
  // The last goods of a picked list went with whoever held them.
  if (turn.state.place.kind === 'idle') turn.patch({ place: { kind: 'idle' } })
  forgetSupervisor(turn)
  sayAccount(turn, name)
  return 'action'
}

/** What the shift comes to: all accounted for, or how much is still on its way. */
function sayAccount(turn: Turn, name: string): void {
  const { made = 0, waiting = 0 } = turn.context.shiftSoFar() ?? {}
  if (made === 0) turn.say('signed-out', { name })
  else if (waiting === 0) turn.say('signed-out-complete', { name, made, accounted: made })
  else turn.say('signed-out-waiting', { name, made, waiting })
}

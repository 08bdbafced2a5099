import type { Operator } from '#contract/documents/master-data.ts'
import { alarm } from './alerts.ts'
import type { Ending, Turn } from './turn.ts'
import type { WorkflowInput, WorkflowState } from './workflow-types.ts'

/** Wrong PINs before the question is taken back, and how long that badge then waits. */
export const PIN_TRIES_MAX = 3
export const PIN_LOCK_MS = 60_000

/** A badge at the override question: a supervisor's, with their PIN if they have one. */
export function scanSupervisor(turn: Turn, operator: Operator): Ending {
  const { prompt } = turn.state
  if (prompt?.kind !== 'override') throw new Error('a supervisor is asked for by an override only')
  const { ref, name, roles, pinHash } = operator
  if (!roles.includes('supervisor')) return alarm('role-missing', { who: name, role: 'supervisor' })
  const seconds = lockSeconds(turn, ref)
  if (seconds > 0) return alarm('pin-locked', { who: name, seconds })
  if (pinHash === undefined) {
    allow(turn, ref, name)
    return 'command'
  }
  turn.patch({
    prompt: { ...prompt, step: 'pin', supervisor: name, triesLeft: triesLeft(turn.state, ref) },
    overrideBy: ref,
  })
  turn.say('asked', { prompt: 'override' })
  return 'command'
}

/** The host has held the typed digits against the supervisor's hash; here nobody sees them. */
export function takePin(
  turn: Turn,
  { supervisorId, isRight }: Extract<WorkflowInput, { kind: 'pin' }>,
): Ending {
  const { prompt, overrideBy, operatorId } = turn.state
  const isAsked = prompt?.kind === 'override' && prompt.step === 'pin'
  if (!isAsked || overrideBy !== supervisorId || operatorId === null) return 'ignored'
  const name = prompt.supervisor ?? supervisorId
  const { [supervisorId]: trouble, ...others } = turn.state.pinTrouble
  if (isRight) {
    turn.patch({ pinTrouble: others })
    allow(turn, supervisorId, name)
    return 'command'
  }
  const wrong = (trouble?.wrong ?? 0) + 1
  if (wrong < PIN_TRIES_MAX) {
    const left = PIN_TRIES_MAX - wrong
    turn.patch({
      prompt: { ...prompt, triesLeft: left },
      pinTrouble: { ...others, [supervisorId]: { wrong, lockedUntil: null } },
    })
    turn.say('pin-wrong', { left }, 'wrong')
    return 'command'
  }
  const lockedUntil = new Date(Date.parse(turn.context.now) + PIN_LOCK_MS).toISOString()
  turn.patch({
    prompt: null,
    overrideBy: null,
    overrideFrame: null,
    pinTrouble: { ...others, [supervisorId]: { wrong: 0, lockedUntil } },
  })
  turn.latch(alarm('pin-locked', { who: name, seconds: PIN_LOCK_MS / 1_000 }))
  return 'alert'
}

/** Whoever goes takes their supervisor's leave with them: the next one asks again. */
export function forgetSupervisor(turn: Turn): void {
  const { prompt } = turn.state
  if (prompt?.kind !== 'override' || prompt.step === 'badge') return
  turn.patch({
    prompt: { ...prompt, step: 'badge', supervisor: null, triesLeft: null },
    overrideBy: null,
  })
}

function allow(turn: Turn, ref: string, name: string): void {
  const { prompt } = turn.state
  if (prompt?.kind !== 'override') return
  turn.patch({
    prompt: { ...prompt, step: 'reason', supervisor: name, triesLeft: null },
    overrideBy: ref,
  })
  turn.say('supervisor-known', { name })
}

function triesLeft({ pinTrouble }: WorkflowState, ref: string): number {
  return PIN_TRIES_MAX - (pinTrouble[ref]?.wrong ?? 0)
}

/** A clock that was set back must not lock a badge for years: longer than a lock is none. */
function lockSeconds(turn: Turn, ref: string): number {
  const lockedUntil = turn.state.pinTrouble[ref]?.lockedUntil ?? null
  if (lockedUntil === null) return 0
  const leftMs = Date.parse(lockedUntil) - Date.parse(turn.context.now)
  return leftMs > 0 && leftMs <= PIN_LOCK_MS ? Math.ceil(leftMs / 1_000) : 0
}

import type { Operator } from '#contract/documents/master-data.ts'
import type { CloseRefusalInput, CloseTrouble } from '#contract/rpc/refusal-view.ts'
import type { Clock } from '../clock.ts'
import { isPin } from '../identity/pin.ts'
import { readScan } from '../intake/read-scan.ts'
import { PIN_LOCK_MS, PIN_TRIES_MAX } from '../workflow/supervisor.ts'
import type { StationLookup } from '../workflow/workflow-types.ts'

type Answered = { ok: true; supervisor: Operator } | { ok: false; trouble: CloseTrouble }

type Asked = Pick<CloseRefusalInput, 'badge' | 'pin'>

/**
 * Which supervisor stands behind a closing: whoever is signed in, or whose badge, and PIN if they have one,
 * came with it. Guesses are counted over all calls, one at a time.
 */
export class SupervisorCheck {
  readonly #clock: Pick<Clock, 'monotonicMs'>
  readonly #wrong = new Map<string, { tries: number; lockedUntilMs: number }>()
  #underWay: Promise<unknown> = Promise.resolve()

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock
  }

  check(asked: Asked, lookup: StationLookup, signedIn: Operator | null): Promise<Answered> {
    const answer = this.#underWay.then(() => this.#check(asked, lookup, signedIn))
    this.#underWay = answer.catch(() => undefined)
    return answer
  }

  async #check(
    { badge, pin }: Asked,
    lookup: StationLookup,
    signedIn: Operator | null,
  ): Promise<Answered> {
    if (badge === undefined) {
      if (signedIn === null || !isSupervisor(signedIn)) return no('supervisor-needed')
      return { ok: true, supervisor: signedIn }
    }
    const operator = operatorOf(badge, lookup)
    if (operator === null) return no('unknown-badge')
    if (!isSupervisor(operator)) return no('role-missing')
    const { ref, pinHash } = operator
    if (pinHash === undefined) return { ok: true, supervisor: operator }
    if (this.#isLocked(ref)) return no('pin-locked')
    if (pin === undefined) return no('pin-needed')
    if (await isPin(pin, pinHash)) {
      this.#wrong.delete(ref)
      return { ok: true, supervisor: operator }
    }
    return no(this.#noteWrong(ref) ? 'pin-locked' : 'pin-wrong')
  }

  #isLocked(ref: string): boolean {
    return (this.#wrong.get(ref)?.lockedUntilMs ?? 0) > this.#clock.monotonicMs()
  }

  /** True when that was one too many. */
  #noteWrong(ref: string): boolean {
    const tries = (this.#wrong.get(ref)?.tries ?? 0) + 1
    const isTooMany = tries >= PIN_TRIES_MAX
    const lockedUntilMs = isTooMany ? this.#clock.monotonicMs() + PIN_LOCK_MS : 0
    this.#wrong.set(ref, { tries: isTooMany ? 0 : tries, lockedUntilMs })
    return isTooMany
  }
}

function operatorOf(badge: string, lookup: StationLookup): Operator | null {
  const { reading } = readScan({ text: badge })
  if (reading.kind !== 'loadline' || reading.code.kind !== 'badge') return null
  return lookup.operatorByBadge(reading.code.payload)
}

function isSupervisor({ roles }: Operator): boolean {
  return roles.includes('supervisor')
}

function no(trouble: CloseTrouble): Answered {
  return { ok: false, trouble }
}

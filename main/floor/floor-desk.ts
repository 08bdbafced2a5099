import type { Operator } from '#contract/documents/master-data.ts'
import {
  type DecideExceptionInput,
  FLOOR_LOADS_MAX,
  type FloorOrderAnswer,
  type FloorOutcome,
  type FloorTrouble,
  type FloorView,
  type ReleaseClaimInput,
} from '#contract/rpc/floor-view.ts'
import type { LogOrderInput } from '#contract/rpc/log-order.ts'
import type { Clock } from '../clock.ts'
import type { SupervisorCheck } from '../refusals/supervisor-check.ts'
import type { CacheStore } from '../store/cache-store.ts'
import type { StationView } from '../store/view.ts'
import type { CallFailure, CallResult } from '../sync/office-client.ts'
import type { FloorClient } from './floor-client.ts'
import type { StationFigures } from './station-figures.ts'

/** Several screens of one bench share an answer this young. */
const FRESH_MS = 2_000

export type FloorDeskParts = {
  /** Null for a station whose office is not called over HTTP. */
  office: FloorClient | null
  figures: StationFigures
  supervisors: SupervisorCheck
  view: StationView
  cache: CacheStore
  clock: Clock
  signedIn: () => string | null
}

/**
 * What a supervisor sees and decides of all benches at this one. The office is asked beside all syncing and
 * scanning: while it is slow or gone the last answer stands, with its age.
 */
export class FloorDesk {
  readonly #parts: FloorDeskParts
  #last: FloorView['office'] = null
  #trouble: FloorTrouble | null = null
  #askedMs = -Infinity
  #underWay: Promise<void> | null = null

  constructor(parts: FloorDeskParts) {
    this.#parts = parts
  }

  async look(): Promise<FloorView> {
    const { figures, clock, cache } = this.#parts
    if (clock.monotonicMs() - this.#askedMs >= FRESH_MS) {
      this.#underWay ??= this.#ask().finally(() => (this.#underWay = null))
    }
    await this.#underWay
    const loads = cache.all('load').flatMap(({ doc }) => {
      const { number, region, vehicle, status } = doc
      const isOpen = status === 'open' || status === 'claimed'
      return isOpen ? [{ number, region, plate: vehicle.plate }] : []
    })
    return {
      office: this.#last,
      trouble: this.#trouble,
      day: figures.day(clock.now()),
      loads: loads.toSorted((a, b) => a.number.localeCompare(b.number)).slice(0, FLOOR_LOADS_MAX),
    }
  }

  decide({ id, choice, counted, load, ...who }: DecideExceptionInput): Promise<FloorOrderAnswer> {
    const input = {
      ...(counted === undefined ? {} : { counted }),
      ...(load === undefined ? {} : { load }),
    }
    return this.#order(who, (office, operatorRef) =>
      office.decide(id, { operatorRef, choice, input }),
    )
  }

  release({ kind, target, reason, ...who }: ReleaseClaimInput): Promise<FloorOrderAnswer> {
    return this.#order(who, (office, operatorRef) =>
      office.release({ operatorRef, kind, target, reason }),
    )
  }

  async #ask(): Promise<void> {
    const { office, clock } = this.#parts
    const answer = await (office?.look() ?? NO_OFFICE)
    this.#askedMs = clock.monotonicMs()
    if (answer.ok) {
      this.#last = { answer: answer.value, at: new Date(clock.now()).toISOString() }
      this.#trouble = null
    } else {
      this.#trouble = troubleOf(answer.failure)
    }
  }

  /** The bench proves who stands behind it, before anything is sent; the office checks the role again. */
  async #order(
    who: LogOrderInput,
    send: (office: FloorClient, operatorRef: string) => Promise<CallResult<unknown>>,
  ): Promise<FloorOrderAnswer> {
    const { supervisors, view, office } = this.#parts
    const checked = await supervisors.check(who, view, this.#signedIn())
    if (!checked.ok) return { accepted: false, trouble: checked.trouble }
    const answer = await (office === null ? NO_OFFICE : send(office, checked.supervisor.ref))
    // The next look must show what came of it.
    this.#askedMs = -Infinity
    return answer.ok
      ? { accepted: true, outcome: 'done', detail: null }
      : { accepted: true, ...outcomeOf(answer.failure) }
  }

  /** Whoever has a PIN types it for every order, as for an override: a badge alone may lie about. */
  #signedIn(): Operator | null {
    const ref = this.#parts.signedIn()
    const operator = ref === null ? null : (this.#parts.view.get('operator', ref) ?? null)
    return operator?.pinHash === undefined ? operator : null
  }
}

const NO_OFFICE: CallResult<never> = {
  ok: false,
  failure: { kind: 'unreachable', detail: 'this station has no office to ask' },
}

function troubleOf(failure: CallFailure): FloorTrouble {
  if (failure.kind === 'busy') return 'busy'
  if (failure.kind === 'unauthorized') return 'not-allowed'
  if (failure.kind === 'not-understood') return 'not-offered'
  // An office from before this panel knows no such address.
  return failure.kind === 'rejected' && failure.status === 404 ? 'not-offered' : 'offline'
}

function outcomeOf(failure: CallFailure): { outcome: FloorOutcome; detail: string | null } {
  switch (failure.kind) {
    case 'rejected':
      return { outcome: REJECTED[failure.code] ?? 'not-possible', detail: failure.detail }
    case 'unauthorized':
      return { outcome: 'not-allowed', detail: null }
    case 'busy':
      return { outcome: 'offline', detail: null }
    default:
      // It may have arrived and its answer not: the next look tells.
      return { outcome: 'unknown', detail: null }
  }
}

const REJECTED: Readonly<Record<string, FloorOutcome>> = {
  'not-found': 'changed',
  'wrong-state': 'changed',
  'supervisor-needed': 'not-allowed',
  forbidden: 'not-allowed',
}

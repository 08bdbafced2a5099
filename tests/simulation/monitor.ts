import { sql } from 'kysely'
import type { PullAnswer, PushAnswer, PushRequest, Receipt } from '#contract/sync/envelope.ts'
import type { OfficeClient } from '../../main/sync/office-client.ts'
import type { Store } from '../../sync-server/store/index.ts'
import type { SimStation } from './sim-station.ts'
import type { World } from './world.ts'

const CLAIMS = ['pick.claim', 'load.claim', 'load.confirm']
const REFUSAL_REASONS = ['list-refused', 'load-claim-refused', 'load-confirm-refused']

/** Looks over the office's shoulder at every answer, and over the benches' after every event. */
export class Monitor {
  readonly #world: World
  readonly #store: Store
  /** First receipts, by epoch, log and seq (I4). */
  readonly #receipts = new Map<string, string>()
  readonly #refusalsSeen = new Map<string, number>()

  constructor(world: World, store: Store) {
    this.#world = world
    this.#store = store
  }

  /** The office as this monitor sees it; every answer is looked at, also those that get lost. */
  watch(station: { name: string; stationId: string }, office: OfficeClient): OfficeClient {
    return {
      ...office,
      push: async (request) => {
        const result = await office.push(request)
        if (result.ok) await this.#lookAtPush(station, request, result.value)
        else if (result.failure.kind === 'conflict') {
          this.#blameConflict(station.name, result.failure.conflict.code)
        } else if (result.failure.kind === 'rejected') {
          this.#lookAtRejection(station.name, result.failure)
        }
        return result
      },
      pull: async (query) => {
        const result = await office.pull(query)
        if (result.ok) this.#lookAtPage(station.name, query.cursor, result.value)
        return result
      },
    }
  }

  /** Every refusal a bench has taken in must have been latched for its operator (I11). */
  lookAtBench({ name, log, floor, state }: SimStation): void {
    if (log.counts.refused === 0) return
    const rows = log.db
      .prepare<[number], { id: number; seq: number; body: string }>(
        `SELECT r.id, r.seq, a.body FROM receipt r JOIN action a ON a.seq = r.seq
         WHERE r.outcome = 'refused' AND r.id > ? ORDER BY r.id`,
      )
      .all(this.#refusalsSeen.get(name) ?? 0)
    const last = rows.at(-1)
    if (last === undefined || floor.sync.state.openRefusals.length > 0) return
    this.#refusalsSeen.set(name, last.id)
    const claims = rows.filter(({ body }) => CLAIMS.includes(typeOf(body)))
    const alerts = [state.alert, ...state.alertsWaiting].map((alert) => alert?.reason ?? '')
    const latched = alerts.filter((reason) => REFUSAL_REASONS.includes(reason))
    if (latched.length >= claims.length) return
    const text = `${name} took in ${claims.length} refusals and latched ${latched.length}`
    this.#world.blame('unexplained', 'I11', text)
  }

  async #lookAtPush(
    station: { name: string; stationId: string },
    request: PushRequest,
    answer: PushAnswer,
  ): Promise<void> {
    for (const receipt of answer.receipts)
      this.#lookAtReceipt(station.name, request, answer, receipt)
    const { rows } = await this.#store.snapshot((tx) =>
      sql<{ n: number }>`
        SELECT count(*)::int AS n FROM station_action
        WHERE station_id = ${station.stationId} AND incarnation = ${request.incarnation}`.execute(
        tx,
      ),
    )
    const committed = rows[0]?.n ?? 0
    this.#world.tell(
      `${station.name} pushed ${request.fromSeq}+${request.actions.length}: acked ${answer.ackedSeq}`,
    )
    if (answer.ackedSeq <= committed) return
    const text = `${station.name} was told ${answer.ackedSeq}, the office holds ${committed}`
    this.#world.blame('lost', 'I13', text)
  }

  #lookAtReceipt(
    name: string,
    { incarnation, actions }: PushRequest,
    { epoch }: PushAnswer,
    receipt: Receipt,
  ): void {
    const { replayed, ...first } = receipt
    if (replayed === true) this.#world.count('replay-answered')
    const key = `${epoch}/${incarnation}/${receipt.seq}`
    const text = JSON.stringify(first)
    const known = this.#receipts.get(key)
    if (known === undefined) {
      this.#receipts.set(key, text)
      const action = actions.find(({ seq }) => seq === receipt.seq)
      this.#noteOutcome(name, typeOf(action?.body ?? '{}'), receipt)
    } else if (known !== text) {
      const rule = `seq ${receipt.seq} of ${name} was ${known}, now ${text}`
      this.#world.blame('unexplained', 'I4', rule)
    }
  }

  #noteOutcome(name: string, type: string, { seq, outcome, code = '' }: Receipt): void {
    if (outcome === 'accepted') return
    this.#world.tell(`${name} ${seq} ${type}: ${outcome} ${code}`)
    this.#world.count(outcome)
    this.#world.count(`${outcome}-${code}`)
    const isFactRefused = outcome === 'refused' && !CLAIMS.includes(type)
    if (!isFactRefused) return
    this.#world.blame('lost', 'FACT-1', `${name} ${seq} ${type} was refused with ${code}`)
  }

  /** Nothing here forgets, forks or leaves out, so every such answer is a defect. */
  #blameConflict(name: string, code: string): void {
    this.#world.blame('unexplained', 'PUSH-2', `${name} was answered ${code}`)
  }

  #lookAtRejection(name: string, failure: { status: number; code: string; detail: string }): void {
    const { status, code, detail } = failure
    this.#world.tell(`${name} push rejected: ${status} ${code} ${detail}`)
    const isOfficeGone = status === 500 && detail === ''
    if (!isOfficeGone)
      this.#world.blame('unexplained', 'PUSH-2', `${name}: ${status} ${code} ${detail}`)
  }

  #lookAtPage(name: string, cursor: number, page: PullAnswer): void {
    if (page.reset === true) {
      this.#world.blame('unexplained', 'EPOCH-1', `${name} was told to start over at ${cursor}`)
    }
    let last = cursor
    for (const { seq } of page.changes) {
      if (seq <= last) this.#world.blame('doubled', 'I9', `${name} was sent ${seq} after ${last}`)
      last = seq
    }
    if (last <= page.cursor && page.cursor <= page.head) return
    const text = `${name} got changes to ${last}, cursor ${page.cursor}, head ${page.head}`
    this.#world.blame('unexplained', 'I9', text)
  }
}

export function typeOf(body: string): string {
  return (JSON.parse(body) as { type?: string }).type ?? ''
}

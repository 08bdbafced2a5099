import { sql } from 'kysely'
import type { PullAnswer, PushAnswer, PushRequest, Receipt } from '#contract/sync/envelope.ts'
import type { OfficeClient } from '../../main/sync/office-client.ts'
import type { Store } from '../../sync-server/store/index.ts'
import type { Onlooker } from './network.ts'
import { ReceiptsGiven } from './receipts-given.ts'
import type { SimOffice } from './sim-office.ts'
import type { SimStation } from './sim-station.ts'
import type { World } from './world.ts'

const CLAIMS = ['pick.claim', 'load.claim', 'load.confirm']
const REFUSAL_REASONS = [
  'list-refused',
  'load-claim-refused',
  'load-confirm-refused',
  // A load that was not confirmed, where the bench itself can see what is wrong with it.
  'load-too-heavy',
  'load-too-big',
  'open-on-board',
  'cancelled-on-board',
  'stopped-on-board',
]

/**
 * Calls of one bench in one minute, whatever happens: hands make a scan or two a second at most, each is a
 * push and a pull, and failures back off (I14, PUSH-4).
 */
const CALLS_PER_MINUTE_MAX = 150

const MINUTE_MS = 60_000

/** Looks over the office's shoulder at every answer, and over the benches' after every event. */
export class Monitor implements Onlooker {
  readonly #world: World
  readonly #store: Store
  readonly #receipts = new ReceiptsGiven()
  readonly #refusalsSeen = new Map<string, number>()
  readonly #calls = new Map<string, { minute: number; count: number }>()
  /** What the office's last page that a bench was sent said it does not read. */
  readonly #unread = new Map<string, string | null>()
  readonly #office: () => SimOffice

  constructor(world: World, store: Store, office: () => SimOffice) {
    this.#world = world
    this.#store = store
    this.#office = office
  }

  /** A bench that starts again has forgotten what the office reads. */
  forgetReads(name: string): void {
    this.#unread.delete(name)
  }

  /** Answers of which the office knows nothing any more: only a bench that heard them can say so. */
  async noteRestored(): Promise<void> {
    const { rows } = await this.#store.read((db) =>
      sql<{ incarnation: string; seq: number }>`
        SELECT incarnation, seq FROM station_action`.execute(db),
    )
    const held = new Set(rows.map(({ incarnation, seq }) => `${incarnation}/${seq}`))
    this.#receipts.noteRestored((incarnation, seq) => held.has(`${incarnation}/${seq}`))
  }

  /** What stands in a log that was copied or put back was told to whoever worked there then. */
  takeAsSeen({ name, log, identity }: SimStation): void {
    const last = log.db.prepare<[], number | null>('SELECT max(id) FROM receipt').pluck().get()
    this.#refusalsSeen.set(`${name} ${identity.incarnation}`, last ?? 0)
  }

  sends(name: string, kind: string): void {
    const minute = Math.floor(this.#world.clock.monotonicMs() / MINUTE_MS)
    const before = this.#calls.get(name)
    const count = before?.minute === minute ? before.count + 1 : 1
    this.#calls.set(name, { minute, count })
    if (count !== CALLS_PER_MINUTE_MAX + 1) return
    this.#world.blame('unexplained', 'I14', `${name} calls again and again, now ${kind}`)
  }

  /** A bench keeps what the office has said it can't read (PUSH-6). */
  sendsActions(name: string, { actions }: PushRequest): void {
    const unread = this.#unread.get(name) ?? null
    if (unread === null || !actions.some(({ body }) => typeOf(body) === unread)) return
    this.#world.blame('unexplained', 'PUSH-6', `${name} sent ${unread}, which is not read`)
  }

  /** The office as this monitor sees it; every answer is looked at, also those that get lost. */
  watch(name: string, office: OfficeClient): OfficeClient {
    return {
      ...office,
      push: async (request) => {
        const { damage } = this.#office()
        const result = await office.push(request)
        if (result.ok) await this.#lookAtPush(name, request, result.value)
        else if (result.failure.kind === 'conflict') {
          this.#lookAtConflict(name, request, result.failure.conflict.code)
        } else if (result.failure.kind === 'rejected') {
          this.#lookAtRejection(name, result.failure, damage !== null)
        }
        return result
      },
      pull: async (query) => {
        const result = await office.pull(query)
        if (result.ok) this.#lookAtPage(name, query.cursor, result.value)
        return result
      },
    }
  }

  /** What a bench has taken in of the office: from here on it knows what that reads. */
  heard(name: string, page: PullAnswer): void {
    const { unread } = this.#office()
    this.#unread.set(name, unread !== null && page.reads[unread] === undefined ? unread : null)
  }

  /**
   * Every refusal a bench has taken in must have been latched for its operator (I11), and not again when
   * a restored office says the same once more.
   */
  lookAtBench({ name, log, floor, state, identity }: SimStation): void {
    if (log.counts.refused === 0) return
    const ownLog = `${name} ${identity.incarnation}`
    const rows = log.db
      .prepare<[number], { id: number; seq: number; action: string; body: string }>(
        `SELECT r.id, r.seq, a.id AS action, a.body FROM receipt r JOIN action a ON a.seq = r.seq
         WHERE r.outcome = 'refused' AND r.id > ? AND NOT EXISTS (
           SELECT 1 FROM receipt b WHERE b.seq = r.seq AND b.id < r.id AND b.outcome = 'refused')
         ORDER BY r.id`,
      )
      .all(this.#refusalsSeen.get(ownLog) ?? 0)
    const last = rows.at(-1)
    if (last === undefined || floor.sync.state.openRefusals.length > 0) return
    this.#refusalsSeen.set(ownLog, last.id)
    // What the bench itself can't read it can't tell of; the office opens an alert (PUSH-6).
    const claims = rows.filter(
      ({ action, body }) => CLAIMS.includes(typeOf(body)) && !this.#world.poisoned.has(action),
    )
    const alerts = [state.alert, ...state.alertsWaiting].map((alert) => alert?.reason ?? '')
    const latched = alerts.filter((reason) => REFUSAL_REASONS.includes(reason))
    if (latched.length >= claims.length) return
    const taken = claims.map(({ seq, body }) => `${seq} ${typeOf(body)}`)
    const text = `${name} took in refusals of ${taken.join()} and latched ${alerts.join()}`
    this.#world.blame('unexplained', 'I11', text)
  }

  async #lookAtPush(name: string, request: PushRequest, answer: PushAnswer): Promise<void> {
    for (const receipt of answer.receipts) this.#lookAtReceipt(name, request, answer, receipt)
    const { rows } = await this.#store.read((db) =>
      sql<{ n: number }>`
        SELECT count(*)::int AS n FROM station_action
        WHERE incarnation = ${request.incarnation}`.execute(db),
    )
    const committed = rows[0]?.n ?? 0
    this.#world.tell(
      `${name} pushed ${request.fromSeq}+${request.actions.length}: acked ${answer.ackedSeq}`,
    )
    if (answer.ackedSeq <= committed) return
    const text = `${name} was told ${answer.ackedSeq}, the office holds ${committed}`
    this.#world.blame('lost', 'I13', text)
  }

  #lookAtReceipt(
    name: string,
    request: PushRequest,
    { epoch }: PushAnswer,
    receipt: Receipt,
  ): void {
    const { replayed, seq, outcome } = receipt
    if (replayed === true) this.#world.count('replay-answered')
    const given = this.#receipts.give(epoch, request, receipt)
    if (typeof given === 'object') {
      const text = `seq ${seq} of ${name} was ${given.before}, now ${JSON.stringify(receipt)}`
      this.#world.blame('unexplained', 'I4', text)
    } else if (given === 'again') {
      if (replayed === true && outcome === 'refused') this.#world.count('refusal-replayed')
    } else {
      if (given === 'anew') this.#world.count('unheard-answered-anew')
      const action = request.actions.find((one) => one.seq === seq)
      this.#noteOutcome(name, typeOf(action?.body ?? '{}'), receipt)
    }
  }

  #noteOutcome(name: string, type: string, { seq, id, outcome, code = '' }: Receipt): void {
    if (outcome === 'accepted') return
    this.#world.tell(`${name} ${seq} ${type}: ${outcome} ${code}`)
    this.#world.count(outcome)
    this.#world.count(`${outcome}-${code}`)
    const isPoison = code === 'poison' && this.#world.poisoned.has(id)
    const isFactRefused = outcome === 'refused' && !CLAIMS.includes(type) && !isPoison
    if (!isFactRefused) return
    this.#world.blame('lost', 'FACT-1', `${name} ${seq} ${type} was refused with ${code}`)
  }

  /** Logs fork only where a disk was copied or put back, and the office forgets only where this run has made it. */
  #lookAtConflict(name: string, { incarnation }: PushRequest, code: string): void {
    this.#world.tell(`${name} is answered ${code}`)
    if (code === 'epoch' && this.#world.caused.has('restored')) {
      this.#world.count('epoch-rewind')
      return
    }
    if (code === 'fork' && this.#world.caused.has(`fork ${incarnation}`)) {
      this.#world.count('fork')
      return
    }
    this.#world.blame('unexplained', 'PUSH-2', `${name} was answered ${code}`)
  }

  #lookAtRejection(
    name: string,
    { status, code, detail }: { status: number; code: string; detail: string },
    isDamaged: boolean,
  ): void {
    this.#world.tell(`${name} push rejected: ${status} ${code} ${detail}`)
    const isOfficeGone = status === 500 && detail === ''
    if (isOfficeGone || (isDamaged && status === 400)) return
    this.#world.blame('unexplained', 'PUSH-2', `${name}: ${status} ${code} ${detail}`)
  }

  #lookAtPage(name: string, cursor: number, page: PullAnswer): void {
    if (page.reset === true) {
      this.#world.count('told-to-start-over')
      if (this.#world.caused.has('restored')) return
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

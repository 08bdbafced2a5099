import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Outbox } from '../../sync-server/outbox/index.ts'
import { LEASE_MS } from '../../sync-server/outbox/limits.ts'
import { SEND_TIMEOUT_MS } from '../../sync-server/outbox/send.ts'
import { openStore, type Store } from '../../sync-server/store/index.ts'
import { databases } from '../support/databases.ts'
import { moveOf, openLane, type OutboxLane } from '../support/outbox-lane.ts'
import {
  failing,
  good,
  hanging,
  type Receiver,
  startReceiver,
} from '../support/webhook-receiver.ts'

const ROUNDS = 60
const ORDERS = 4

/** Turns of the event loop after which a call that has no answer is given up. */
const TURNS_UNTIL_TIMEOUT = 300

/** Longer than the longest pause. */
const REST_MS = 3_700_000

describe.each(databases)('two offices and one receiver, on $kind', ({ open }) => {
  let lane: OutboxLane
  let receiver: Receiver
  let secondStore: Store | null
  let outboxes: Outbox[]

  beforeEach(async () => {
    lane = await openLane(open)
    receiver = await startReceiver()
    const { databaseUrl } = lane.database
    secondStore = databaseUrl === undefined ? null : await openStore({ databaseUrl, sleep })
    const second = secondStore === null ? {} : { store: secondStore }
    outboxes = [lane.outbox, lane.another(second)]
  })

  afterEach(async () => {
    await lane.close()
    await secondStore?.close()
    await receiver.close()
  })

  test.each([1, 2, 3])(
    'fails, hangs, drops, redeliveries and changes: nothing is lost and orders stay in order (%i)',
    async (seed) => {
      const random = randomOf(seed)
      const url = { url: receiver.url, types: ['order.status-changed'] }
      await lane.subscribe('erp', url.url, { types: url.types })
      const taken: string[] = []
      let mood = 0
      receiver.behave((call, answer) => {
        const chance = random()
        if (chance < mood / 2) return failing(call, answer)
        if (chance < mood) return hanging(call, answer)
        if (call.event.subject.startsWith('order/')) taken.push(moveOf(call))
        return good(call, answer)
      })
      const dropped = new Set<string>()
      const moves: string[] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        mood = random() < 0.5 ? 0.9 : 0.2
        const order = Math.floor(random() * ORDERS)
        const move = `O${order}-${String(round).padStart(3, '0')}`
        moves.push(move)
        await lane.emit(move)
        await Promise.all(outboxes.map((outbox) => outbox.look()))
        await disturb(random(), url, dropped)
        lane.time.forward(Math.floor(random() * LEASE_MS * 1.5))
        await settle()
      }
      mood = 0
      await finish()
      expect(await lane.deliveries('waiting')).toEqual([])
      expect(await lane.deliveries('parked')).toEqual([])
      const sequence = [...new Set(taken)].filter((move) => !dropped.has(move))
      expect(sequence.toSorted()).toEqual(moves.filter((move) => !dropped.has(move)).toSorted())
      for (let order = 0; order < ORDERS; order += 1) {
        const own = sequence.filter((move) => move.startsWith(`O${order}-`))
        expect(own).toEqual(own.toSorted())
      }
      expect(await lane.exceptions()).toEqual([])
    },
    60_000,
  )

  /** Calls that hang are given up, whenever they began; of those that do not, some are too. */
  async function settle(): Promise<void> {
    const state = { isSettled: false }
    const all = Promise.all(outboxes.map((outbox) => outbox.settled())).then(() => {
      state.isSettled = true
    })
    while (!state.isSettled) {
      for (let turn = 0; turn < TURNS_UNTIL_TIMEOUT; turn += 1) await setImmediate()
      lane.time.fire(SEND_TIMEOUT_MS)
    }
    await all
  }

  /** What people do to a webhook that gives trouble. */
  async function disturb(chance: number, body: object, dropped: Set<string>): Promise<void> {
    if (chance < 0.15) await lane.office.admin('PUT', '/v1/webhooks/erp', body)
    else if (chance < 0.3) await lane.office.admin('POST', '/v1/webhooks/erp/redeliver')
    else if (chance < 0.4) await lane.office.admin('POST', '/v1/webhooks/erp/test')
    else if (chance < 0.5) await dropOne(dropped)
    else if (chance < 0.6) await redeliverOne()
  }

  async function dropOne(dropped: Set<string>): Promise<void> {
    const [parked] = await lane.deliveries('parked')
    if (parked === undefined) return
    dropped.add(await moveOfEvent(parked.eventId))
    await lane.office.admin('POST', `/v1/webhooks/erp/deliveries/${parked.eventId}/drop`)
  }

  async function redeliverOne(): Promise<void> {
    const waiting = (await lane.deliveries('waiting')).at(-1)
    if (waiting === undefined) return
    await lane.office.admin('POST', `/v1/webhooks/erp/deliveries/${waiting.eventId}/redeliver`)
  }

  async function moveOfEvent(id: string): Promise<string> {
    const { data } = await lane.database.store.snapshot((tx) =>
      tx.selectFrom('outbox_event').select('data').where('id', '=', id).executeTakeFirstOrThrow(),
    )
    return moveOf({ event: { data: data as Record<string, unknown> } })
  }

  async function finish(): Promise<void> {
    for (let round = 0; round < 30; round += 1) {
      await lane.office.admin('POST', '/v1/webhooks/erp/redeliver')
      lane.time.forward(REST_MS)
      await Promise.all(outboxes.map((outbox) => outbox.look()))
      await Promise.all(outboxes.map((outbox) => outbox.settled()))
      if ((await lane.deliveries('waiting')).length === 0) return
    }
  }
})

/** The same row of numbers from 0 up to 1 for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

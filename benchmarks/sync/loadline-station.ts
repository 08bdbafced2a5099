import type { DocumentKind } from '#contract/documents/document.ts'
import { DOCUMENT_KINDS } from '#contract/documents/document.ts'
import { PULL_LIMIT_MAX, PUSH_ACTIONS_MAX } from '#contract/sync/limits.ts'
import { systemClock } from '../../main/clock.ts'
import { uuidV7 } from '../../main/ids.ts'
import { CacheStore } from '../../main/store/cache-store.ts'
import { actionBody, LogStore } from '../../main/store/log-store.ts'
import { StationView } from '../../main/store/view.ts'
import { httpOfficeClient, type CallResult } from '../../main/sync/office-client.ts'
import { FeedReader } from '../../main/sync/pull.ts'
import { afterConflict, nextBatch, recordAnswer } from '../../main/sync/push.ts'
import { readSyncState } from '../../main/sync/sync-state.ts'
import type { FloorStation } from '../../tests/support/floor.ts'
import { wantedLists } from './plan.ts'
import type { Plan, SyncStation } from './system.ts'

/** The bench's own log, cache and HTTP client, without its screens and its waiting. */
export async function openLoadlineStation(options: {
  station: FloorStation
  url: string
  folder: string
  plan: Plan
}): Promise<SyncStation> {
  const { station, url, folder, plan } = options
  const { stationId, token } = station
  const { incarnation } = station.log
  const log = new LogStore(folder)
  const cache = new CacheStore(folder)
  const view = new StationView(cache, log, stationId)
  const feed = new FeedReader({ cache, view, incarnation })
  const office = httpOfficeClient({ url, token: () => token })
  const first = valueOf(await office.pull({ cursor: 0, epoch: '', limit: 1 }))
  let state = readSyncState(log, first.epoch)
  const newId = uuidV7(systemClock)
  const claims: number[] = []

  return {
    record: (actions) => {
      log.transaction(() => {
        for (const { id, body } of actions) log.append({ id, body })
      })
      return Promise.resolve()
    },
    takeGoods: () => {
      for (const list of wantedLists(plan)) {
        const draft = { type: 'pick.claim' as const, payload: { pickListId: list.id } }
        const occurredAt = new Date(systemClock.now()).toISOString()
        const body = actionBody({ draft, operatorId: 'emma', occurredAt, baseHead: 0 })
        claims.push(log.transaction(() => log.append({ id: newId(), body })).seq)
      }
      return Promise.resolve()
    },
    push: async () => {
      for (;;) {
        const batch = nextBatch(log, state, { incarnation, actionsMax: PUSH_ACTIONS_MAX })
        if (batch === null) return
        const answer = await office.push(batch)
        if (!answer.ok && answer.failure.kind === 'conflict') {
          const next = afterConflict(log, state, answer.failure.conflict)
          if (typeof next === 'string') throw new Error(`the log of a benchmark is ${next}`)
          state = next
          continue
        }
        const receivedAt = new Date(systemClock.now()).toISOString()
        state = recordAnswer(log, state, valueOf(answer), receivedAt).state
      }
    },
    pull: async () => {
      for (;;) {
        const page = valueOf(await office.pull({ ...feed.next, limit: PULL_LIMIT_MAX }))
        if (feed.take(page).isDone) return
      }
    },
    rows: () => Promise.resolve(rowsOf(cache)),
    granted: () => {
      const refused = claims.filter((seq) => log.receiptOf(seq)?.outcome === 'refused')
      return Promise.resolve(claims.length - refused.length)
    },
    close: () => {
      log.close()
      cache.close()
      return Promise.resolve()
    },
  }
}

/** All that is in scope but the station's own range of numbers, which nobody else has. */
function rowsOf(cache: CacheStore): Map<string, string> {
  const kinds: readonly DocumentKind[] = DOCUMENT_KINDS.filter((kind) => kind !== 'number-range')
  return new Map(
    kinds.flatMap((kind) =>
      cache
        .all(kind)
        .map(({ id, doc }): [string, string] => [`${kind}/${id}`, JSON.stringify(doc)]),
    ),
  )
}

function valueOf<T>(answer: CallResult<T>): T {
  if (answer.ok) return answer.value
  throw new Error(JSON.stringify(answer.failure))
}

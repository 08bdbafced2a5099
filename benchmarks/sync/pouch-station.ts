import { Agent } from 'node:http'
import { randomUUID } from 'node:crypto'
import type { SyncStation } from './system.ts'

/** The document that holds the stock, and the database that holds everything. */
export const COUNTER = 'stock'
export const FLOOR = 'floor'

type Doc = { _id: string; _rev?: string; [field: string]: unknown }
type Replication = { batch_size: number; doc_ids?: string[] }
type Replicated = { ok: boolean; doc_write_failures: number }

/** As much of PouchDB as is used here. */
export type Pouch = {
  info: () => Promise<unknown>
  get: (id: string) => Promise<Doc>
  put: (doc: Doc) => Promise<unknown>
  bulkDocs: (docs: readonly Doc[]) => Promise<({ ok: true } | { error: unknown })[]>
  allDocs: (options: {
    startkey?: string
    limit?: number
    include_docs?: boolean
  }) => Promise<{ rows: { id: string; doc?: Doc }[] }>
  replicate: {
    to: (remote: Pouch, options: Replication) => Promise<Replicated>
    from: (remote: Pouch, options: Replication) => Promise<Replicated>
  }
  close: () => Promise<void>
}
export type PouchClass = {
  new (name: string, options?: object): Pouch
  fetch: (url: string, options: object) => Promise<unknown>
}

/** PouchDB's default is 100; its guide advises more where documents are small and the network is good. */
const USUAL_BATCH = 500

/** What passes a link of 256 kbit/s well within two seconds. */
const SLOW_BATCH = 25

export async function openPouchStation(options: {
  pouch: PouchClass
  name: string
  url: string
  isSlow: boolean
  n: number
}): Promise<SyncStation> {
  const { pouch, name, url, isSlow, n } = options
  const batch = { batch_size: isSlow ? SLOW_BATCH : USUAL_BATCH }
  const local = new pouch(name)
  // Without an agent its client would open a connection for every request.
  const agent = new Agent({ keepAlive: true })
  const remote = new pouch(`${url}/${FLOOR}`, {
    fetch: (address: string, init: object) => pouch.fetch(address, { ...init, agent }),
    skip_setup: true,
  })
  // The stock as it was known when the network was last there.
  await local.replicate.from(remote, { ...batch, doc_ids: [COUNTER] })
  let seq = 0
  let taken = 0

  async function put(docs: readonly Doc[]): Promise<void> {
    const answers = await local.bulkDocs(docs)
    if (!answers.every((answer) => 'ok' in answer)) throw new Error('PouchDB kept no document')
  }

  return {
    record: (actions) =>
      put(
        actions.map(({ id, body }) => {
          seq += 1
          return { _id: id, station: n, seq, ...(JSON.parse(body) as object) }
        }),
      ),
    takeGoods: async () => {
      for (;;) {
        const stock = await local.get(COUNTER)
        const onHand = Number(stock['onHand'])
        if (onHand === 0) return
        await local.put({ ...stock, onHand: onHand - 1 })
        seq += 1
        await put([{ _id: randomUUID(), station: n, seq, type: 'take', quantity: 1 }])
        taken += 1
      }
    },
    push: async () => {
      const done = await local.replicate.to(remote, batch)
      if (!done.ok || done.doc_write_failures > 0) throw new Error('not all was replicated')
    },
    pull: async () => {
      const done = await local.replicate.from(remote, batch)
      if (!done.ok || done.doc_write_failures > 0) throw new Error('not all was replicated')
    },
    rows: async () => {
      const { rows } = await local.allDocs({ include_docs: true })
      return new Map(rows.map(({ id, doc }): [string, string] => [id, JSON.stringify(doc)]))
    },
    // The revision that wins replaces the others without a word to those who wrote them.
    granted: () => Promise.resolve(taken),
    close: async () => {
      agent.destroy()
      await local.close()
    },
  }
}

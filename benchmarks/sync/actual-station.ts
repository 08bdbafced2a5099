import { randomBytes, randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import type { Plan, SyncStation } from './system.ts'

type Cell = { dataset: string; row: string; column: string; value: string }
export type TimedCell = Cell & { timestamp: string }
type Envelope = { timestamp: string; isEncrypted: boolean; content: Uint8Array }
type Schema<T> = { readonly type?: T }

/** As much of @actual-app/crdt as is used here. */
export type Crdt = {
  Timestamp: new (millis: number, counter: number, node: string) => { toString: () => string }
  MessageSchema: Schema<Cell>
  MessageEnvelopeSchema: Schema<Envelope>
  SyncRequestSchema: Schema<{
    messages: Envelope[]
    fileId: string
    groupId: string
    keyId: string
    since: string
  }>
  SyncResponseSchema: Schema<{ messages: Envelope[]; merkle: string }>
  create: <T>(schema: Schema<T>, init: Partial<T>) => T
  fromBinary: <T>(schema: Schema<T>, bytes: Uint8Array) => T
  toBinary: <T>(schema: Schema<T>, message: T) => Uint8Array<ArrayBuffer>
}

export type SyncFile = { token: string; fileId: string; groupId: string }

/** Its app sends all it has at once; 20 MB is the most that the server takes. */
const USUAL_BATCH = 10_000

/** What passes a link of 256 kbit/s well within two seconds. */
const SLOW_BATCH = 50

const COUNTER_MAX = 0xffff
const CALL_TIMEOUT_MS = 60_000
const BEGINNING = '1970-01-01T00:00:00.000Z-0000-0000000000000000'

const SCHEMA = `CREATE TABLE message (timestamp TEXT PRIMARY KEY, dataset TEXT NOT NULL,
  "row" TEXT NOT NULL, "column" TEXT NOT NULL, value TEXT NOT NULL, sent INTEGER NOT NULL)`

/**
 * Sends messages and answers those that the server has after `since`. A push asks for nothing that is
 * older than itself: its app would fetch all that others wrote with every call.
 */
export async function sync(
  crdt: Crdt,
  options: {
    url: string
    file: SyncFile
    messages: readonly TimedCell[]
    since: string | undefined
  },
): Promise<TimedCell[]> {
  const { url, file, messages, since = BEGINNING } = options
  const envelopes = messages.map(({ timestamp, ...cell }) =>
    crdt.create(crdt.MessageEnvelopeSchema, {
      timestamp,
      isEncrypted: false,
      content: crdt.toBinary(crdt.MessageSchema, crdt.create(crdt.MessageSchema, cell)),
    }),
  )
  const { token, fileId, groupId } = file
  const request = { messages: envelopes, fileId, groupId, keyId: '', since }
  const response = await fetch(`${url}/sync/sync`, {
    method: 'POST',
    headers: { 'content-type': 'application/actual-sync', 'x-actual-token': token },
    body: crdt.toBinary(crdt.SyncRequestSchema, crdt.create(crdt.SyncRequestSchema, request)),
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  })
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (!response.ok) throw new Error(`Actual answered ${response.status}`)
  const answer = crdt.fromBinary(crdt.SyncResponseSchema, bytes)
  return answer.messages.map(({ timestamp, content }) => {
    const { dataset, row, column, value } = crdt.fromBinary(crdt.MessageSchema, content)
    return { timestamp, dataset, row, column, value }
  })
}

/** Messages in SQLite until they are sent, a cell for each action. */
export function openActualStation(options: {
  crdt: Crdt
  url: string
  file: SyncFile
  isSlow: boolean
  plan: Plan
  path: string
}): Promise<SyncStation> {
  const { crdt, url, file, isSlow, plan, path } = options
  const clock = hybridClock(crdt)
  const store = openMessages(path, clock)
  let onHand = plan.goods
  let granted = 0

  return Promise.resolve({
    record: (actions) => {
      store.write(
        actions.map(({ id, body }) => ({
          dataset: 'action',
          row: id,
          column: 'body',
          value: body,
        })),
      )
      return Promise.resolve()
    },
    takeGoods: () => {
      for (; onHand > 0; granted += 1) {
        onHand -= 1
        const counter = { dataset: 'stock', row: 'SKU-1', column: 'onHand', value: `N:${onHand}` }
        store.write([
          counter,
          { dataset: 'take', row: randomUUID(), column: 'quantity', value: 'N:1' },
        ])
      }
      return Promise.resolve()
    },
    push: async () => {
      for (;;) {
        const messages = store.unsent(isSlow ? SLOW_BATCH : USUAL_BATCH)
        const last = messages.at(-1)?.timestamp
        if (last === undefined) return
        store.keep(await sync(crdt, { url, file, messages, since: clock() }))
        store.markSent(last)
      }
    },
    pull: async () => {
      store.keep(await sync(crdt, { url, file, messages: [], since: BEGINNING }))
    },
    rows: () => Promise.resolve(store.rows()),
    // The newest value of the counter's cell counts; nobody hears of the others.
    granted: () => Promise.resolve(granted),
    close: () => {
      store.close()
      return Promise.resolve()
    },
  })
}

/** The station's own database of messages. */
function openMessages(path: string, clock: () => string) {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.exec(SCHEMA)
  const insert = db.prepare('INSERT OR IGNORE INTO message VALUES (?, ?, ?, ?, ?, ?)')
  const unsent = db.prepare<[number], TimedCell>(
    `SELECT timestamp, dataset, "row", "column", value FROM message WHERE NOT sent
     ORDER BY timestamp LIMIT ?`,
  )
  const markSent = db.prepare('UPDATE message SET sent = 1 WHERE timestamp <= ? AND NOT sent')

  const keep = (cells: readonly TimedCell[], isSent: boolean): void =>
    db.transaction(() => {
      for (const { timestamp, dataset, row, column, value } of cells) {
        insert.run(timestamp, dataset, row, column, value, Number(isSent))
      }
    })()

  return {
    write: (cells: readonly Cell[]) =>
      keep(
        cells.map((cell) => ({ ...cell, timestamp: clock() })),
        false,
      ),
    keep: (cells: readonly TimedCell[]) => keep(cells, true),
    unsent: (limit: number) => unsent.all(limit),
    markSent: (last: string) => markSent.run(last),
    rows: () => {
      const cells = db.prepare<[], Cell>(`SELECT * FROM message WHERE dataset = 'product'`).all()
      return new Map(cells.map(({ row, value }): [string, string] => [row, value]))
    },
    close: () => db.close(),
  }
}

/** A hybrid clock of one station; theirs is one for the process. */
function hybridClock(crdt: Crdt): () => string {
  const node = randomBytes(8).toString('hex').toUpperCase()
  let millis = 0
  let counter = 0
  return () => {
    const now = Date.now()
    if (now > millis || counter === COUNTER_MAX) {
      millis = Math.max(now, millis + 1)
      counter = 0
    } else counter += 1
    return new crdt.Timestamp(millis, counter, node).toString()
  }
}

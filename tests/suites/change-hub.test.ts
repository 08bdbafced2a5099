import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { LIVE_TOPICS, type LiveTopic } from '#contract/http/live-topics.ts'
import { startChangeHub } from '../../sync-server/console/index.ts'
import { realDeps } from '../../sync-server/deps.ts'
import { openStore } from '../../sync-server/store/index.ts'
import { databases } from '../support/databases.ts'
import { eventually } from '../support/processes.ts'

test('pages are told of everything once the database comes back that other instances speak through', async () => {
  const database = await databases.find(({ kind }) => kind === 'postgres')?.open()
  const databaseUrl = database?.databaseUrl ?? ''
  const store = await openStore({ databaseUrl, sleep })
  let aheadMs = 0
  const clock = { now: () => Date.now() + aheadMs }
  const hub = await startChangeHub(store, { ...realDeps(), clock })
  // Later than what a fresh instance tells by itself.
  aheadMs = 60_000
  const told = new Set<LiveTopic>()
  hub.subscribe({
    onChange: (topics) => topics.forEach((topic) => told.add(topic)),
    onClose: () => undefined,
  })
  const admin = new Client({ connectionString: databaseUrl })
  await admin.connect()
  const { rows } = await admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()",
  )
  expect(rows).toHaveLength(1)
  await admin.end()
  await eventually(async () => told.size === LIVE_TOPICS.length, { what: 'all topics told' })
  await hub.close()
  await store.close()
  await database?.close()
})

test('whoever begins to listen is told what moved of late, and nothing that moved long ago', async () => {
  const database = await databases[0]?.open()
  if (database === undefined) throw new Error('no database in this run')
  let nowMs = Date.parse('2026-03-02T08:00:00Z')
  const hub = await startChangeHub(database.store, { ...realDeps(), clock: { now: () => nowMs } })
  const toldNow = (): readonly LiveTopic[] => {
    const told: LiveTopic[] = []
    hub.subscribe({ onChange: (topics) => told.push(...topics), onClose: () => undefined })?.()
    return told
  }
  // A fresh instance does not know what others told before it was there.
  expect(toldNow()).toEqual([...LIVE_TOPICS])
  nowMs += 60_000
  expect(toldNow()).toEqual([])
  hub.tell(['stock'])
  nowMs += 4_000
  hub.tell(['loading'])
  expect(new Set(toldNow())).toEqual(new Set(['stock', 'loading']))
  nowMs += 7_000
  expect(toldNow()).toEqual(['loading'])
  await hub.close()
  await database.close()
})

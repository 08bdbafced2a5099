import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { hash } from 'node:crypto'
import { join } from 'node:path'
import { SCOPE_CHECK_INTERVAL_MS } from '#contract/sync/limits.ts'
import { scopeText } from '#contract/sync/scope-hash.ts'
import { aPickList } from '../testing/documents.ts'
import { pass, settle, smallOffice, syncBench } from '../testing/sync-bench.ts'

const MINUTE_MS = 60_000
const CHECK_AT_MOST_MS = SCOPE_CHECK_INTERVAL_MS * 1.2

const LIST = { seq: 1, kind: 'pick-list', id: 'list-1', doc: aPickList() }
const HASH_OF_LIST = hash('sha256', scopeText([LIST]), 'hex')

/** A bench at the head of a feed of one pick list. */
async function atHead() {
  const small = smallOffice()
  small.office.page = { head: 1, cursor: 1, changes: [LIST] }
  small.office.scopeHash = HASH_OF_LIST
  const bench = syncBench(small.client)
  bench.loop.start()
  await settle()
  const until = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += MINUTE_MS) await pass(bench.clock, MINUTE_MS)
  }
  return { ...small, ...bench, until }
}

test('[PULL-4] every ten minutes the scope is compared, and one that agrees is left alone', async () => {
  const { loop, countOf, until, troubles } = await atHead()
  await until(3 * CHECK_AT_MOST_MS)
  expect(countOf('scope')).toBeGreaterThanOrEqual(3)
  expect(countOf('scope')).toBeLessThanOrEqual(4)
  expect(loop.status.scopeResets).toBe(0)
  expect(troubles).toEqual([])
  await loop.close()
})

test('[PULL-4] a cache that has drifted is read anew from a snapshot, said and counted', async () => {
  const { office, loop, cache, view, until, troubles } = await atHead()
  cache.apply([{ kind: 'pick-list', id: 'ghost', seq: 1, body: '{}' }], null)
  expect(view.get('pick-list', 'list-1')).toBeDefined()
  await until(CHECK_AT_MOST_MS)
  expect(loop.status.scopeResets).toBe(1)
  expect(troubles.join()).toContain('read anew')
  expect(cache.scopeEntries()).toEqual([{ kind: 'pick-list', id: 'list-1', seq: 1 }])
  expect(view.get('pick-list', 'list-1')).toBeDefined()
  expect(office.calls.at(-1)).toBeDefined()
  await until(2 * CHECK_AT_MOST_MS)
  expect(loop.status.scopeResets).toBe(1)
  await loop.close()
})

/** Sends the list to a snapshot only, as an office does whose feed has not moved on. */
function sendOnlyToSnapshots({ client, office }: ReturnType<typeof smallOffice>): void {
  const pull = client.pull.bind(client)
  client.pull = (query) => {
    office.page = { head: 1, cursor: 1, changes: query.cursor === 0 ? [LIST] : [] }
    return pull(query)
  }
}

/** One bit of a row's body is another, in a file that is otherwise whole. */
function flipRow(folder: string): void {
  const db = new Database(join(folder, 'cache.db'))
  db.exec(`UPDATE base SET body = replace(body, '1', '3') WHERE kind = 'pick-list'`)
  db.close()
}

test('[PULL-4] a row with a flipped bit that nobody reads is noticed when scopes are compared', async () => {
  const bench = await atHead()
  const { folder, loop, cache, until } = bench
  sendOnlyToSnapshots(bench)
  flipRow(folder)
  await until(CHECK_AT_MOST_MS)
  expect(loop.status.scopeResets).toBe(1)
  expect(cache.get('pick-list', 'list-1')).toEqual(LIST.doc)
  await loop.close()
})

test('[PULL-4] a row found damaged at open is read anew as soon as the bench stands at the head', async () => {
  const first = await atHead()
  await first.loop.close()
  first.cache.close()
  first.log.close()
  sendOnlyToSnapshots(first)
  flipRow(first.folder)
  const { loop, cache } = syncBench(first.client, { folder: first.folder })
  expect(cache.get('pick-list', 'list-1')).toBeUndefined()
  loop.start()
  await settle()
  expect(loop.status.scopeResets).toBe(1)
  expect(cache.get('pick-list', 'list-1')).toEqual(LIST.doc)
  await loop.close()
})

test('[PULL-4] while the head moves on nothing is compared; it is tried again soon', async () => {
  const { office, loop, countOf, until } = await atHead()
  office.page = { head: 1, cursor: 1, changes: [] }
  office.scopeHash = 'ff'.repeat(32)
  const moved = { ...office.page, head: 2 }
  // The office's head is one further whenever it is asked for the scope.
  Object.defineProperty(office, 'page', {
    configurable: true,
    get: () => (office.calls.at(-1) === 'scope' ? moved : { head: 1, cursor: 1, changes: [] }),
  })
  await until(CHECK_AT_MOST_MS + 5 * MINUTE_MS)
  expect(loop.status.scopeResets).toBe(0)
  expect(countOf('scope')).toBeGreaterThan(3)
  expect(countOf('scope')).toBeLessThan(30)
  await loop.close()
})

test('[PULL-4] a scope that stays different is read anew ever more rarely', async () => {
  const { office, loop, until } = await atHead()
  office.scopeHash = 'ff'.repeat(32)
  await until(24 * 60 * MINUTE_MS)
  expect(loop.status.scopeResets).toBeGreaterThan(3)
  expect(loop.status.scopeResets).toBeLessThan(10)
  await loop.close()
})

test('[PULL-4] an office that knows no comparison is not asked more often for it', async () => {
  const { office, loop, countOf, until } = await atHead()
  office.failures.scope = { kind: 'rejected', status: 404, code: 'not-found', detail: '' }
  await until(2 * CHECK_AT_MOST_MS)
  expect(countOf('scope')).toBeLessThanOrEqual(3)
  expect(loop.status).toMatchObject({ online: true, block: 'none' })
  await loop.close()
})

import Database from 'better-sqlite3'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { normalizeGtin } from '#contract/barcode/gtin.ts'
import type { PullAnswer } from '#contract/sync/envelope.ts'
import { CacheStore } from '../store/cache-store.ts'
import { LogStore } from '../store/log-store.ts'
import { StationView } from '../store/view.ts'
import { aPickList } from '../testing/documents.ts'
import { logAction } from '../testing/logged.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { FeedReader, readKeptRaw } from './pull.ts'

function station(folder = tempFolder()) {
  const log = new LogStore(folder)
  const cache = new CacheStore(folder)
  const view = new StationView(cache, log, 'station-1')
  return { folder, log, cache, view, feed: new FeedReader({ cache, view, incarnation: 'mine' }) }
}

function page(changed: Partial<PullAnswer>): PullAnswer {
  return {
    epoch: 'e1',
    head: 1,
    cursor: 1,
    more: false,
    processed: { incarnation: 'mine', seq: 0 },
    reads: {},
    serverTime: '2026-03-02T08:00:00.000Z',
    changes: [],
    ...changed,
  }
}

const operator = { ref: 'emma', name: 'Emma', roles: ['picker'], badgeHash: 'aa' }
const listChange = (seq: number, changed = {}) => ({
  seq,
  kind: 'pick-list',
  id: 'list-1',
  doc: aPickList(changed),
})

/** A reader that has joined epoch e1 and read it up to cursor 0. */
function joined(folder?: string) {
  const parts = station(folder)
  parts.feed.take(page({ cursor: 0, head: 0 }))
  return parts
}

test('[PULL-1] documents that actions change wait for the last page, then all move together', () => {
  const { view, cache, feed } = joined()
  feed.take(page({ more: true, cursor: 1, head: 2, changes: [listChange(1)] }))
  expect(view.get('pick-list', 'list-1')).toBeUndefined()
  expect(cache.position().cursor).toBe(0)
  const change = { seq: 2, kind: 'operator', id: 'emma', doc: operator }
  feed.take(page({ cursor: 2, head: 2, changes: [change] }))
  expect(view.get('pick-list', 'list-1')?.code).toBe('LLP1')
  expect(cache.position()).toEqual({ epoch: 'e1', cursor: 2, processedSeq: 0 })
})

test('[PULL-2] pending work is replayed over what comes, and forgotten once the office has it', () => {
  const { log, view, feed } = joined()
  feed.take(page({ changes: [{ seq: 1, kind: 'operator', id: 'emma', doc: operator }] }))
  feed.take(page({ cursor: 2, head: 2, changes: [listChange(2)] }))
  const claim = { pickListId: 'list-1' }
  const confirm = { pickListId: 'list-1', lineNo: 1, quantity: 2 }
  const entries = [logAction(log, 'pick.claim', claim), logAction(log, 'pick.confirm', confirm)]
  view.applyCommitted(entries, [])
  view.replay()
  expect(view.get('pick-list', 'list-1')?.lines[0]?.picked).toBe(2)

  // The office has the claim, not yet the confirm.
  const claimed = { claim: { stationId: 'station-1', leaseUntil: '2027-01-01T00:00:00.000Z' } }
  const processed = { incarnation: 'mine', seq: 1 }
  feed.take(page({ cursor: 3, head: 3, processed, changes: [listChange(3, claimed)] }))
  expect(view.replayedCount).toBe(1)
  expect(view.get('pick-list', 'list-1')?.lines[0]?.picked).toBe(2)
})

const plank = {
  sku: 'OAK',
  name: 'Oak plank',
  barcodes: [{ code: '8712345000011', quantity: 1 }],
  weightGrams: 2_000,
  volumeCm3: 1_000,
  tracking: 'none',
}

test('[PULL-4] another epoch leaves the bench what it has until the snapshot is whole', () => {
  const { cache, feed, view, log, folder } = joined()
  const product = { seq: 1, kind: 'product', id: 'OAK', doc: plank }
  feed.take(page({ cursor: 2, changes: [product, listChange(2)] }))
  const first = feed.take(page({ epoch: 'e2', cursor: 9, head: 9 }))
  expect(first.isDone).toBe(false)
  expect(feed.next).toEqual({ cursor: 0, epoch: 'e2' })
  const change = { seq: 1, kind: 'operator', id: 'emma', doc: operator }
  feed.take(page({ epoch: 'e2', cursor: 1, head: 2, more: true, changes: [change] }))
  // The network is cut here, and the bench goes on, even through a restart.
  expect(cache.findBarcode(normalizeGtin('8712345000011') ?? '')?.sku).toBe('OAK')
  expect(view.get('pick-list', 'list-1')).toBeDefined()
  cache.close()
  log.close()
  const again = station(folder)
  expect(again.view.get('pick-list', 'list-1')).toBeDefined()
  expect(again.cache.get('product', 'OAK')).toBeDefined()
  expect(again.feed.next).toEqual({ cursor: 2, epoch: 'e1' })
  again.feed.take(page({ epoch: 'e2', cursor: 2, reset: true, more: true }))
  again.feed.take(page({ epoch: 'e2', cursor: 2, head: 2, changes: [change] }))
  expect(again.view.get('pick-list', 'list-1')).toBeUndefined()
  expect(again.cache.get('product', 'OAK')).toBeUndefined()
  expect(again.cache.findBarcode(normalizeGtin('8712345000011') ?? '')).toBeUndefined()
  expect(again.cache.get('operator', 'emma')).toBeDefined()
  expect(again.cache.position()).toEqual({ epoch: 'e2', cursor: 2, processedSeq: 0 })
})

test('what was processed under another incarnation says nothing of this log', () => {
  const { cache, feed } = joined()
  feed.take(page({ processed: { incarnation: 'earlier', seq: 77 } }))
  expect(cache.position().processedSeq).toBe(0)
})

test('[PULL-2] what the office had acknowledged is in its page, though that speaks of another log', () => {
  const { log, view, feed, cache } = joined()
  const sku = { sku: 'OAK-1', counted: 3 }
  view.applyCommitted([logAction(log, 'stock.count', sku), logAction(log, 'stock.count', sku)], [])
  const processed = { incarnation: 'a copied disk', seq: 40 }
  const told = { epoch: 'e1', ackedSeq: 1 }
  feed.take(page({ cursor: 2, head: 2, processed, changes: [listChange(2)] }), told)
  expect(cache.position().processedSeq).toBe(1)
  expect(view.replayedCount).toBe(1)
  // What an earlier history had acknowledged, this one may not have.
  feed.take(page({ epoch: 'e2', reset: true, cursor: 1, processed }), { epoch: 'e1', ackedSeq: 2 })
  expect(cache.position()).toEqual({ epoch: 'e2', cursor: 1, processedSeq: 0 })
})

test('[PULL-5] a document this version can not read is skipped and reported', () => {
  const { feed, view } = joined()
  const odd = { seq: 1, kind: 'robot', id: 'r2', doc: {} }
  const broken = { seq: 2, kind: 'unit', id: 'u', doc: { nonsense: true } }
  const progress = feed.take(page({ cursor: 3, head: 3, changes: [odd, broken, listChange(3)] }))
  expect(progress.unreadable).toEqual(['robot/r2', 'unit/u'])
  expect(view.get('pick-list', 'list-1')).toBeDefined()
})

test('[PULL-4] a tombstone takes the document away', () => {
  const { feed, view } = joined()
  feed.take(page({ changes: [listChange(1)] }))
  const gone = { seq: 2, kind: 'pick-list', id: 'list-1', doc: null }
  feed.take(page({ cursor: 2, head: 2, changes: [gone] }))
  expect(view.get('pick-list', 'list-1')).toBeUndefined()
  expect(view.pickLists()).toEqual([])
})

test('the cache may be deleted at any time; log and feed rebuild the view', () => {
  const first = joined()
  const operatorChange = { seq: 1, kind: 'operator', id: 'emma', doc: operator }
  first.feed.take(page({ cursor: 2, changes: [operatorChange, listChange(2)] }))
  logAction(first.log, 'pick.claim', { pickListId: 'list-1' })
  first.cache.close()
  first.log.close()
  rmSync(join(first.folder, 'cache.db'))
  const again = joined(first.folder)
  expect(again.view.get('pick-list', 'list-1')).toBeUndefined()
  again.feed.take(page({ cursor: 2, changes: [operatorChange, listChange(2)] }))
  expect(again.view.get('pick-list', 'list-1')?.claim?.stationId).toBe('station-1')
})

test('[PULL-1] a page that could not be written is asked for again', () => {
  const { folder, cache, feed, view } = joined()
  feed.take(page({ cursor: 1 }))
  const db = new Database(join(folder, 'cache.db'))
  db.exec("CREATE TRIGGER full BEFORE INSERT ON base BEGIN SELECT RAISE(ABORT, 'disk full'); END")
  const full = page({ cursor: 5, head: 5, changes: [listChange(5)] })
  expect(() => feed.take(full)).toThrow('disk full')
  db.exec('DROP TRIGGER full')
  db.close()
  expect(feed.next.cursor).toBe(cache.position().cursor)
  feed.take(full)
  expect(view.get('pick-list', 'list-1')).toBeDefined()
})

test('[PULL-3] an action whose rule fails upon new documents is left to the office', () => {
  const troubles: string[] = []
  const { cache, log } = joined()
  logAction(log, 'pick.claim', { pickListId: 'list-1' })
  logAction(log, 'pick.claim', { pickListId: 'list-2' })
  cache.apply(
    [
      { kind: 'operator', id: 'emma', seq: 1, body: JSON.stringify(operator) },
      {
        kind: 'pick-list',
        id: 'list-1',
        seq: 2,
        body: '{"id":"list-1","status":"open","claim":null}',
      },
      {
        kind: 'pick-list',
        id: 'list-2',
        seq: 3,
        body: JSON.stringify(aPickList({ id: 'list-2' })),
      },
    ],
    null,
  )
  const view = new StationView(cache, log, 'station-1', (text) => void troubles.push(text))
  expect(view.get('pick-list', 'list-2')?.claim?.stationId).toBe('station-1')
  expect(troubles.join()).toContain('action 1')
})

test('[PULL-4] the first page of another epoch, asked for from 0, is the snapshot’s and is used', () => {
  const { feed, view } = station()
  const progress = feed.take(page({ cursor: 3, head: 3, changes: [listChange(3)] }))
  expect(progress).toMatchObject({ isDone: true, hasStartedOver: true })
  expect(view.get('pick-list', 'list-1')).toBeDefined()
  feed.take(page({ epoch: 'e2', reset: true, more: true, cursor: 0, head: 9 }))
  const next = feed.take(page({ epoch: 'e2', cursor: 9, head: 9, changes: [] }))
  expect(next.isDone).toBe(true)
  expect(view.get('pick-list', 'list-1')).toBeUndefined()
})

test('[PULL-5] what can not be read is kept as it came, counts as held, and is reported once', () => {
  const { feed, cache, view } = joined()
  feed.take(page({ cursor: 1, changes: [listChange(1)] }))
  const newer = { seq: 2, kind: 'pick-list', id: 'list-1', doc: { id: 'list-1', shelves: 'new' } }
  const odd = { seq: 3, kind: 'robot', id: 'r2', doc: { arms: 2 } }
  const first = feed.take(page({ cursor: 3, head: 3, changes: [newer, odd] }))
  expect(first.unreadable).toEqual(['pick-list/list-1', 'robot/r2'])
  expect(cache.scopeEntries()).toEqual([
    { kind: 'pick-list', id: 'list-1', seq: 2 },
    { kind: 'robot', id: 'r2', seq: 3 },
  ])
  // The older version is no longer true.
  expect(view.get('pick-list', 'list-1')).toBeUndefined()
  const again = feed.take(page({ cursor: 4, head: 4, changes: [{ ...odd, seq: 4 }] }))
  expect(again.unreadable).toEqual([])
  feed.take(page({ cursor: 5, head: 5, changes: [{ ...odd, seq: 5, doc: null }] }))
  expect(cache.scopeEntries()).toEqual([{ kind: 'pick-list', id: 'list-1', seq: 2 }])
})

test('[PULL-5] an app that can read what an earlier one could not needs no new pull for it', () => {
  const { cache, log } = joined()
  // As an earlier version left it, to which a pick list of this shape said nothing.
  const body = JSON.stringify(aPickList())
  cache.apply([{ kind: 'pick-list', id: 'list-1', seq: 2, body, isReadable: false }], null)
  expect(new StationView(cache, log, 'station-1').get('pick-list', 'list-1')).toBeUndefined()
  readKeptRaw(cache)
  expect(cache.keptRaw()).toEqual([])
  expect(new StationView(cache, log, 'station-1').get('pick-list', 'list-1')?.code).toBe('LLP1')
})

test('[PULL-3] what no longer fits is at risk, with the rule it breaks, until the office has it', () => {
  const { log, view, feed } = joined()
  feed.take(page({ changes: [{ seq: 1, kind: 'operator', id: 'emma', doc: operator }] }))
  feed.take(page({ cursor: 2, head: 2, changes: [listChange(2)] }))
  const claim = { pickListId: 'list-1' }
  const confirm = { pickListId: 'list-1', lineNo: 1, quantity: 2 }
  const entries = [logAction(log, 'pick.claim', claim), logAction(log, 'pick.confirm', confirm)]
  view.applyCommitted(entries, [])
  view.replay()
  expect([...view.atRisk]).toEqual([])
  // Another bench was quicker with the claim.
  const elsewhere = { stationId: 'station-2', leaseUntil: '2027-01-01T00:00:00.000Z' }
  const taken = listChange(3, { status: 'claimed', claim: elsewhere })
  feed.take(page({ cursor: 3, head: 3, changes: [taken] }))
  expect([...view.atRisk]).toEqual([
    [1, 'already-claimed'],
    [2, 'claimed-elsewhere'],
  ])
  const processed = { incarnation: 'mine', seq: 2 }
  feed.take(page({ cursor: 4, head: 4, processed, changes: [{ ...taken, seq: 4 }] }))
  expect([...view.atRisk]).toEqual([])
})

test('[PULL-4] a cache that is thrown away while the bench works is filled again by a snapshot', () => {
  const { folder, feed, cache, view } = joined()
  feed.take(page({ cursor: 2, head: 2, changes: [listChange(2)] }))
  // Somebody wipes the tables behind the bench's back; what is read next finds no position.
  const db = new Database(join(folder, 'cache.db'))
  db.exec('DELETE FROM base; DELETE FROM meta')
  db.close()
  expect(cache.isEmpty).toBe(true)
  const progress = feed.take(page({ cursor: 3, head: 3 }))
  expect(progress).toMatchObject({ isDone: false, hasStartedOver: true })
  expect(feed.next).toEqual({ cursor: 0, epoch: 'e1' })
  expect(view.get('pick-list', 'list-1')).toBeDefined()
  feed.take(page({ cursor: 3, head: 3, changes: [listChange(2)] }))
  expect(cache.scopeEntries()).toEqual([{ kind: 'pick-list', id: 'list-1', seq: 2 }])
})

test('[PULL-4] a snapshot says how far it has come, and changes say nothing', () => {
  const { feed } = station()
  expect(feed.loading).toBeNull()
  feed.take(page({ more: true, cursor: 1, head: 4, changes: [listChange(1)] }))
  expect(feed.loading).toEqual({ documents: 1, share: 0.25 })
  feed.take(page({ cursor: 4, head: 4 }))
  expect(feed.loading).toBeNull()
})

test('[VER-1] [PULL-5] what this version knows nothing of is kept in a document, for one that does', () => {
  const { cache, feed } = joined()
  const doc = { ...operator, languages: ['nl'] }
  feed.take(page({ changes: [{ seq: 1, kind: 'operator', id: 'emma', doc }] }))
  expect(cache.get('operator', 'emma')).toEqual(doc)
})

test('[PULL-4] a cache that is lost in the middle of a snapshot begins the snapshot anew', () => {
  const { folder, feed, cache } = joined()
  const ofMaster = (seq: number, id: string) => ({ seq, kind: 'operator', id, doc: operator })
  feed.reset('e1')
  feed.take(page({ more: true, cursor: 1, head: 2, changes: [ofMaster(1, 'emma')] }))
  // The file goes bad, and the next who reads of it finds out.
  const db = new Database(join(folder, 'cache.db'))
  db.exec("UPDATE meta SET value = 'x' WHERE key = 'position'")
  db.close()
  expect(cache.position().epoch).toBe('')
  const progress = feed.take(page({ cursor: 2, head: 2, changes: [ofMaster(2, 'dirk')] }))
  expect(progress).toMatchObject({ isDone: false, hasStartedOver: true })
  expect(feed.next).toEqual({ cursor: 0, epoch: 'e1' })
  feed.take(page({ cursor: 2, head: 2, changes: [ofMaster(1, 'emma'), ofMaster(2, 'dirk')] }))
  expect(cache.scopeEntries().map(({ id }) => id)).toEqual(['dirk', 'emma'])
})

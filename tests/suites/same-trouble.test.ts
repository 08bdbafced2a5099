import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { openStage, type Stage } from '../support/troubles.ts'
import { handClock } from '../support/wholesaler.ts'

describe.each(databases)('the same trouble again on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let stage: Stage

  beforeEach(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock: handClock() } })
    stage = await openStage(office)
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  test('counts up one exception, which every receipt carries, in one batch and over several', async () => {
    const { id: pickListId, orderNumber } = await stage.listed()
    const { log } = stage.bench.station
    log.act('pick.claim', { pickListId })
    await stage.push()
    await office.admin('POST', `/v1/orders/${orderNumber}/cancel`, { reason: 'changed mind' })
    const take = () => log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 1 })
    take()
    take()
    const first = await stage.bench.push()
    take()
    const second = await stage.bench.push()
    const receipts = [...first.receipts, ...second.receipts]
    const ids = new Set(receipts.map(({ exceptionId }) => exceptionId))
    expect(receipts.map(({ code }) => code)).toEqual(Array(3).fill('order-cancelled'))
    expect(ids.size).toBe(1)
    const inbox = await stage.inbox()
    expect(inbox).toMatchObject([
      { id: [...ids][0], occurrences: 3, reference: orderNumber, detail: { goods: '3 × OAK-1' } },
    ])
    const again = await stage.bench.push({ fromSeq: log.actions.length })
    expect(again.receipts).toEqual([{ ...second.receipts[0], replayed: true }])
    expect(await stage.inbox()).toMatchObject([{ occurrences: 3 }])
  })

  test('once decided, the next time is a new one', async () => {
    const { log } = stage.bench.station
    const { id: pickListId } = await stage.listed()
    stage.other.station.log.act('pick.claim', { pickListId })
    await stage.push(stage.other)
    const take = async () => {
      log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 1 })
      return (await stage.push()).exceptionId ?? ''
    }
    const first = await take()
    expect(await take()).toBe(first)
    await stage.resolve(first, 'accept')
    const next = await take()
    expect(next).not.toBe(first)
    expect(await stage.inbox()).toMatchObject([{ id: next, occurrences: 1 }])
    expect(await stage.item(first)).toMatchObject({ status: 'closed', occurrences: 2 })
  })

  test('two stations at once end at one, and no one waits for the other in a circle', async () => {
    const orders = [await stage.listed(), await stage.listed()]
    const benches = [stage.bench, stage.other]
    for (const { orderNumber } of orders) {
      await office.admin('POST', `/v1/orders/${orderNumber}/cancel`, { reason: 'changed mind' })
    }
    const rounds = 4
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, bench] of benches.entries()) {
        const sorted = index === 0 ? orders : orders.toReversed()
        for (const { id: pickListId } of sorted) {
          bench.station.log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 1 })
        }
      }
      await Promise.all(benches.map((bench) => bench.push()))
    }
    const inbox = await stage.inbox()
    const cancelled = inbox.filter(({ code }) => code === 'order-cancelled')
    expect(cancelled).toHaveLength(2)
    expect(cancelled.map(({ occurrences }) => occurrences)).toEqual([2 * rounds, 2 * rounds])
    // Nobody could claim what was cancelled, so nobody is told that it was not claimed.
    expect(inbox.filter(({ code }) => code === 'claimed-elsewhere')).toEqual([])
  })
})

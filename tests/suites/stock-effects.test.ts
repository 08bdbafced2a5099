import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { applyCapacityEffects, type CapacityEffectRow } from '../../sync-server/capacity/index.ts'
import { applyStockEffects, type StockEffect } from '../../sync-server/inventory/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { furnish, handClock, MORNING, stockOf, TOMORROW } from '../support/wholesaler.ts'

describe.each(databases)('what facts do to stock and room, on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice

  beforeEach(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock: handClock() } })
    const products = ['A', 'B'].map((sku) => ({ sku, onHand: 5 }))
    await furnish(office, { products, capacity: { dates: [TOMORROW], maxWeightGrams: 10_000 } })
  })

  afterEach(async () => {
    await requireTrueBooks(database.store, { but: ['picked'] })
    await office.close()
    await database.close()
  })

  test('[FACT-1] stock goes below zero, and only the actions that took it there are named', async () => {
    const { belowZero } = await apply([
      ['a1', ship('A', 3)],
      ['a2', ship('A', 3)],
      ['a3', ship('B', 5)],
      ['a4', ship('A', 1)],
    ])
    expect(belowZero).toEqual([
      { sku: 'A', lot: '', actionId: 'a2' },
      { sku: 'A', lot: '', actionId: 'a4' },
    ])
    expect((await stockOf(office, 'A')).onHand).toBe(-2)
    expect((await apply([['a5', { ...ship('A', -1), ledger: 'RETURNED' }]])).belowZero).toEqual([])
    expect((await apply([['a6', ship('A', 1)]])).belowZero).toHaveLength(1)
  })

  test('[I3] one cause moves stock once, in one batch or in two', async () => {
    await apply([['a1', ship('A', 1)]])
    expect(
      (
        await apply([
          ['a1', ship('A', 1)],
          ['a2', ship('B', 1)],
        ])
      ).belowZero,
    ).toEqual([])
    expect((await stockOf(office, 'A')).onHand).toBe(4)
    expect((await stockOf(office, 'B')).onHand).toBe(4)
  })

  test('two moves of one action and line are one ledger row', async () => {
    await apply([
      ['a1', ship('A', 1)],
      ['a1', ship('A', 2)],
    ])
    const { body } = await office.admin('GET', '/v1/ledger?sku=A')
    expect(body).toMatchObject({
      items: [{ kind: 'RECEIVED' }, { kind: 'SHIPPED', quantity: 3, onHandDelta: -3 }],
    })
  })

  test('[FACT-2] a count meets the book at its own place in the log', async () => {
    await apply([
      ['a1', { ...ship('A', 0), ledger: 'COMMITTED', quantity: 2, pickedDelta: 2 }],
      ['a2', { kind: 'count', sku: 'A', counted: 4 }],
      ['a3', { ...ship('A', 2), pickedDelta: -2 }],
    ])
    expect((await stockOf(office, 'A')).onHand).toBe(4)
    const { body } = await office.admin('GET', '/v1/ledger?sku=A')
    expect(body).toMatchObject({
      items: [{}, {}, { kind: 'ADJUSTED', onHandDelta: 1, reason: 'count' }, { kind: 'SHIPPED' }],
    })
  })

  test('[FACT-1] a day fills beyond its limit, and only the actions that did it are named', async () => {
    const pack = (actionId: string, gramsDelta: number) => ({
      actionId,
      effect: {
        kind: 'capacity' as const,
        region: 'NOORD',
        deliveryDate: TOMORROW,
        reservedGramsDelta: gramsDelta,
        reservedCm3Delta: 1,
        packedGramsDelta: gramsDelta - 1,
        packedCm3Delta: 2,
      },
    })
    const rows = [pack('a1', 9_000), pack('a2', 2_000), pack('a3', -500), pack('a4', 100)]
    const moved = (moves: readonly CapacityEffectRow[]) =>
      database.store.transaction((tx) =>
        applyCapacityEffects(tx, { warehouse: 'MAIN', rows: moves }),
      )
    const { overCapacity } = await moved(rows)
    const slot = { region: 'NOORD', deliveryDate: TOMORROW }
    expect(overCapacity).toEqual([
      { ...slot, actionId: 'a2' },
      { ...slot, actionId: 'a4' },
    ])
    const { body } = await office.admin('GET', `/v1/capacity/NOORD/${TOMORROW}`)
    expect(body).toMatchObject({
      reservedWeightGrams: 10_600,
      reservedVolumeCm3: 4,
      packedWeightGrams: 10_596,
      packedVolumeCm3: 8,
    })
    const back = rows.map(({ actionId, effect }) => ({ actionId, effect: inverse(effect) }))
    expect((await moved(back)).overCapacity).toEqual([])
  })

  function apply(rows: readonly (readonly [string, StockEffect])[]) {
    return database.store.transaction((tx) =>
      applyStockEffects(tx, {
        warehouse: 'MAIN',
        at: MORNING,
        rows: rows.map(([actionId, effect]) => ({ actionId, effect })),
      }),
    )
  }
})

function ship(sku: string, quantity: number): Extract<StockEffect, { kind: 'stock' }> {
  return {
    kind: 'stock',
    ledger: 'SHIPPED',
    sku,
    lot: '',
    quantity,
    onHandDelta: quantity === 0 ? 0 : -quantity,
    reservedDelta: 0,
    pickedDelta: 0,
    orderNumber: 'LL-000001',
    orderLineNo: 1,
  }
}

function inverse(effect: CapacityEffectRow['effect']): CapacityEffectRow['effect'] {
  return {
    ...effect,
    reservedGramsDelta: -effect.reservedGramsDelta,
    reservedCm3Delta: -effect.reservedCm3Delta,
    packedGramsDelta: -effect.packedGramsDelta,
    packedCm3Delta: -effect.packedCm3Delta,
  }
}

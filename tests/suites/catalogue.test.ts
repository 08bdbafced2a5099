import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { pullAll } from '../support/pull-all.ts'

const PRODUCT = {
  name: 'Oak plank 190 mm',
  barcodes: [
    { code: '4006381333931', quantity: 1 },
    { code: 'CASE-OAK', quantity: 8 },
  ],
  weightGrams: 1_200,
  volumeCm3: 900,
  tracking: 'none',
  location: 'A-01-1',
}
const REGION = { name: 'North', cutOff: '14:00', deliveryWeekdays: [5, 1, 1], closedDates: [] }
const SECOND = {
  name: 'Second',
  timezone: 'Europe/Brussels',
  gs1CompanyPrefix: '8712345',
  address: 'Dorpsstraat 1\n1000 Brussel',
}

describe.each(databases)('the catalogue on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database })
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })
  const putProduct = (sku: string, change: object = {}) =>
    office.admin('PUT', `/v1/products/${sku}`, { ...PRODUCT, ...change })

  test('MAIN exists from the start and never shows the key that signs labels', async () => {
    const answer = await office.admin('GET', '/v1/warehouses/MAIN')
    expect(answer.body).toEqual({
      code: 'MAIN',
      name: 'Main warehouse',
      timezone: 'Europe/Amsterdam',
      gs1CompanyPrefix: '8712345',
      address: '',
      qrPersonalData: 'full',
    })
  })

  test('a product comes back with its barcodes as they were given', async () => {
    const put = await putProduct('OAK')
    expect(put.status).toBe(200)
    const got = await office.admin('GET', '/v1/products/OAK')
    expect(got.body).toEqual(put.body)
    expect(got.body).toMatchObject({
      sku: 'OAK',
      barcodes: [
        { code: '4006381333931', quantity: 1 },
        { code: 'CASE-OAK', quantity: 8 },
      ],
    })
  })

  test('a SKU may hold a slash and blanks', async () => {
    const answer = await putProduct(encodeURIComponent('OAK/190 B'), { barcodes: [] })
    expect(answer.body).toMatchObject({ sku: 'OAK/190 B' })
    const got = await office.admin('GET', `/v1/products/${encodeURIComponent('OAK/190 B')}`)
    expect(got.status).toBe(200)
  })

  test('a numeric code with a wrong check digit is 400 with its path', async () => {
    const answer = await putProduct('BAD', { barcodes: [{ code: '4006381333930', quantity: 1 }] })
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ path: 'barcodes[0].code' }] },
    })
    expect((await office.admin('GET', '/v1/products/BAD')).status).toBe(404)
  })

  test('another product’s barcode is 409 and names its owner', async () => {
    await putProduct('OAK')
    const answer = await putProduct('THIEF', { barcodes: [{ code: 'CASE-OAK', quantity: 1 }] })
    expect(answer).toMatchObject({ status: 409, body: { code: 'barcode-taken' } })
    expect((answer.body as { detail: string }).detail).toContain('OAK')
    expect((await office.admin('GET', '/v1/products/THIEF')).status).toBe(404)
  })

  test('a barcode that its product gave up is free for another', async () => {
    await putProduct('GIVER', { barcodes: [{ code: 'SHARED', quantity: 1 }] })
    await putProduct('GIVER', { barcodes: [] })
    const answer = await putProduct('TAKER', { barcodes: [{ code: 'SHARED', quantity: 2 }] })
    expect(answer.status).toBe(200)
  })

  test('two products that take one barcode at once: one gets it', async () => {
    const answers = await Promise.all(
      ['RACE-1', 'RACE-2'].map((sku) =>
        putProduct(sku, { barcodes: [{ code: 'RACE', quantity: 1 }] }),
      ),
    )
    expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 409])
  })

  test('a region defaults to MAIN and its zone, and cannot move', async () => {
    const put = await office.admin('PUT', '/v1/regions/NORTH', REGION)
    expect(put.body).toMatchObject({
      code: 'NORTH',
      warehouse: 'MAIN',
      timezone: 'Europe/Amsterdam',
      deliveryWeekdays: [1, 5],
    })
    await office.admin('PUT', '/v1/warehouses/SECOND', SECOND)
    const moved = await office.admin('PUT', '/v1/regions/NORTH', { ...REGION, warehouse: 'SECOND' })
    expect(moved).toMatchObject({ status: 409, body: { code: 'region-elsewhere' } })
    const nowhere = await office.admin('PUT', '/v1/regions/X', { ...REGION, warehouse: 'NONE' })
    expect(nowhere).toMatchObject({ status: 422, body: { code: 'unknown-warehouse' } })
  })

  test('bad calendars, zones and prefixes are 400', async () => {
    const bad = [
      office.admin('PUT', '/v1/regions/BAD', { ...REGION, cutOff: '24:00' }),
      office.admin('PUT', '/v1/regions/BAD', { ...REGION, deliveryWeekdays: [0] }),
      office.admin('PUT', '/v1/regions/BAD', { ...REGION, closedDates: ['2026-02-30'] }),
      office.admin('PUT', '/v1/regions/BAD', { ...REGION, timezone: 'Mars/Olympus' }),
      office.admin('PUT', '/v1/warehouses/BAD', { ...SECOND, gs1CompanyPrefix: '12' }),
      office.admin('PUT', '/v1/packagings/BAD', { name: 'Box', kind: 'crate', tareGrams: 1 }),
      office.admin('PUT', '/v1/products/BAD', { ...PRODUCT, weightGrams: 1.5 }),
    ]
    for (const answer of await Promise.all(bad)) expect(answer.status).toBe(400)
  })

  test('[PULL-4] benches are fed all of it; an unchanged PUT feeds them nothing', async () => {
    await putProduct('OAK')
    await office.admin('PUT', '/v1/regions/NORTH', REGION)
    await office.admin('PUT', '/v1/packagings/BOX', { name: 'Box', kind: 'carton', tareGrams: 350 })
    const station = await office.enrol()
    const before = await pullAll(station)
    expect(before.documents.get('warehouse/MAIN')).toMatchObject({ code: 'MAIN' })
    expect(before.documents.get('region/NORTH')).toMatchObject({ cutOff: '14:00' })
    expect(before.documents.get('packaging/BOX')).toMatchObject({ tareGrams: 350 })
    await putProduct('OAK')
    await office.admin('PUT', '/v1/regions/NORTH', REGION)
    expect((await pullAll(station)).head).toBe(before.head)
    await putProduct('OAK', { weightGrams: 1_250 })
    const after = await pullAll(station, before)
    expect([...after.documents]).toEqual([
      ['product/OAK', expect.objectContaining({ weightGrams: 1_250 })],
    ])
  })

  test('a new warehouse gets the catalogue and the operators there are', async () => {
    await putProduct('OAK')
    await office.admin('PUT', '/v1/packagings/BOX', { name: 'Box', kind: 'carton', tareGrams: 350 })
    await office.admin('PUT', '/v1/operators/ann', { name: 'Ann', roles: ['picker'] })
    await office.admin('PUT', '/v1/warehouses/THIRD', { ...SECOND, name: 'Third' })
    const station = await office.enrol({ warehouse: 'THIRD' })
    const { documents } = await pullAll(station)
    expect([...documents.keys()]).toEqual(
      expect.arrayContaining(['warehouse/THIRD', 'product/OAK', 'packaging/BOX', 'operator/ann']),
    )
    expect(documents.get('warehouse/MAIN')).toBeUndefined()
    await putProduct('LATER', { barcodes: [] })
    expect((await pullAll(station)).documents.get('product/LATER')).toBeDefined()
  })

  test('products written while warehouses appear reach all of them', async () => {
    const work = Array.from({ length: 8 }, (_, index) =>
      index % 2 === 0
        ? putProduct(`PAR-${index}`, { barcodes: [] })
        : office.admin('PUT', `/v1/warehouses/PAR-${index}`, SECOND),
    )
    for (const answer of await Promise.all(work)) expect(answer.status).toBe(200)
    const rows = await office.store.snapshot((tx) =>
      tx.selectFrom('product').select(['warehouse', 'sku']).execute(),
    )
    const warehouses = [...new Set(rows.map((row) => row.warehouse))]
    const skus = [...new Set(rows.map((row) => row.sku))]
    expect(rows).toHaveLength(warehouses.length * skus.length)
  })
})

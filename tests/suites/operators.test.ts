import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseLoadlineCode } from '../../contract/barcode/loadline-code.ts'
import { isPin } from '../../main/identity/pin.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { officeBench } from '../support/office-bench.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { pullAll } from '../support/pull-all.ts'

type OperatorAnswer = { ref: string; name: string; roles: string[]; badgeCode: string }

describe.each(databases)('operators on $kind', ({ open }) => {
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
  const put = (ref: string, body: object) => office.admin('PUT', `/v1/operators/${ref}`, body)
  const putOperator = async (ref: string, body: object) =>
    (await put(ref, body)).body as OperatorAnswer
  const pinHashOf = async (ref: string) => {
    const row = await office.store.snapshot((tx) =>
      tx.selectFrom('operator').select('pin_hash').where('ref', '=', ref).executeTakeFirst(),
    )
    return row?.pin_hash
  }

  test('the badge code stays the same on every later PUT', async () => {
    const first = await putOperator('ann', { name: 'Ann', roles: ['picker'], pin: '4821' })
    expect(parseLoadlineCode(first.badgeCode)?.kind).toBe('badge')
    const second = await putOperator('ann', { name: 'Ann V', roles: ['supervisor', 'picker'] })
    expect(second).toEqual({
      ref: 'ann',
      name: 'Ann V',
      roles: ['picker', 'supervisor'],
      active: true,
      hasPin: true,
      badgeCode: first.badgeCode,
    })
  })

  test('a PUT without a PIN keeps the PIN; nowhere is it readable', async () => {
    await putOperator('bea', { name: 'Bea', roles: ['loader'], pin: '135790' })
    const kept = await pinHashOf('bea')
    expect(kept).toMatch(/^\$argon2id\$/)
    await putOperator('bea', { name: 'Bea', roles: ['loader'] })
    expect(await pinHashOf('bea')).toBe(kept)
    await putOperator('bea', { name: 'Bea', roles: ['loader'], pin: '246800' })
    expect(await pinHashOf('bea')).not.toBe(kept)
  })

  test('benches are told the hash of the badge and of the PIN, never the code or the digits', async () => {
    const { badgeCode } = await putOperator('cas', { name: 'Cas', roles: ['picker'], pin: '99997' })
    await putOperator('coen', { name: 'Coen', roles: ['picker'] })
    const station = await office.enrol()
    const { documents } = await pullAll(station)
    expect(documents.get('operator/cas')).toEqual({
      ref: 'cas',
      name: 'Cas',
      roles: ['picker'],
      badgeHash: createHash('sha256').update(badgeCode).digest('hex'),
      pinHash: await pinHashOf('cas'),
    })
    expect(documents.get('operator/coen')).not.toHaveProperty('pinHash')
    expect(JSON.stringify([...documents])).not.toContain(badgeCode)
    expect(JSON.stringify([...documents])).not.toContain('99997')
  })

  test('a bench without network knows the right PIN from a wrong one by what it was sent', async () => {
    await putOperator('ella', { name: 'Ella', roles: ['supervisor'], pin: '571903' })
    const { documents } = await pullAll(await office.enrol())
    const { pinHash } = documents.get('operator/ella') as { pinHash: string }
    expect(await isPin('571903', pinHash)).toBe(true)
    expect(await isPin('571904', pinHash)).toBe(false)
  })

  test('[SEC-2] what somebody does who no longer works here is kept as a fact and refused as a claim', async () => {
    const bench = await officeBench(office, 'Old badge')
    const roles = ['picker', 'loader', 'supervisor']
    await putOperator('emma', { name: 'Emma', roles, active: false })
    const { log } = bench.station
    log.act('load.claim', { loadId: 'nothing' })
    log.act('stock.count', { sku: 'OAK-1', counted: 3 })
    const { receipts } = await bench.push()
    expect(receipts).toMatchObject([
      { outcome: 'refused', code: 'forbidden' },
      { outcome: 'excepted' },
    ])
  })

  test('a PIN of null takes the PIN away, at the benches too', async () => {
    await putOperator('fem', { name: 'Fem', roles: ['supervisor'], pin: '246801' })
    const cleared = await putOperator('fem', { name: 'Fem', roles: ['supervisor'], pin: null })
    expect(cleared).toMatchObject({ hasPin: false })
    expect(await pinHashOf('fem')).toBeNull()
    const { documents } = await pullAll(await office.enrol())
    expect(documents.get('operator/fem')).not.toHaveProperty('pinHash')
  })

  test('a new badge in one step: the old one stops at the next pull', async () => {
    const { badgeCode: old } = await putOperator('gijs', { name: 'Gijs', roles: ['loader'] })
    const station = await office.enrol()
    const badgeHashOf = async () =>
      ((await pullAll(station)).documents.get('operator/gijs') as { badgeHash: string }).badgeHash
    expect(await badgeHashOf()).toBe(createHash('sha256').update(old).digest('hex'))
    const answer = await office.admin('POST', '/v1/operators/gijs/new-badge')
    const { badgeCode } = answer.body as { badgeCode: string }
    expect(parseLoadlineCode(badgeCode)?.kind).toBe('badge')
    expect(badgeCode).not.toBe(old)
    expect(await badgeHashOf()).toBe(createHash('sha256').update(badgeCode).digest('hex'))
    const kept = await putOperator('gijs', { name: 'Gijs', roles: ['loader'] })
    expect(kept.badgeCode).toBe(badgeCode)
    const unknown = await office.admin('POST', '/v1/operators/nobody/new-badge')
    expect(unknown).toMatchObject({ status: 404, body: { code: 'not-found' } })
  })

  test('who no longer works here is a tombstone to benches, and keeps badge and PIN for a return', async () => {
    const body = { name: 'Hans', roles: ['picker'], pin: '112233' }
    const { badgeCode } = await putOperator('hans', body)
    const station = await office.enrol()
    const before = await pullAll(station)
    expect(before.documents.has('operator/hans')).toBe(true)
    const gone = await putOperator('hans', { name: 'Hans', roles: ['picker'], active: false })
    expect(gone).toMatchObject({ active: false, hasPin: true, badgeCode })
    const query = `cursor=${before.head}&epoch=${before.epoch}`
    const { body: page } = await station.call('GET', `/v1/sync/pull?${query}`)
    const { changes } = page as { changes: { kind: string; id: string; doc: unknown }[] }
    expect(changes.find(({ id }) => id === 'hans')).toMatchObject({ kind: 'operator', doc: null })
    await putOperator('hans', { name: 'Hans B', roles: ['picker'] })
    expect((await pullAll(await office.enrol())).documents.has('operator/hans')).toBe(false)
    const back = await putOperator('hans', { name: 'Hans', roles: ['picker'], active: true })
    expect(back).toMatchObject({ active: true, hasPin: true, badgeCode })
    expect((await pullAll(station)).documents.has('operator/hans')).toBe(true)
  })

  test('the list names everybody once and no badge', async () => {
    await office.admin('PUT', '/v1/warehouses/SOUTH', {
      name: 'South',
      timezone: 'Europe/Amsterdam',
      gs1CompanyPrefix: '8712346',
      address: 'Dam 1',
    })
    const { badgeCode } = await putOperator('ivo', { name: 'Ivo', roles: ['picker'], pin: '7777' })
    const { body } = await office.admin('GET', '/v1/operators')
    const { items } = body as { items: OperatorAnswer[] }
    expect(items.filter(({ ref }) => ref === 'ivo')).toEqual([
      { ref: 'ivo', name: 'Ivo', roles: ['picker'], active: true, hasPin: true },
    ])
    expect(new Set(items.map(({ ref }) => ref)).size).toBe(items.length)
    expect(JSON.stringify(body)).not.toContain(badgeCode)
  })

  test('one operator created ten times at once has one badge', async () => {
    const body = { name: 'Dan', roles: ['picker'] }
    const all = await Promise.all(Array.from({ length: 10 }, () => putOperator('dan', body)))
    expect(new Set(all.map((operator) => operator.badgeCode)).size).toBe(1)
  })

  test('badges differ', async () => {
    const refs = ['e1', 'e2', 'e3', 'e4', 'e5']
    const all = await Promise.all(
      refs.map((ref) => putOperator(ref, { name: ref, roles: ['picker'] })),
    )
    expect(new Set(all.map((operator) => operator.badgeCode)).size).toBe(refs.length)
  })

  test('unknown roles, no role, no name and letters in a PIN are 400', async () => {
    const bad = [
      { name: 'X', roles: ['boss'] },
      { name: 'X', roles: [] },
      { name: ' ', roles: ['picker'] },
      { name: 'X', roles: ['picker'], pin: '12a4' },
      { name: 'X', roles: ['picker'], pin: '123' },
    ]
    for (const body of bad) expect((await put('bad', body)).status).toBe(400)
    expect(await pinHashOf('bad')).toBeUndefined()
  })
})

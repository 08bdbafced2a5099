import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseLoadlineCode } from '../../contract/barcode/loadline-code.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
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

  test('benches are told the hash of the badge, never the code or the PIN', async () => {
    const { badgeCode } = await putOperator('cas', { name: 'Cas', roles: ['picker'], pin: '9999' })
    const station = await office.enrol()
    const { documents } = await pullAll(station)
    expect(documents.get('operator/cas')).toEqual({
      ref: 'cas',
      name: 'Cas',
      roles: ['picker'],
      badgeHash: createHash('sha256').update(badgeCode).digest('hex'),
    })
    expect(JSON.stringify([...documents])).not.toContain(badgeCode)
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

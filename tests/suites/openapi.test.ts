import { afterEach, describe, expect, test } from 'vitest'
import { buildOpenApi } from '../../sync-server/http/openapi/build-openapi.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'

const BYTES_MAX = 1_000_000

describe.each(databases)('the description of the API on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  test('the office hands out the document that its table makes, to anybody, in one small piece', async () => {
    database = await open()
    office = await startOffice({ database })
    const answer = await office.call('GET', '/openapi.json')
    const made = JSON.stringify(buildOpenApi('0.0.0-test'))
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual(JSON.parse(made))
    expect(Buffer.byteLength(made)).toBeLessThan(BYTES_MAX)
  })
})

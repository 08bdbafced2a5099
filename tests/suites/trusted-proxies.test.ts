import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Answer, startOffice, type TestOffice } from '../support/office.ts'

/** As many failures as stop an address. */
const FAILURES_MAX = 20

describe.each(databases)('whose address counts, on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice

  beforeEach(async () => {
    database = await open()
  })

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  const guess = (name: string, forwarded: string): Promise<Answer> =>
    office.call('POST', '/v1/sessions', {
      body: { name, password: 'wrong' },
      headers: { 'x-forwarded-for': forwarded },
    })

  async function guessOften(forwarded: (attempt: number) => string): Promise<void> {
    for (let attempt = 0; attempt < FAILURES_MAX; attempt += 1) {
      const { status } = await guess(`guess-${attempt}`, forwarded(attempt))
      expect(status).toBe(401)
    }
  }

  test('nobody is believed who is not named: another header is no other address', async () => {
    office = await startOffice({ database })
    await guessOften((attempt) => `203.0.113.${attempt}`)
    expect((await guess('ilse', '203.0.113.99')).status).toBe(429)
  })

  test('behind a trusted proxy one who guesses locks out nobody else', async () => {
    office = await startOffice({ database, trustedProxies: '10.0.0.0/8, 127.0.0.1' })
    await guessOften(() => '203.0.113.1')
    expect((await guess('ilse', '203.0.113.1')).status).toBe(429)
    expect((await guess('ilse', '203.0.113.2')).status).toBe(401)
    // Through two proxies; what the guesser wrote there before them is no other address.
    expect((await guess('karim', '198.51.100.7, 203.0.113.1, 10.2.3.4')).status).toBe(429)
  })

  test('what a proxy passes on that is no address counts as the proxy', async () => {
    office = await startOffice({ database, trustedProxies: '127.0.0.1' })
    await guessOften((attempt) => `unknown-${attempt}`)
    expect((await guess('ilse', 'somebody-else')).status).toBe(429)
  })
})

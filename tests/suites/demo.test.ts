import { afterEach, describe, expect, test } from 'vitest'
import { COMMANDS } from '#contract/barcode/loadline-code.ts'
import { readCode } from '#contract/barcode/read-code.ts'
import { demoCodes } from '../../scripts/demo/demo-codes.ts'
import { officeCalls } from '../../scripts/demo/office-calls.ts'
import { postDemo } from '../../scripts/demo/post-demo.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { ADMIN_TOKEN, startOffice, type TestOffice } from '../support/office.ts'
import { handClock } from '../support/wholesaler.ts'

/** An hour before the cut-off of a Tuesday, and an hour after it. */
const BEFORE_CUT_OFF = '2026-03-03T12:00:00.000Z'
const AFTER_CUT_OFF = '2026-03-03T14:00:00.000Z'

describe.each(databases)('the demo on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  const clock = handClock()

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  test('posted twice, with the cut-off between, it is there once', async () => {
    clock.set(BEFORE_CUT_OFF)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    const calls = officeCalls(office.url, ADMIN_TOKEN)
    const said: string[] = []
    const { badges } = await postDemo(calls, (line) => said.push(line))
    const codes = await demoCodes(calls, badges)

    const groups = new Map<string, number>()
    for (const { group } of codes) groups.set(group, (groups.get(group) ?? 0) + 1)
    expect(groups.get('Badges')).toBe(4)
    expect(groups.get('Loads')).toBe(4)
    expect(groups.get('Products')).toBeGreaterThanOrEqual(60)
    expect(groups.get('Commands')).toBe(COMMANDS.length)
    const lists = codes.filter(({ group }) => group.startsWith('Pick lists'))
    expect(lists).toHaveLength(40)
    expect(groups.get('Calibration')).toBe(2)
    const scanned = codes.filter(({ group }) => group !== 'Calibration')
    const kinds = new Set(scanned.map(({ code }) => readCode({ text: code }).kind))
    expect([...kinds].sort()).toEqual(['loadline', 'product'])

    clock.set(AFTER_CUT_OFF)
    const again = await postDemo(calls, (line) => said.push(line))
    expect(again.badges).toEqual(badges)
    expect(await demoCodes(calls, again.badges)).toEqual(codes)
    expect(said).toContain('40 orders, 40 of them new')
    expect(said).toContain('40 orders, 0 of them new')
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ExceptionCode } from '#contract/sync/outcome.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { moveLot } from '../support/lots.ts'
import { getInto, openStage, type Stage, type TroubleCode, TROUBLES } from '../support/troubles.ts'
import { handClock } from '../support/wholesaler.ts'

type Told = {
  task: string
  choices: readonly string[]
  /** Words of the sentence, of what was said and of what the office had. */
  sentence: RegExp
  said: RegExp
  had: RegExp
}

const UNIT = String.raw`unit \d{18}`

/** What a person is told of each trouble, and what can be done about it. */
const TOLD: Record<TroubleCode, Told> = {
  'over-pick': {
    task: 'put-back',
    choices: ['put-back', 'accept'],
    sentence: /took 9 × OAK-1, but only 3 of 3 were still to be taken/,
    said: /took 9 × OAK-1 for list LLP\w+ into unit/,
    had: /had 3 of 3 × OAK-1 still to be taken/,
  },
  'stock-below-zero': {
    task: 'recount',
    choices: ['recount', 'accept'],
    sentence: /took or shipped RARE-\w+ that the office's stock did not have/,
    said: /reported that load \S+ left/,
    had: /had fewer RARE-\w+ in stock/,
  },
  'order-cancelled': {
    task: 'put-back',
    choices: ['put-back', 'accept'],
    sentence: /worked on order \S+, which the office had cancelled/,
    said: /took 2 × OAK-1 for list/,
    had: /as cancelled; still in hand: 2 × OAK-1\./,
  },
  'unit-closed': {
    task: 'look',
    choices: ['reopen-unit', 'accept'],
    sentence: /changed unit \d{18} after it had been closed/,
    said: new RegExp(`took 1 × OAK-1 for list LLP\\w+ into ${UNIT}`),
    had: /as closed, weighed and labelled/,
  },
  'wrong-load': {
    task: 'reload',
    choices: ['move-to-load', 'accept'],
    sentence: /put unit \d{18} on load \S+, but it is for 2026-03-11/,
    said: new RegExp(`put ${UNIT} on load`),
    had: /for 2026-03-11/,
  },
  'superseded-copy': {
    task: 'relabel',
    choices: ['void-label', 'accept'],
    sentence: /scanned copy 1 of the label of unit \d{18}, which had been replaced/,
    said: /scanned copy 1 of the label/,
    had: /had copy 2 of the label/,
  },
  'lot-mix': {
    task: 'look',
    choices: ['accept', 'reopen-unit'],
    sentence: /put lot B of TILE-\w+ with lot A/,
    said: /took 1 × TILE-\w+ of batch B for list/,
    had: /had lot A of TILE-\w+/,
  },
  'over-capacity': {
    task: 'decide',
    choices: ['raise-limit', 'accept'],
    sentence: /brings NOORD on 2026-03-11 above its delivery capacity/,
    said: /weighed unit \d{18} at 90000 g/,
    had: /no room left in NOORD on 2026-03-11/,
  },
  'left-behind': {
    task: 'reload',
    choices: ['move-to-load', 'accept'],
    sentence: /load \S+ left without unit \d{18}/,
    said: /reported that load \S+ left/,
    had: new RegExp(`had ${UNIT} on load`),
  },
  'claimed-elsewhere': {
    task: 'look',
    choices: ['accept'],
    sentence: /worked on pick list LLP\w+, which South held/,
    said: /took 1 × OAK-1 for list/,
    had: /had pick list LLP\w+ at another bench/,
  },
  'override-not-allowed': {
    task: 'look',
    choices: ['accept', 'reopen-unit'],
    sentence: /released a weight with the badge of piet, who is no supervisor/,
    said: /weighed unit \d{18} at 9000 g/,
    had: /had piet without the right/,
  },
  'weight-out-of-tolerance': {
    task: 'weigh',
    choices: ['reopen-unit', 'accept'],
    sentence: /at 9000 g where 5000 g ± 20 g was expected/,
    said: /weighed unit \d{18} at 9000 g/,
    had: /had 5000 g ± 20 g/,
  },
  'unknown-reference': {
    task: 'look',
    choices: ['accept'],
    sentence: /NOPE/,
    said: /counted 3 × NOPE/,
    had: /had no product NOPE/,
  },
  'number-out-of-range': {
    task: 'relabel',
    choices: ['void-label', 'accept'],
    sentence: /used unit number \d{18}, which was not given to that station/,
    said: /opened carton \d{18}/,
    had: /had not given number \d{18}/,
  },
  'order-blocked': {
    task: 'look',
    choices: ['accept'],
    sentence: /went on with order \S+, which the office had stopped/,
    said: /took 1 × OAK-1 for list/,
    had: /as stopped/,
  },
  'short-pick': {
    task: 'decide',
    choices: ['ship-partial', 'hold', 'cancel'],
    sentence: /holds\. Missing on list \S+: 2 × GLUE-1 \(the shelf is empty\)/,
    said: /emma|Emma/,
    had: /had 2 × GLUE-1 promised/,
  },
  poison: {
    task: 'look',
    choices: ['accept'],
    sentence: /could not read or process/,
    said: /sent something that could not be read/,
    had: /it is no body of an action/,
  },
  fork: {
    task: 'look',
    choices: ['accept'],
    sentence:
      /sent other work for place 1 of its log than the office had since 2026-03-10 08:00 UTC/,
    // It is found at the door, before anything of it was read.
    said: /^nothing$/,
    had: /other work at place 1/,
  },
}

test('there is a story for every rule that a fact can break', () => {
  const told = Object.keys(TROUBLES)
  expect(told).toEqual(expect.arrayContaining([...ExceptionCode.options]))
})

describe.each(databases)('every exception on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let stage: Stage

  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock: handClock() } })
    stage = await openStage(office)
  })

  afterAll(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  test.each(Object.entries(TOLD) as [TroubleCode, Told][])(
    '[FACT-1] %s says what was said, what was had, and what can be done',
    async (code, told) => {
      const item = await getInto(stage, code)
      expect(item).toMatchObject({ code, status: 'open', task: told.task, occurrences: 1 })
      expect(item.choices.map(({ choice }) => choice)).toEqual(told.choices)
      for (const { label, does } of item.choices) expect(`${label} ${does}`).toMatch(/^[A-Z].*\.$/)
      expect(item.sentence).toMatch(told.sentence)
      expect(item.had).toMatch(told.had)
      expect(item.had).not.toMatch(/undefined| {2}/)
      expect(item.said?.sentence ?? 'nothing').toMatch(told.said)
      expect(await stage.resolve(item.id, 'nothing-of-the-kind')).toMatchObject({
        status: 422,
        body: { code: 'not-supported' },
      })
    },
  )

  test('goods that are missing are told by their name, with the reason in words or as it was typed', async () => {
    const name = 'Oak plank 14 mm, natural'
    const told = async (sku: string, reason: string) => {
      const product = { name, barcodes: [], weightGrams: 1_000, volumeCm3: 2_000 }
      await office.admin('PUT', `/v1/products/${sku}`, { ...product, tracking: 'none' })
      await moveLot(office, { sku, quantity: 20 })
      const { id: pickListId, orderNumber } = await stage.listed({
        lineItems: [{ sku, quantity: 2 }],
      })
      stage.bench.station.log.act('pick.claim', { pickListId })
      stage.bench.station.log.act('pick.short', { pickListId, lineNo: 1, quantity: 2, reason })
      await stage.push()
      const found = (await stage.inbox()).find(({ reference }) => reference === orderNumber)
      expect(found).toMatchObject({
        code: 'short-pick',
        detail: { reason },
        said: { action: 'pick.short', values: { sku, product: name, quantity: 2, reason } },
      })
      return [found?.sentence, found?.said?.sentence]
    }
    expect(await told('OAK-NAMED', 'NOTFOUND')).toEqual([
      expect.stringContaining('2 × OAK-NAMED (not found)'),
      expect.stringMatching(new RegExp(`could not find 2 × ${name} for list LLP\\w+: not found`)),
    ])
    expect(await told('OAK-TYPED', 'under the snow')).toEqual([
      expect.stringContaining('2 × OAK-TYPED (“under the snow”)'),
      expect.stringContaining(': “under the snow”.'),
    ])
  })

  test('a truck that left too heavy has no limit that could be raised', async () => {
    const { unitId } = await stage.packed()
    const vehicle = { plate: 'SMALL', maxWeightGrams: 100, maxVolumeCm3: 100 }
    const plan = { warehouse: 'MAIN', region: 'NOORD', deliveryDate: '2026-03-11', vehicle }
    const { body } = await office.admin('POST', '/v1/loads', { ...plan, driver: 'Piet' })
    const { id: loadId } = body as { id: string }
    const { log } = stage.bench.station
    log.act('load.claim', { loadId })
    log.act('load.add', { loadId, unitId })
    log.act('load.depart', { loadId, leftBehind: [] })
    const { code, exceptionId } = await stage.push()
    expect(code).toBe('over-capacity')
    const { choices } = await stage.item(exceptionId)
    expect(choices.map(({ choice }) => choice)).toEqual(['accept'])
  })
})

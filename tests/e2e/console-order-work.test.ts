import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  consoleFlaws,
  keepPicture,
  openConsoleDesk,
  type ConsoleDesk,
} from '../support/console-desk.ts'
import { openStage } from '../support/troubles.ts'
import { handClock } from '../support/wholesaler.ts'

/** More than one page of what benches did. */
const COPIES = 110

let desk: ConsoleDesk

beforeAll(async () => {
  desk = await openConsoleDesk({ deps: { clock: handClock(), every: () => () => undefined } })
})

afterAll(() => desk.close())

test('what was done at the benches is told newest first, as the timeline beside it, page by page', async () => {
  const stage = await openStage(desk.office)
  const { orderNumber, unitId } = await stage.packed()
  const { log } = stage.bench.station
  for (let copy = 2; copy <= COPIES; copy += 1) {
    log.act('label.print', { unitId, copy, printerId: 'zebra', outcome: 'printed' })
  }
  log.act('label.verify', { unitId, copy: COPIES })
  await stage.push()
  const page = await desk.open(`/orders/${orderNumber}`)
  page.setDefaultTimeout(15_000)
  const benches = page.getByRole('region', { name: 'At the benches' })
  const rows = benches.getByRole('listitem')
  await rows.first().getByText(`Scanned label ${COPIES} of`).waitFor()
  expect(await rows.count()).toBe(100)
  await keepPicture(page, 'orders-newest-first')
  expect(await consoleFlaws(page)).toEqual([])
  await benches.getByRole('button', { name: 'Show more' }).click()
  await rows
    .last()
    .getByText(/^Took|^Claimed|^Picked/)
    .waitFor()
  const told = await rows.allTextContents()
  const copies = told.flatMap((text) => /label (\d+) of/.exec(text)?.[1] ?? []).map(Number)
  expect(copies).toEqual(copies.toSorted((a, b) => b - a))
  expect(new Set(copies).size).toBe(COPIES)
  const timeline = page.getByRole('region', { name: 'Timeline' }).getByRole('listitem')
  expect(await timeline.last().textContent()).toContain('Submitted by webshop')
  await page.context().close()
})

import type { Page } from 'playwright'
import { localTime } from '#contract/orders/local-time.ts'
import { beforeAll, expect, test } from 'vitest'
import { consoleFlaws } from '../support/console-desk.ts'
import { byHand, deskForTests, expectGoodLook } from '../support/console-tests.ts'
import { getInto, openStage, type Stage } from '../support/troubles.ts'

/** Eight in the morning in London; the office's clock stands still. */
const NOW = '2026-03-10T08:00:00.000Z'
const IN_AMSTERDAM = '10 Mar, 09:00'
const ELSEWHERE = { timezoneId: 'America/New_York' }
const NOTE = 'Times are those of Europe/Amsterdam, not of this computer.'

const desk = deskForTests(byHand(NOW))
let stage: Stage

beforeAll(async () => {
  stage = await openStage(desk.office)
  // The first by code, and so the one whose clock a page of no warehouse goes by.
  await putWarehouse('ASIA', 'Asia/Tokyo')
})

async function putWarehouse(code: string, timezone: string): Promise<void> {
  const { body: before } = await desk.office.admin('GET', '/v1/warehouses/MAIN')
  const { gs1CompanyPrefix } = before as { gs1CompanyPrefix: string }
  const body = { name: code, timezone, gs1CompanyPrefix, address: '' }
  const put = await desk.office.admin('PUT', `/v1/warehouses/${code}`, body)
  expect(put.status, JSON.stringify(put.body)).toBe(200)
}

async function openFrom(look: { timezoneId: string }, path: string): Promise<Page> {
  const page = await desk.open('/settings', { look })
  page.setDefaultTimeout(15_000)
  await page.clock.setFixedTime(NOW)
  await page.goto(desk.office.url + path)
  return page
}

test('an order tells its times by the clock of its warehouse, and says so to who looks from elsewhere', async () => {
  const { orderNumber } = await stage.listed()
  const page = await openFrom(ELSEWHERE, `/orders/${orderNumber}`)
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await timeline.getByText(IN_AMSTERDAM).first().waitFor()
  await page.getByText(NOTE).waitFor()
  expect(await page.getByText(/04:00|17:00/).count()).toBe(0)
  await expectGoodLook(page, 'times-elsewhere')
  // Another zone is set for the warehouse: the page follows without being loaded again.
  await putWarehouse('MAIN', 'America/New_York')
  await timeline.getByText('10 Mar, 04:00').first().waitFor()
  await page.getByText(NOTE).waitFor({ state: 'detached' })
  await putWarehouse('MAIN', 'Europe/Amsterdam')
  await page.getByText(NOTE).waitFor()
  await page.context().close()
})

test('an exception tells its time by the clock of its warehouse', async () => {
  const { id, said } = await getInto(stage, 'over-pick')
  const page = await openFrom(ELSEWHERE, `/exceptions/${id}`)
  const { time } = localTime(Date.parse(said?.occurredAt ?? NOW), 'Europe/Amsterdam')
  await page
    .getByRole('article')
    .getByText(`, ${time.slice(0, 5)}`)
    .waitFor()
  await page.getByText(NOTE).waitFor()
  expect(await consoleFlaws(page)).toEqual([])
  await page.context().close()
})

test('whoever sits by the clock of the warehouse is told nothing of zones', async () => {
  const { orderNumber } = await stage.listed()
  const page = await openFrom({ timezoneId: 'Europe/Berlin' }, `/orders/${orderNumber}`)
  await page.getByText(IN_AMSTERDAM).first().waitFor()
  expect(await page.getByText('Times are those of').count()).toBe(0)
  await page.context().close()
})

test('a page of no warehouse goes by the clock of the first, and of the one it is narrowed to', async () => {
  const page = await openFrom(ELSEWHERE, '/settings/audit')
  await page.getByText('Times are those of Asia/Tokyo, not of this computer.').waitFor()
  await page.getByText('10/03/2026, 17:00:00').first().waitFor()
  await page.goto(`${desk.office.url}/stations?warehouse=MAIN&view=table`)
  await page.getByText(NOTE).waitFor()
  await page.getByRole('table').getByText('09:00').first().waitFor()
  expect(await page.getByText('Times are those of').count()).toBe(1)
  await page.context().close()
})

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { consoleFlaws, keepPicture } from '../support/console-desk.ts'
import { deskForTests, expectGoodLook, savedBy } from '../support/console-tests.ts'

/** Another system that hears of events, as long as it wants to. */
const heard: string[] = []
let isWilling = true
const receiver = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString()
  })
  request.on('end', () => {
    if (isWilling) heard.push(body)
    response.statusCode = isWilling ? 204 : 500
    response.end()
  })
})

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
})
afterAll(() => receiver.close())

const desk = deskForTests({ webhookAllow: '127.0.0.1' })
const get = (path: string) => desk.admin('GET', path)

test('a warehouse is changed, and another one is made', async () => {
  const page = await desk.open('/settings')
  await page.getByRole('link', { name: 'MAIN', exact: true }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Vloeren & Zo')
  await page.getByRole('textbox', { name: 'Address on labels' }).fill('Kade 1\n1011 AB Amsterdam')
  await page.getByRole('checkbox', { name: /Show picks per hour/ }).check()
  expect(await consoleFlaws(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').waitFor()
  expect(await get('/v1/warehouses/MAIN')).toMatchObject({
    name: 'Vloeren & Zo',
    personFigures: true,
  })
  await page.getByRole('link', { name: 'Warehouses' }).first().click()
  await page.getByRole('link', { name: 'New warehouse' }).click()
  await page.getByRole('textbox', { name: 'Code' }).fill('SOUTH')
  await page.getByRole('textbox', { name: 'Name' }).fill('South')
  await page.getByRole('textbox', { name: 'GS1 company prefix' }).fill('12')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('GS1 company prefix:').first().waitFor()
  await page.getByRole('textbox', { name: 'GS1 company prefix' }).fill('8712346')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'South', exact: true }).waitFor()
  await page.context().close()
})

test('a region gets its days, its cut-off and a day on which nobody drives', async () => {
  const page = await desk.open('/settings/regions')
  await page.getByText('There is no region yet').waitFor()
  await page.getByRole('link', { name: 'New region' }).click()
  await page.getByRole('textbox', { name: 'Code' }).fill('NH')
  await page.getByRole('textbox', { name: 'Name' }).fill('Noord-Holland')
  await page.getByLabel('Cut-off').fill('15:30')
  await page.getByRole('checkbox', { name: 'Friday' }).uncheck()
  await page.getByLabel('Add a closed day').fill('2026-12-25')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: /Open again on 25 Dec 2026/ }).waitFor()
  expect(await consoleFlaws(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Noord-Holland' }).waitFor()
  await keepPicture(page, 'settings-region')
  expect(await get('/v1/regions/NH')).toMatchObject({
    warehouse: 'MAIN',
    cutOff: '15:30',
    deliveryWeekdays: [1, 2, 3, 4],
    closedDates: ['2026-12-25'],
  })
  for (const [code, name] of [
    ['ZH', 'Zuid-Holland'],
    ['UT', 'Utrecht'],
  ]) {
    const body = { name, cutOff: '12:00', deliveryWeekdays: [2, 4] }
    await desk.office.admin('PUT', `/v1/regions/${code}`, body)
  }
  await page.getByRole('link', { name: 'Regions' }).first().click()
  await page.getByRole('button', { name: 'Cut-off' }).click()
  await page.getByRole('row').nth(3).getByText('NH').waitFor()
  await expectGoodLook(page, 'settings-regions')
  expect(await savedBy(page.getByRole('button', { name: 'Export CSV' }))).toContain('2026-12-25')
  await page.context().close()
})

test('a packaging has its weight, and no limit unless one is given', async () => {
  const page = await desk.open('/settings/packagings/+')
  await page.getByRole('textbox', { name: 'Code' }).fill('EURO')
  await page.getByRole('textbox', { name: 'Name' }).fill('Euro pallet')
  await page.getByRole('combobox', { name: 'Kind' }).selectOption({ label: 'Pallet' })
  await page.getByRole('textbox', { name: 'Own weight (kg)' }).fill('24.5')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Euro pallet' }).waitFor()
  expect(await consoleFlaws(page)).toEqual([])
  expect(await get('/v1/packagings/EURO')).toEqual({
    code: 'EURO',
    name: 'Euro pallet',
    kind: 'pallet',
    tareGrams: 24_500,
  })
  await page.context().close()
})

test('a webhook is made with its secret shown once, tested, and what got stuck is sent again', async () => {
  const { port } = receiver.address() as AddressInfo
  const page = await desk.open('/settings/webhooks')
  await page.getByText('Nobody is told of anything').waitFor()
  await page.getByRole('link', { name: 'New webhook' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('erp')
  await page.getByRole('textbox', { name: 'Address' }).fill(`http://127.0.0.1:${port}/hook`)
  await page.getByRole('checkbox', { name: 'order.confirmed' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText(/^whsec_/).waitFor()
  await page.getByRole('button', { name: 'I have it' }).click()
  await page.getByText('In order').waitFor()
  expect(await page.getByText(/^whsec_/).count()).toBe(0)
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page
    .getByRole('row')
    .nth(1)
    .getByText(/^Delivered/)
    .waitFor()
  expect(heard.join()).toContain('webhook.ping')

  isWilling = false
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByRole('row').nth(1).getByText('500').waitFor()
  await expectGoodLook(page, 'settings-webhooks')
  isWilling = true
  await page.getByRole('row').nth(1).getByRole('button', { name: 'Send again' }).click()
  await page
    .getByRole('row')
    .nth(1)
    .getByText(/^Delivered/)
    .waitFor()
  await page.getByRole('combobox', { name: 'Show' }).selectOption({ label: 'Stuck' })
  await page.getByText('Nothing yet').waitFor()
  await page.getByRole('button', { name: 'Tell it no more' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Tell it no more' }).click()
  await page.getByText('Nobody is told of anything').waitFor()
  await page.context().close()
})

test('a token is shown once, does what was ticked and nothing else, and ends at once', async () => {
  const page = await desk.open('/settings/tokens')
  await page.getByText('No program has a token').waitFor()
  await page.getByRole('button', { name: 'New token' }).click()
  await page.getByRole('textbox', { name: 'Which program' }).fill('webshop')
  await page.getByRole('checkbox', { name: /^Read orders/ }).check()
  expect(await consoleFlaws(page)).toEqual([])
  await page.getByRole('button', { name: 'Make the token' }).click()
  const token = (await page.getByText(/^ll_/).textContent()) ?? ''
  await expectGoodLook(page, 'settings-tokens')
  const { office } = desk
  expect((await office.call('GET', '/v1/orders', { token })).status).toBe(200)
  expect((await office.call('GET', '/v1/stock', { token })).status).toBe(403)
  await page.getByRole('button', { name: 'I have it' }).click()
  expect(await page.getByText(/^ll_/).count()).toBe(0)
  await page.getByRole('button', { name: 'End it' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click()
  await page.getByText('No program has a token').waitFor()
  expect((await office.call('GET', '/v1/orders', { token })).status).toBe(401)
  await page.getByRole('checkbox', { name: 'Show ended ones' }).check()
  await page.getByText(/^Ended/).waitFor()
  await page.context().close()
})

test('a courier gets a secret, another one, and loses its right', async () => {
  const page = await desk.open('/settings/couriers')
  await page.getByRole('button', { name: 'New courier' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('fast')
  await page.getByRole('dialog').getByRole('button', { name: 'New courier' }).click()
  await page.getByText('The secret of fast').waitFor()
  expect(await consoleFlaws(page)).toEqual([])
  await page.getByRole('button', { name: 'New secret' }).click()
  await page.getByText('The one before is void at once.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'New secret' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Take its right' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take its right' }).click()
  await page.getByText('No courier reports here').waitFor()
  await page.context().close()
})

test('the audit trail says who changed what, before and after, and is narrowed by who, what and which', async () => {
  const { office } = desk
  const body = { name: 'Noord-Holland', cutOff: '16:00', deliveryWeekdays: [1, 2, 3, 4] }
  await office.admin('PUT', '/v1/regions/NH', { ...body, closedDates: ['2026-12-25'] })
  const page = await desk.open('/settings/audit')
  const newest = page
    .getByRole('list', { name: 'Audit trail' })
    .getByRole('listitem')
    .filter({ hasText: 'Saved a region' })
    .first()
  await newest.getByText('Saved a region').waitFor()
  await newest.getByRole('button', { name: 'Before and after' }).click()
  const row = page.getByRole('row').filter({ hasText: 'cutOff' })
  await row.getByText('15:30').waitFor()
  await row.getByText('16:00').waitFor()
  await page.getByText('3 more are as they were.').waitFor()
  await expectGoodLook(page, 'settings-audit')

  await page.getByRole('combobox', { name: 'What' }).selectOption({ label: 'Saved a packaging' })
  await page.getByRole('button', { name: '/v1/packagings/EURO' }).waitFor()
  expect(await page.getByRole('list', { name: 'Audit trail' }).getByRole('listitem').count()).toBe(
    1,
  )
  await page.getByRole('combobox', { name: 'What' }).selectOption({ label: 'Anything' })
  await page.getByRole('button', { name: '/v1/regions/UT' }).click()
  await page.getByRole('button', { name: '/v1/regions/NH' }).first().waitFor({ state: 'detached' })
  expect(new URL(page.url()).searchParams.get('target')).toBe('/v1/regions/UT')
  await page.getByRole('textbox', { name: 'Who' }).fill('nobody at all')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByText('Nothing was changed').waitFor()
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await page.getByRole('button', { name: '/v1/regions/NH' }).first().waitFor()
  await page.context().close()
})

test('about says which office this is', async () => {
  const page = await desk.open('/settings/about')
  await page.getByText('0.0.0-test').first().waitFor()
  await page.getByText(/^PGlite/).waitFor()
  await expectGoodLook(page, 'settings-about')
  await page.context().close()
})

test('every page of the settings reads as well in the dark and in Dutch', async () => {
  const page = await desk.open('/settings', { look: { colorScheme: 'dark', locale: 'nl-NL' } })
  const { port } = receiver.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/hook`
  await desk.office.admin('PUT', '/v1/webhooks/erp', { url })
  await desk.office.admin('PUT', '/v1/couriers/snel', {})
  const paths = [
    'warehouses',
    'warehouses/MAIN',
    'regions',
    'regions/NH',
    'packagings',
    'packagings/EURO',
    'webhooks',
    'webhooks/erp',
    'tokens?show=all',
    'couriers',
    'audit',
    'about',
  ]
  for (const path of paths) {
    await page.goto(`${desk.office.url}/settings/${path}`)
    await page.getByRole('heading').nth(0).waitFor()
    await page.getByText('Lezen…').waitFor({ state: 'detached' })
    expect({ path, flaws: await consoleFlaws(page) }).toEqual({ path, flaws: [] })
  }
  await page.goto(`${desk.office.url}/settings/regions/NH`)
  await page.getByRole('heading', { name: 'Noord-Holland' }).waitFor()
  await keepPicture(page, 'settings-region-dark-nl')
  await page.context().close()
})

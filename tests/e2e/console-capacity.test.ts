import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { addDays, isoWeekday, localTime } from '#contract/orders/local-time.ts'
import { deskForTests, expectGoodLook, savedBy } from '../support/console-tests.ts'

/** Next week, so that no day of the story is over. */
const TODAY = localTime(Date.now(), 'Europe/Amsterdam').day
const MONDAY = addDays(TODAY, 8 - isoWeekday(TODAY))
const TUESDAY = addDays(MONDAY, 1)
const WEDNESDAY = addDays(MONDAY, 2)
const FRIDAY = addDays(MONDAY, 4)

const desk = deskForTests()

function longDay(day: string): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(new Date(day))
}

const cell = (page: Page, day: string, region = 'Noord-Holland') =>
  page.getByRole('button', { name: `${region}, ${longDay(day)}` })

async function order(quantity: number, deliveryDate: string): Promise<string> {
  const body = {
    contractVersion: '2',
    sourceSystem: 'webshop',
    orderIntentId: crypto.randomUUID(),
    customerRef: 'C-1',
    shipTo: {
      name: 'Vloeren Discount',
      line1: 'Kade 1',
      postalCode: '1011 AB',
      city: 'Amsterdam',
      country: 'NL',
    },
    region: 'NH',
    deliveryDate,
    lineItems: [{ sku: 'OAK-14', quantity }],
    submittedAt: new Date().toISOString(),
  }
  const { orderNumber } = await desk.admin('POST', '/v1/order-intents', body)
  return String(orderNumber)
}

test('without a region the page says what to do, and the first one is made there', async () => {
  const page = await desk.open('/capacity')
  await page.getByRole('heading', { name: 'No region is delivered to yet' }).waitFor()
  await expectGoodLook(page, 'capacity-empty')
  await page.getByRole('button', { name: 'New region' }).click()
  await page.getByRole('textbox', { name: 'Code' }).fill('NH')
  await page.getByRole('textbox', { name: 'Name' }).fill('Noord-Holland')
  await page.getByRole('button', { name: 'Save' }).click()
  await cell(page, addDays(TODAY, 7)).waitFor()
  expect(await desk.admin('GET', '/v1/regions/NH')).toMatchObject({
    cutOff: '14:00',
    deliveryWeekdays: [1, 2, 3, 4, 5],
    warehouse: 'MAIN',
  })
  await page.context().close()
})

test('many days get their limit at once, after a look at what will change', async () => {
  const page = await desk.open(`/capacity?from=${MONDAY}`)
  await page.getByRole('button', { name: 'Set many days' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('checkbox', { name: 'Monday' }).uncheck()
  await form.getByLabel('From').fill(MONDAY)
  await form.getByLabel('Until').fill(addDays(MONDAY, 27))
  await form.getByRole('textbox', { name: 'Most weight (kg)' }).fill('8000')
  await form.getByRole('textbox', { name: 'Most volume (m³)' }).fill('25')
  await form.getByText('16 days: 16 get their first limit.').waitFor()
  await expectGoodLook(page, 'capacity-many')
  await form.getByRole('button', { name: 'Set 16 days' }).click()
  await form.getByText('16 days are set.').waitFor()
  await form.getByRole('button', { name: 'Close' }).last().click()
  await cell(page, TUESDAY).filter({ hasText: '8,000 kg free' }).waitFor()
  expect(await cell(page, MONDAY).innerText()).toContain('No limit set')
  await page.context().close()
})

test('a limit never goes below what is promised, and the form says so before it is sent', async () => {
  await desk.admin('PUT', '/v1/products/OAK-14', {
    name: 'Oak plank 14 mm',
    barcodes: [],
    weightGrams: 20_000,
    volumeCm3: 50_000,
    tracking: 'none',
  })
  await desk.admin('POST', '/v1/stock-movements', {
    warehouse: 'MAIN',
    sku: 'OAK-14',
    kind: 'RECEIVED',
    quantity: 5_000,
    reason: 'opening',
    idempotencyKey: 'opening',
  })
  const orderNumber = await order(250, TUESDAY)
  const page = await desk.open(`/capacity?from=${MONDAY}&at=NH&day=${TUESDAY}`)
  const form = page.getByRole('dialog')
  await form.getByText('3,000 kg free').waitFor()
  const kg = form.getByRole('textbox', { name: 'Most weight (kg)' })
  await kg.fill('4000')
  await form.getByText('Orders of this day were promised 5,000 kg').waitFor()
  await expectGoodLook(page, 'capacity-edit')
  expect(await form.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  const link = await form.getByRole('link', { name: 'Orders of this day' }).getAttribute('href')
  const orders = await desk.open(link ?? '', { role: 'supervisor' })
  await orders.getByRole('link', { name: orderNumber }).waitFor()
  await orders.context().close()
  await form.getByRole('button', { name: 'Set to what is promised' }).click()
  await form.getByRole('button', { name: 'Save' }).click()
  await cell(page, TUESDAY).filter({ hasText: 'Full' }).waitFor()
  await page.context().close()

  // Somebody's order comes between what the form shows and what is saved.
  const late = await desk.open(`/capacity?from=${MONDAY}&at=NH&day=${WEDNESDAY}`)
  const other = late.getByRole('dialog')
  await other.getByRole('textbox', { name: 'Most weight (kg)' }).fill('1000')
  await late.route('**/v1/capacity?*', (route) => route.abort())
  const between = await order(100, WEDNESDAY)
  await other.getByRole('button', { name: 'Save' }).click()
  await other.getByRole('link', { name: between }).waitFor()
  expect(await other.getByRole('link', { name: orderNumber }).count()).toBe(0)
  await late.context().close()
})

test('what one person changes, another sees without asking', async () => {
  const watcher = await desk.open(`/capacity?from=${MONDAY}`, { role: 'supervisor' })
  await cell(watcher, FRIDAY).filter({ hasText: '8,000 kg free' }).waitFor()
  expect(await watcher.getByRole('button', { name: 'Set many days' }).count()).toBe(0)
  const editor = await desk.open(`/capacity?from=${MONDAY}`, { role: 'admin' })
  await cell(editor, FRIDAY).click()
  const form = editor.getByRole('dialog')
  await form.getByRole('textbox', { name: 'Most weight (kg)' }).fill('9500')
  await form.getByRole('button', { name: 'Save' }).click()
  await cell(watcher, FRIDAY).filter({ hasText: '9,500 kg free' }).waitFor()
  await order(100, FRIDAY)
  await cell(watcher, FRIDAY).filter({ hasText: '7,500 kg free' }).waitFor()
  await cell(editor, FRIDAY).click()
  await form.getByRole('button', { name: 'Close this day' }).click()
  await cell(watcher, FRIDAY).filter({ hasText: 'Closed' }).waitFor()
  expect(await desk.admin('GET', '/v1/regions/NH')).toMatchObject({
    name: 'Noord-Holland',
    cutOff: '14:00',
    closedDates: [FRIDAY],
  })
  await watcher.context().close()
  await editor.context().close()
})

test('the calendar is exported, changed, and read back; a row that is wrong is named', async () => {
  const page = await desk.open(`/capacity?from=${MONDAY}`)
  const text = await savedBy(page.getByRole('button', { name: 'Export CSV' }))
  expect(text).toContain(`NH,${FRIDAY},9500,25,2000,5,0,0`)
  await page.getByRole('link', { name: 'Import CSV' }).click()
  const file = ['region;date;maxWeightKg;maxVolumeM3', `NH;${WEDNESDAY};8200,5;26`]
  await send(page, [...file, 'NH;tomorrow;1;1', `XX;${FRIDAY};1;1`].join('\n'))
  await page.getByText('1 row done. 2 rows are not right.').waitFor()
  await page.getByText('the date is not a day').waitFor()
  await page.getByText('no region XX').waitFor()
  await expectGoodLook(page, 'capacity-import')
  expect(await desk.admin('GET', `/v1/capacity/NH/${WEDNESDAY}`)).toMatchObject({
    maxWeightGrams: 8_200_500,
    maxVolumeCm3: 26_000_000,
  })
  await page.context().close()
})

async function send(page: Page, content: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'File', exact: true }).click()
  await (
    await chooser
  ).setFiles({
    name: 'limits.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(content),
  })
  await page.getByRole('button', { name: /^Send \d+ row/ }).click()
}

test('the calendar can be read in both themes, both languages and on a large screen', async () => {
  await desk.admin('PUT', '/v1/regions/ZH', {
    name: 'Zuid-Holland & Zeeland',
    cutOff: '12:30',
    deliveryWeekdays: [1, 3, 5],
    closedDates: [WEDNESDAY],
  })
  for (const [day, kg] of [
    [MONDAY, 6_000],
    [FRIDAY, 900],
  ] as const) {
    const limits = { maxWeightGrams: kg * 1_000, maxVolumeCm3: 18_000_000 }
    await desk.admin('PUT', `/v1/capacity/ZH/${day}`, limits)
  }
  // What benches weighed took a day beyond its limit.
  await desk.office.store.transaction((tx) =>
    tx
      .updateTable('capacity_slot')
      .set({
        reserved_weight_grams: 1_020_000,
        packed_weight_grams: 640_000,
        reserved_volume_cm3: 9_000_000,
        packed_volume_cm3: 5_000_000,
      })
      .where('region', '=', 'ZH')
      .where('delivery_date', '=', FRIDAY)
      .execute(),
  )
  const looks = {
    'capacity-calendar': {},
    'capacity-calendar-dark': { colorScheme: 'dark' },
    'capacity-calendar-nl': { locale: 'nl-NL' },
    'capacity-calendar-1920': { width: 1920, height: 1080 },
  } as const
  for (const [name, look] of Object.entries(looks)) {
    const page = await desk.open(`/capacity?from=${MONDAY}`, { look })
    const isDutch = name.endsWith('nl')
    await page.getByText(isDutch ? '120 kg te veel' : '120 kg over').waitFor()
    await expectGoodLook(page, name)
    await page.context().close()
  }
  const dark = await desk.open(`/capacity?from=${MONDAY}&at=ZH&day=${FRIDAY}`, {
    look: { colorScheme: 'dark' },
  })
  await dark.getByRole('dialog').waitFor()
  await expectGoodLook(dark, 'capacity-edit-dark')
  await dark.goto(`${desk.office.url}/capacity?from=${MONDAY}&at=ZH&do=region`)
  await dark.getByRole('dialog').waitFor()
  await expectGoodLook(dark, 'capacity-region-dark')
  await dark.context().close()
})

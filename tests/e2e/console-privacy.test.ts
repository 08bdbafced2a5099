import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { keepPicture } from '../support/console-desk.ts'
import { deskForTests, expectGoodLook } from '../support/console-tests.ts'
import { furnish, postIntent } from '../support/wholesaler.ts'

const desk = deskForTests()

const WHO = 'Jacoba Vermeulen'

beforeAll(async () => {
  const dates = [2, 3, 4].map((ahead) =>
    new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10),
  )
  await furnish(desk.office, { capacity: { dates } })
  for (let count = 0; count < 3; count += 1) {
    const shipTo = {
      name: WHO,
      line1: 'Gracht 7',
      postalCode: '1015 CD',
      city: 'Amsterdam',
      country: 'NL',
    }
    const posted = await postIntent(desk.office, {
      customerRef: 'C-1042',
      shipTo,
      deliveryDate: dates[0],
    })
    const { orderNumber } = posted.body as { orderNumber: string }
    if (count === 2) continue
    await desk.office.admin('POST', `/v1/orders/${orderNumber}/cancel`, { reason: 'asked' })
  }
})

test('a customer is looked up, handed out as a file, and forgotten once no order is open', async () => {
  const page = await desk.open('/settings/privacy')
  await page.getByText('Which customer asks?').waitFor()
  await expectGoodLook(page, 'privacy-start')
  await page.getByRole('textbox', { name: 'Customer' }).fill('C-1042')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByRole('table', { name: 'Orders of C-1042' }).waitFor()
  expect(await page.getByText(WHO).count()).toBe(3)
  await expectGoodLook(page, 'privacy-customer')

  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as a file' }).click()
  const file = await coming
  expect(file.suggestedFilename()).toBe('customer-C-1042.json')
  const saved = JSON.parse(readFileSync(await file.path(), 'utf8')) as { orders: unknown[] }
  expect(saved.orders).toHaveLength(3)

  await page.getByRole('button', { name: 'Forget this customer' }).click()
  await page.getByRole('textbox', { name: 'Why' }).fill('asked by letter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Forget this customer' }).click()
  await dialog.getByText(/still waits for LL-/).waitFor()
  await keepPicture(page, 'privacy-refused')
  const { body } = await desk.office.admin('GET', '/v1/orders?status=CONFIRMED')
  const [open] = (body as { items: { orderNumber: string }[] }).items
  await desk.office.admin('POST', `/v1/orders/${open?.orderNumber}/cancel`, { reason: 'asked' })
  await dialog.getByRole('button', { name: 'Forget this customer' }).click()
  await page.getByText('Forgotten in 3 orders.').waitFor()
  await expect.poll(() => page.getByText(WHO).count()).toBe(0)
  await expectGoodLook(page, 'privacy-forgotten')
})

test('it looks well in the dark and in Dutch, and an unknown customer is said to be one', async () => {
  const page = await desk.open('/settings/privacy?customer=C-9', {
    look: { colorScheme: 'dark', locale: 'nl-NL' },
  })
  await page.getByText('Niemand heeft besteld voor C-9').waitFor()
  await expectGoodLook(page, 'privacy-none-dark-nl')
})

test('who may not sees no way there', async () => {
  const page = await desk.open('/settings', { role: 'supervisor' })
  expect(await page.getByRole('link', { name: 'Personal data' }).count()).toBe(0)
})

import type { Page } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import { keepPicture } from '../support/console-desk.ts'
import { deskForTests, expectGoodLook, flawsInBothLights } from '../support/console-tests.ts'
import { closeAt, generateLists, officeBench, pickAll } from '../support/office-bench.ts'
import { furnishShop } from '../support/small-shop.ts'
import { intent } from '../support/wholesaler.ts'

const desk = deskForTests()

beforeAll(() =>
  furnishShop({
    put: (path, body) => desk.admin('PUT', path, body),
    post: (path, body) => desk.admin('POST', path, body),
  }),
)

test('an order typed by hand is one order, and shows itself', async () => {
  const page = await desk.open('/orders/new', { role: 'admin' })
  await page.getByRole('textbox', { name: 'Customer number' }).fill('C-77')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('De Plint')
  await page.getByRole('textbox', { name: 'Street and number' }).fill('Markt 9')
  await page.getByRole('textbox', { name: 'Postal code' }).fill('1441 CE')
  await page.getByRole('textbox', { name: 'City' }).fill('Purmerend')
  await page.getByRole('combobox', { name: 'Product' }).fill('glue')
  await page.getByRole('option', { name: /GLUE-5/ }).click()
  await page.getByRole('textbox', { name: 'Quantity' }).fill('7000')
  await page.getByRole('combobox', { name: 'Region' }).click()
  await page.getByRole('option', { name: 'NH' }).click()
  await keepPicture(page, 'orders-new')
  expect(await flawsInBothLights(page)).toEqual([])
  await page.getByRole('button', { name: 'Take the order on' }).click()
  await page.getByRole('alert').getByText('7000 wanted').first().waitFor()
  await page.getByRole('textbox', { name: 'Quantity' }).fill('2')
  await page.getByRole('button', { name: 'Take the order on' }).click()
  await page.getByRole('heading', { name: /^LL-/ }).waitFor()
  await page.getByText('Typed in the office by Ilse (admin)').waitFor()
  await page.getByText('De Plint').waitFor()
  await page.context().close()
})

test('a carton that is still being filled has no label, and what was done says who and where', async () => {
  const { orderNumber, bench } = await pickedOrder()
  await bench.push()
  const page = await desk.open(`/orders/${orderNumber}`, { role: 'admin' })
  await page.getByText('open on a bench').waitFor()
  await page.getByText('not printed yet').waitFor()
  expect(await page.getByRole('img', { name: /^Label of/ }).count()).toBe(0)
  await page.getByText('Everything that was found is picked').waitFor()
  expect(await page.getByText('station:').count()).toBe(0)
  await page
    .getByText(/^Pack 3, /)
    .first()
    .waitFor()
  await page.context().close()
})

test('two people change one order: the second is told, and writes over nothing', async () => {
  const { orderNumber } = await pickedOrder()
  const [first, second] = [
    await desk.open(`/orders/${orderNumber}`, { role: 'admin' }),
    await desk.open(`/orders/${orderNumber}`, { role: 'super-admin' }),
  ]
  for (const [page, street] of [
    [first, 'Kade 4'],
    [second, 'Kade 6'],
  ] as const) {
    await choose(page, 'Change the address')
    await page.getByRole('textbox', { name: 'Street and number' }).fill(street)
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('moved')
  }
  await first.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await first.getByText('Changed in the office: “moved”').waitFor()
  // The page behind the second's dialog has the change already, as it is live.
  await second.getByText('Changed in the office: “moved”').waitFor()
  await second.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  const told = second.getByRole('dialog').getByRole('alert')
  expect(await told.textContent()).toContain('The order has changed meanwhile.')
  const { body } = await desk.office.admin('GET', `/v1/orders/${orderNumber}`)
  expect(body).toMatchObject({ shipTo: { line1: 'Kade 4' } })
  for (const page of [first, second]) await page.context().close()
})

test('an order shows its units with their labels, what benches did, and takes changes', async () => {
  const { office } = desk
  const orderNumber = await packedOrder()
  const page = await desk.open(`/orders/${orderNumber}`, { role: 'admin' })
  await page.getByText('copy 2').or(page.getByText('Copy 2')).first().waitFor()
  await page.getByText('read from a scale').waitFor()
  await page.getByText(/^Picked 2 × OAK-14/).waitFor()
  await keepPicture(page, 'orders-detail')
  expect(await flawsInBothLights(page)).toEqual([])
  await page
    .getByRole('button', { name: /Show the label|Label of/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Copy 1').waitFor()
  await dialog.getByRole('img', { name: /^Label of/ }).waitFor()
  await keepPicture(page, 'orders-labels')
  expect(await flawsInBothLights(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Close' }).click()

  await choose(page, 'Write an entry')
  await page.getByRole('textbox', { name: 'What is to be known' }).fill('Customer calls back')
  await page
    .getByRole('checkbox', { name: 'Stop the order until somebody closes this entry' })
    .check()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('This order is stopped').waitFor()
  await keepPicture(page, 'orders-stopped')
  expect(await flawsInBothLights(page)).toEqual([])
  await page.getByRole('button', { name: 'Close this entry' }).click()
  await page.getByRole('textbox', { name: 'How it was solved' }).fill('He wants it after all')
  await page.getByRole('dialog').getByRole('button', { name: 'Close this entry' }).click()
  await page.getByText('This order is stopped').waitFor({ state: 'detached' })

  await choose(page, 'Change the lines')
  await page.getByRole('textbox', { name: /^Quantity of Oak/ }).fill('9')
  await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('more please')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').getByRole('alert').waitFor()
  await keepPicture(page, 'orders-refused')
  await page.keyboard.press('Escape')

  await choose(page, 'Change the address')
  await page.getByRole('textbox', { name: 'Street and number' }).fill('Kade 2')
  await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('moved')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('Changed in the office: “moved”').waitFor()

  await choose(page, 'Cancel the order')
  await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('ordered twice')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).click()
  await page.getByText('Cancelled: “ordered twice”').waitFor()
  const { body } = await office.admin('GET', `/v1/orders/${orderNumber}`)
  expect(body).toMatchObject({ status: 'CANCELLED', shipTo: { line1: 'Kade 2' } })
  await page.context().close()

  const dark = await desk.open(`/orders/${orderNumber}`, {
    role: 'supervisor',
    look: { colorScheme: 'dark', locale: 'nl-NL', width: 1920, height: 1080 },
  })
  await dark.getByText('Geannuleerd: “ordered twice”').waitFor()
  await expectGoodLook(dark, 'orders-detail-nl-dark-1920')
  await dark.context().close()
})

test('money, the counter and a signature: each order says what it waits for', async () => {
  const { office } = desk
  const lineItems = [{ sku: 'OAK-14', quantity: 1 }]
  const prepaid = { region: 'ZH', lineItems, contractVersion: '2', payment: 'prepaid' }
  const { body } = await office.admin('POST', '/v1/order-intents', intent(prepaid))
  const { orderNumber } = body as { orderNumber: string }
  const page = await desk.open(`/orders/${orderNumber}`, { role: 'admin' })
  await page.getByText(/^It waits for its payment until/).waitFor()
  await keepPicture(page, 'orders-unpaid')
  expect(await flawsInBothLights(page)).toEqual([])
  await choose(page, 'Record a payment')
  await page.getByRole('textbox', { name: 'Reference of the payment' }).fill('psp-1')
  await page.getByRole('textbox', { name: 'Amount in euros' }).fill('718.35')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('Paid: €718.35, reference psp-1').waitFor()

  const order = await office.admin('GET', `/v1/orders/${orderNumber}`)
  const { shipments } = order.body as { shipments: { id: string }[] }
  const signature = await page.evaluate(scribble)
  const proof = { signedBy: 'M. de Wit', signature, signedAt: new Date().toISOString() }
  const told = await office.admin('POST', `/v1/shipments/${shipments[0]?.id ?? ''}/proof`, proof)
  expect(told.status).toBe(201)
  const picture = page.getByRole('img', { name: 'Signature of M. de Wit' })
  await picture.waitFor()
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  await picture.scrollIntoViewIfNeeded()
  await keepPicture(page, 'orders-proof')
  expect(await flawsInBothLights(page)).toEqual([])
  await page.context().close()
})

/** An order whose goods lie in a carton that is still open. */
async function pickedOrder() {
  const { office } = desk
  const lineItems = [
    { sku: 'OAK-14', quantity: 2 },
    { sku: 'GLUE-5', quantity: 1 },
  ]
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
  const asked = intent({ region: 'ZH', lineItems, deliveryDate: day })
  const { body } = await office.admin('POST', '/v1/order-intents', asked)
  const { orderNumber } = body as { orderNumber: string }
  const lists = await generateLists(office, day)
  const list = lists.find(({ orderNumbers }) => orderNumbers.includes(orderNumber))
  const bench = await officeBench(office, 'Pack 3')
  const units = await pickAll(office, bench, list?.id ?? '')
  return { orderNumber, bench, unitId: units.get(orderNumber) ?? '' }
}

/** Two lines on one pallet-less order, packed in a carton whose first label did not come out. */
async function packedOrder(): Promise<string> {
  const { orderNumber, bench, unitId } = await pickedOrder()
  closeAt(bench, unitId, 9_020)
  const { log } = bench.station
  log.act('label.print', { unitId, copy: 1, printerId: 'zebra', outcome: 'unknown' })
  log.act('label.print', {
    unitId,
    copy: 2,
    printerId: 'zebra',
    outcome: 'printed',
    reason: 'not out',
  })
  log.act('label.verify', { unitId, copy: 2 })
  await bench.push()
  return orderNumber
}

/** A signature as a driver's screen makes it: a PNG in base64. */
function scribble(): string {
  const canvas = document.createElement('canvas')
  canvas.width = 320
  canvas.height = 120
  const pen = canvas.getContext('2d')
  pen?.moveTo(10, 90)
  for (let x = 10; x < 310; x += 6) pen?.lineTo(x, 60 + 45 * Math.sin(x / 11) * Math.cos(x / 37))
  pen?.stroke()
  return canvas.toDataURL('image/png').split(',')[1] ?? ''
}

async function choose(page: Page, change: string): Promise<void> {
  await page
    .getByRole('button', { name: /^Change/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: change }).click()
}

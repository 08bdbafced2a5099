import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { keepPicture, type ConsoleLook } from '../support/console-desk.ts'
import { byHand, deskForTests, expectGoodLook, savedBy } from '../support/console-tests.ts'
import { eventually } from '../support/processes.ts'
import { getInto, openStage, type Stage, TROUBLES, type TroubleCode } from '../support/troubles.ts'
import { stockOf } from '../support/wholesaler.ts'

const LOOKS: ConsoleLook[] = [{}, { colorScheme: 'dark' }, { locale: 'nl-NL' }]

const desk = deskForTests(byHand())
let stage: Stage

const row = (page: Page, title: string) =>
  page.getByRole('list', { name: 'Exceptions' }).getByRole('link', { name: title })

test('an empty inbox says what will come there', async () => {
  const page = await desk.openByHand('/exceptions')
  await page.getByText('Nothing to decide').waitFor()
  await expectGoodLook(page, 'exceptions-empty')
  await page.context().close()
})

test('a short that a bench reported is decided, and the order goes on; a second browser sees it', async () => {
  stage = await openStage(desk.office)
  const watching = await desk.openByHand('/exceptions', { role: 'supervisor' })
  await watching.getByText('Nothing to decide').waitFor()
  const short = await getInto(stage, 'short-pick')
  // Nobody loaded the page again: the office said that it had moved.
  await row(watching, 'Goods are missing').waitFor()
  await watching.getByRole('heading', { name: 'Exceptions (1)' }).waitFor()
  expect(await watching.title()).toBe('Exceptions (1) · Loadline')
  await watching.getByRole('link', { name: 'Exceptions 1 open' }).waitFor()

  const page = await desk.openByHand(`/exceptions/${short.id}`)
  const card = page.getByRole('article', { name: 'Goods are missing' })
  await card.getByText('emma at Bench closed label …').waitFor()
  await card.getByText('The office had 2 × GLUE-1 promised to order').waitFor()
  const usual = card.getByRole('radio', { name: 'Ship what there is' })
  expect(await usual.isChecked()).toBe(true)
  await page.getByRole('textbox', { name: 'Note' }).fill('customer takes it without glue')
  await expectGoodLook(page, 'exceptions-decide')
  await card.getByRole('button', { name: 'Decide: Ship what there is' }).click()
  await card.getByText('desk-super-admin decided').waitFor()
  await card.getByText('Note: customer takes it without glue').waitFor()
  // What is decided asks for nothing any more.
  await card.getByText('Closed', { exact: true }).waitFor()
  expect(await card.getByText('Decide', { exact: true }).count()).toBe(0)

  await watching.getByRole('article').getByText('desk-super-admin decided').waitFor()
  const order = await stage.shop.order(short.reference)
  expect(order.status).toBe('PACKED')
  expect(order.lines.map(({ short: missing }) => missing)).toEqual([0, 2])
  await watching.context().close()
  await page.context().close()
})

test('stock below zero is recounted: the ledger says what the shelf holds', async () => {
  const trouble = await getInto(stage, 'stock-below-zero')
  const page = await desk.openByHand('/exceptions')
  await row(page, 'The book has too little').click()
  const card = page.getByRole('article', { name: 'The book has too little' })
  const decide = card.getByRole('button', { name: 'Decide: Recount the shelf' })
  expect(await decide.isDisabled()).toBe(true)
  await card.getByRole('textbox', { name: 'How many lie on the shelf now?' }).fill('4')
  await decide.click()
  await card.getByText('desk-super-admin decided').waitFor()
  const { sku } = trouble.detail
  expect(await stockOf(desk.office, String(sku))).toMatchObject({ onHand: 4 })
  await page.context().close()
})

test('two people decide the same one: the second is told that somebody was faster', async () => {
  const trouble = await getInto(stage, 'over-pick')
  const page = await desk.openByHand(`/exceptions/${trouble.id}`)
  const card = page.getByRole('article', { name: 'Too much was taken' })
  const button = card.getByRole('button', { name: /^Decide/ })
  await card.getByRole('radio', { name: 'Let the customer keep it' }).check()
  // The other decision is made, and this page hears of it only after its own click.
  await page.route('**/v1/exceptions/*/resolve', async (route) => {
    await stage.resolve(trouble.id, 'accept', { note: 'the other was faster' })
    await route.continue()
  })
  await button.click()
  await card.getByText('Somebody was faster. Your choice was not carried out.').waitFor()
  await card.getByText('Note: the other was faster').waitFor()
  await expectGoodLook(page, 'exceptions-too-late')
  await page.context().close()
})

test('the inbox works by keyboard: j and k move, a number chooses, Enter decides', async () => {
  const [first, second] = [
    await getInto(stage, 'unit-closed'),
    await getInto(stage, 'superseded-copy'),
  ]
  const page = await desk.openByHand('/exceptions')
  await row(page, 'Changed after it was closed').click()
  await page.keyboard.press('j')
  await page.waitForURL(`**/exceptions/${second.id}`)
  await page.keyboard.press('k')
  await page.waitForURL(`**/exceptions/${first.id}`)
  await page.getByRole('article', { name: 'Changed after it was closed' }).waitFor()
  await page.keyboard.press('2')
  await page.keyboard.press('Enter')
  await page.getByText('desk-super-admin decided').waitFor()
  expect(await stage.item(first.id)).toMatchObject({ status: 'closed', choice: 'accept' })
  await page.getByRole('button', { name: 'Next one' }).click()
  await page.getByRole('article', { name: 'An old label was used' }).waitFor()
  await page.context().close()
})

test('a unit that was left behind goes on another load', async () => {
  const trouble = await getInto(stage, 'left-behind')
  const { number } = await stage.shop.makeLoad()
  const page = await desk.openByHand(`/exceptions/${trouble.id}`, { role: 'supervisor' })
  const card = page.getByRole('article', { name: 'Left behind' })
  await card.getByRole('combobox', { name: 'Onto which load?' }).click()
  await page.getByRole('option', { name: number }).click()
  await card.getByRole('button', { name: 'Decide: Move it to another load' }).click()
  await card.getByText('desk-supervisor decided').waitFor()
  const { body } = await desk.office.admin('GET', `/v1/loads/${number}`)
  expect(body).toMatchObject({ units: [{ unitId: trouble.detail['unitId'] }] })
  await page.context().close()
})

test('every kind of trouble is told in the language of the page, with what it means', async () => {
  const codes = Object.keys(TROUBLES) as TroubleCode[]
  for (const code of codes) await TROUBLES[code](stage)
  for (const look of LOOKS) {
    const page = await desk.openByHand('/exceptions', { look })
    const rows = page.locator('main ul a')
    const areThere = async () => (await rows.count()) >= codes.length
    await eventually(areThere, { what: 'a row for every trouble' })
    // What the office says by itself is English; every kind has words of the page's own.
    const inEnglish = await page.getByText('The office', { exact: false }).count()
    expect(inEnglish > 0).toBe(look.locale !== 'nl-NL')
    const name = look.colorScheme === 'dark' ? '-dark' : look.locale === 'nl-NL' ? '-nl' : ''
    await expectGoodLook(page, `exceptions-inbox${name}`)
    await page.context().close()
  }
  const wide = await desk.openByHand('/exceptions', { look: { width: 1920, height: 1080 } })
  await wide.getByRole('article').waitFor()
  await keepPicture(wide, 'exceptions-inbox-1920')
  await wide.context().close()
})

test('filters stand in the address, the file holds what they leave, and closed ones are kept', async () => {
  const page = await desk.openByHand('/exceptions')
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: /^Lots were mixed/ }).click()
  await page.waitForURL(/\/exceptions\/?\?code=lot-mix$/)
  const rows = page.getByRole('list', { name: 'Exceptions' }).getByRole('link')
  await eventually(async () => (await rows.count()) === 1, { what: 'one row' })
  const saved = await savedBy(page.getByRole('button', { name: 'Export CSV' }))
  const lines = saved.trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain('Lots were mixed')

  const short = (await stage.inbox(false)).find((item) => item.code === 'short-pick')
  await page.goto(`${desk.office.url}/exceptions?state=closed&about=${short?.reference}`)
  const card = page.getByRole('article', { name: 'Goods are missing' })
  await card.getByText('Note: customer takes it without glue').waitFor()
  expect(await card.getByRole('radio').count()).toBe(0)
  await keepPicture(page, 'exceptions-closed')
  await page.context().close()
})

test('who may only look sees no choices; who may not see it is told so', async () => {
  const picker = await desk.openByHand('/exceptions', { role: 'picker' })
  await picker.getByText('You may not see this page').waitFor()
  await picker.context().close()
  const [trouble] = (await stage.inbox()).filter((item) => item.code === 'over-capacity')
  const page = await desk.openByHand(`/exceptions/${trouble?.id}`, { role: 'supervisor' })
  const raise = page.getByRole('radio', { name: 'Raise the day’s limit' })
  await raise.waitFor()
  expect(await raise.isDisabled()).toBe(true)
  await page.context().close()
})

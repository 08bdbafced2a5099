import { expect, test } from 'vitest'
import { readBarcodes } from '../../main/labels/read-barcodes.ts'
import { consoleFlaws, keepPicture, PASSWORD } from '../support/console-desk.ts'
import { deskForTests, expectGoodLook, savedBy } from '../support/console-tests.ts'

const OTHER_PASSWORD = 'negen rollen ondervloer'

const desk = deskForTests()

const operators = async () =>
  ((await desk.office.admin('GET', '/v1/operators')).body as { items: Record<string, unknown>[] })
    .items

async function codeOf(ref: string): Promise<string> {
  const sheet = await desk.office.admin('POST', '/v1/badge-sheets', { refs: [ref] })
  return (sheet.body as { items: { badgeCode: string }[] }).items[0]?.badgeCode ?? ''
}

test('the first person is added, changed, and taken off the floor', async () => {
  const page = await desk.open('/people')
  await page.getByText('Nobody works here yet').waitFor()
  expect(await consoleFlaws(page)).toEqual([])
  await page.getByRole('link', { name: 'New person' }).click()
  await page.getByRole('textbox', { name: 'Reference' }).fill('sanne')
  await page.getByRole('textbox', { name: 'Name' }).fill('Sanne Bakker')
  await page.getByRole('checkbox', { name: 'Supervisor' }).check()
  await page.getByLabel(/New PIN/).fill('4711')
  expect(await consoleFlaws(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Sanne Bakker' }).waitFor()
  expect(await operators()).toMatchObject([
    { ref: 'sanne', name: 'Sanne Bakker', roles: ['picker', 'supervisor'], hasPin: true },
  ])
  await page.getByRole('checkbox', { name: 'Take the PIN away' }).check()
  await page.getByRole('switch', { name: 'Works here' }).click({ force: true })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').waitFor()
  expect(await operators()).toMatchObject([{ active: false, hasPin: false }])

  // A second one by that reference would write over the first.
  await page.goto(`${desk.office.url}/people/operators/new`)
  await page.getByRole('textbox', { name: 'Reference' }).fill('sanne')
  await page.getByRole('textbox', { name: 'Name' }).fill('Sanne de Wit')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('sanne is in use already').waitFor()
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Sanne de Wit')
  expect(await operators()).toMatchObject([{ ref: 'sanne', name: 'Sanne Bakker' }])
  await page.context().close()
})

test('badges are printed several to a page, read as they were made, and an old one stops', async () => {
  const { office } = desk
  const people = [
    { ref: 'sanne', name: 'Sanne Bakker', roles: ['picker', 'supervisor'], active: true },
    { ref: 'karim', name: 'Karim el Idrissi', roles: ['picker', 'loader'], pin: '4829155' },
    {
      ref: 'joris',
      name: '<b>Jorîs</b> van der Sluijs-Vermeulen tot Oosterwold',
      roles: ['loader'],
    },
  ]
  for (const { ref, ...body } of people) await office.admin('PUT', `/v1/operators/${ref}`, body)
  const page = await desk.open('/people')
  await page.getByRole('checkbox', { name: 'Choose Sanne Bakker' }).check()
  await page.getByRole('checkbox', { name: 'Choose Karim el Idrissi' }).check()
  await page.getByRole('checkbox', { name: /Choose <b>Jorîs/ }).check()
  await expectGoodLook(page, 'people-operators')
  await page.getByRole('button', { name: 'Print 3 badges' }).click()
  await page.getByRole('button', { name: 'Show the badges' }).click()
  await page.getByRole('img', { name: 'Badge of Karim el Idrissi' }).waitFor()
  await page.locator('svg[data-code] path').nth(2).waitFor()
  const card = page.getByRole('listitem').filter({ hasText: 'Karim' })
  await card.locator('rect').nth(20).waitFor()
  await expectGoodLook(page, 'people-badges-print')

  const code = await codeOf('karim')
  const symbols = await readBarcodes(await card.screenshot())
  expect(symbols.map(({ text }) => text)).toContain(code)
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('navigation').first().isVisible()).toBe(false)
  await keepPicture(page, 'people-badges-paper')
  await page.emulateMedia({ media: 'screen' })

  await page.goto(`${office.url}/people/operators/karim`)
  await page.getByRole('button', { name: 'Make a new badge' }).click()
  await page.getByText('The old badge stops at every bench').waitFor()
  await page.getByRole('button', { name: 'Make it, the old one stops' }).click()
  await page.getByRole('button', { name: 'Show the badges' }).waitFor()
  expect(await codeOf('karim')).not.toBe(code)
  await page.context().close()
})

test('the list is searched, sorted and exported', async () => {
  const page = await desk.open('/people')
  await page.getByRole('textbox', { name: 'Search' }).fill('kar')
  await page.getByRole('link', { name: 'Sanne Bakker' }).waitFor({ state: 'detached' })
  await page.getByRole('textbox', { name: 'Search' }).fill('nobody')
  await page.getByText('Nothing fits these filters').waitFor()
  await page.getByRole('textbox', { name: 'Search' }).fill('')
  await page.getByRole('button', { name: 'Name', exact: true }).click()
  await page.getByRole('button', { name: 'Name', exact: true }).click()
  await page.getByRole('row').nth(1).getByText('Sanne Bakker').waitFor()
  expect(await savedBy(page.getByRole('button', { name: 'Export CSV' }))).toContain(
    'Karim el Idrissi',
  )
  await page.context().close()
})

test('a user of the office is made, may sign in, is let in no more, and comes back with a new password', async () => {
  const page = await desk.open('/people/users')
  await page.getByRole('link', { name: 'New user' }).click()
  await page.getByRole('textbox', { name: 'Signs in as' }).fill('ruud')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ruud Visser')
  await page.getByRole('textbox', { name: 'E-mail address' }).fill('ruud@vloeren.example')
  await page.getByRole('combobox', { name: 'Role' }).selectOption({ label: 'Supervisor' })
  await page
    .getByLabel(/Password/)
    .first()
    .fill(PASSWORD)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Ruud Visser' }).waitFor()
  const signIn = (password: string) =>
    desk.office.call('POST', '/v1/session', { body: { login: 'ruud@vloeren.example', password } })
  expect((await signIn(PASSWORD)).status).toBe(201)
  await page.getByRole('button', { name: 'Let this user in no more' }).click()
  await page.getByRole('button', { name: 'Let them in no more' }).click()
  await page
    .getByRole('button', { name: 'Let this user in no more' })
    .waitFor({ state: 'detached' })
  expect((await signIn(PASSWORD)).status).toBe(401)
  await page
    .getByLabel(/New password/)
    .first()
    .fill(OTHER_PASSWORD)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Let this user in no more' }).waitFor()
  expect((await signIn(OTHER_PASSWORD)).status).toBe(201)
  expect(await consoleFlaws(page)).toEqual([])
  await page.goto(`${desk.office.url}/people/users`)
  await page.getByRole('link', { name: 'Ruud Visser' }).waitFor()
  await expectGoodLook(page, 'people-users')
  await page.context().close()
})

test('the last who may do everything cannot be let go, and the page says why', async () => {
  const page = await desk.open('/people/users/desk-super-admin')
  await page.getByRole('button', { name: 'Let this user in no more' }).click()
  await page.getByRole('button', { name: 'Let them in no more' }).click()
  await page.getByText('is the only super-admin').first().waitFor()
  const users = await desk.office.admin('GET', '/v1/users')
  expect(users.body).toMatchObject({
    items: expect.arrayContaining([
      expect.objectContaining({ name: 'desk-super-admin', disabledAt: null }),
    ]),
  })
  await page.context().close()
})

test('everybody has an account of their own: a picker changes the password and ends other sessions', async () => {
  const page = await desk.open('/people/me', { role: 'picker' })
  await page.getByRole('heading', { name: 'Change your password' }).waitFor()
  const elsewhere = await desk.office.call('POST', '/v1/sessions', {
    body: { name: 'desk-picker', password: PASSWORD },
  })
  const { token } = elsewhere.body as { token: string }
  await page
    .getByLabel(/Current password/)
    .first()
    .fill('not the password')
  await page
    .getByLabel(/New password/)
    .first()
    .fill(OTHER_PASSWORD)
  await page.getByRole('button', { name: 'Change your password' }).click()
  await page.getByRole('alert').waitFor()
  await page
    .getByLabel(/Current password/)
    .first()
    .fill(PASSWORD)
  await page.getByRole('button', { name: 'Change your password' }).click()
  await page.getByText('All your other sessions have ended').waitFor()
  await expectGoodLook(page, 'people-me')
  expect((await desk.office.call('GET', '/v1/session', { token })).status).toBe(401)
  await page.reload()
  await page.getByText('Here, now').waitFor()
  await page.goto(`${desk.office.url}/people/operators`)
  await page.getByText('You may not see this page').waitFor()
  await page.context().close()
})

test('an administrator manages people at the benches, not users', async () => {
  const page = await desk.open('/people', { role: 'admin' })
  await page.getByRole('link', { name: 'Sanne Bakker' }).waitFor()
  expect(await page.getByRole('link', { name: 'In the office' }).count()).toBe(0)
  await page.goto(`${desk.office.url}/people/users`)
  await page.getByText('You may not see this page').waitFor()
  await page.context().close()
})

test('people read as well in the dark and in Dutch', async () => {
  const page = await desk.open('/people', { look: { colorScheme: 'dark', locale: 'nl-NL' } })
  await page.getByRole('link', { name: 'Sanne Bakker' }).click()
  await page.getByRole('heading', { name: 'Sanne Bakker' }).waitFor()
  await expectGoodLook(page, 'people-one-dark')
  for (const path of ['/people', '/people/badges?refs=sanne', '/people/users', '/people/me']) {
    await page.goto(desk.office.url + path)
    await page.getByRole('heading').first().waitFor()
    expect(await consoleFlaws(page)).toEqual([])
  }
  await page.context().close()
})

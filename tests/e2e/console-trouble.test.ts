import { expect, test } from 'vitest'
import { consoleFlaws, PASSWORD } from '../support/console-desk.ts'
import { deskForTests } from '../support/console-tests.ts'

const desk = deskForTests()

test('a page that fails leaves the menu and the other pages as they are', async () => {
  const page = await desk.open('/today')
  await page.route('**/v1/orders?*', (route) =>
    route.fulfill({ json: { items: [null], next: null } }),
  )
  await page.getByRole('link', { name: 'Orders' }).click()
  await page.getByRole('alert').getByText('This page stopped working').waitFor()
  expect(await consoleFlaws(page)).toEqual([])
  await page.getByRole('link', { name: 'Capacity' }).click()
  await page.getByRole('heading', { name: 'Capacity', level: 1 }).waitFor()
  await page.unroute('**/v1/orders?*')
  await page.context().close()
})

test('a page listens again, and reads what it missed, after a proxy had no office behind it', async () => {
  const page = await desk.open('/today')
  await page.route('**/v1/console/live', (route) => route.fulfill({ status: 502, body: 'nobody' }))
  await page.goto(`${desk.office.url}/people`)
  await page.getByText('Nobody works here yet').waitFor()
  await page.getByText('Connecting again…').waitFor()
  const person = { ref: 'sanne', name: 'Sanne Bakker', roles: ['picker'], active: true }
  await desk.office.admin('PUT', '/v1/operators/sanne', person)
  await page.unroute('**/v1/console/live')
  await page.getByText('Sanne Bakker').waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
  expect(await page.getByText('Connecting again…').count()).toBe(0)
  await page.context().close()
})

test('another sign-in in the same browser takes this page over at its next change, and shows its own', async () => {
  const page = await desk.open('/today')
  const { office } = desk
  const own = { login: 'desk-super-admin', password: PASSWORD }
  await office.call('POST', '/v1/session', { body: own })
  await page.goto(`${office.url}/people/me`)
  await page.getByRole('button', { name: 'End the others' }).waitFor()
  await office.admin('PUT', '/v1/users/karim', {
    displayName: 'Karim el Idrissi',
    role: 'picker',
    password: PASSWORD,
  })
  const body = { login: 'karim', password: PASSWORD }
  const signedIn = await page.context().request.post(`${office.url}/v1/session`, { data: body })
  expect(signedIn.ok()).toBe(true)
  await page.getByRole('button', { name: 'End the others' }).click()
  await page.getByRole('link', { name: 'Karim el Idrissi' }).waitFor()
  await page.context().close()
})

import type { Page } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import { deskForTests } from '../support/console-tests.ts'
import { handClock } from '../support/wholesaler.ts'

const clock = handClock()
const desk = deskForTests({ deps: { clock } })

beforeAll(() => hire('sanne', 'Sanne Bakker'))

/** Longer than the office remembers what moved. */
function passMinute(): void {
  clock.set(new Date(clock.now() + 60_000).toISOString())
}

function hire(ref: string, name: string): Promise<unknown> {
  return desk.office.admin('PUT', `/v1/operators/${ref}`, {
    ref,
    name,
    roles: ['picker'],
    active: true,
  })
}

/** The people of the floor, with a stream that opens when the test says so. */
async function openPeople(): Promise<{ page: Page; openStream: () => void }> {
  const page = await desk.open('/settings')
  // Signing in was a change too.
  passMinute()
  let openStream = (): void => undefined
  const isDue = new Promise<void>((resolve) => {
    openStream = resolve
  })
  await page.route('**/v1/console/live', async (route) => {
    await isDue
    await route.continue()
  })
  await page.clock.install()
  const asked = page.waitForRequest('**/v1/console/live')
  await page.goto(`${desk.office.url}/people`)
  await page.getByText('Sanne Bakker').waitFor()
  await asked
  return { page, openStream }
}

test('what moves between the first reading of a page and the opening of its stream is shown', async () => {
  const { page, openStream } = await openPeople()
  await hire('joost', 'Joost de Wit')
  expect(await page.getByText('Joost de Wit').count()).toBe(0)
  openStream()
  await page.getByText('Joost de Wit').waitFor()
  await page.context().close()
})

test('a page whose stream opened late reads again what the office no longer remembers', async () => {
  const { page, openStream } = await openPeople()
  await hire('karim', 'Karim el Idrissi')
  passMinute()
  await page.clock.fastForward(6_000)
  expect(await page.getByText('Karim el Idrissi').count()).toBe(0)
  openStream()
  await page.getByText('Karim el Idrissi').waitFor()
  await page.context().close()
})

test('a page that missed nothing reads nothing twice', async () => {
  const { page, openStream } = await openPeople()
  const reads: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/v1/operators')) reads.push(request.url())
  })
  const opened = page.waitForResponse('**/v1/console/live')
  openStream()
  await opened
  await hire('lotte', 'Lotte Smit')
  await page.getByText('Lotte Smit').waitFor()
  expect(reads).toHaveLength(1)
  await page.context().close()
})

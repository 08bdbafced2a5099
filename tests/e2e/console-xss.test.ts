import type { Locator, Page } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import { deskForTests } from '../support/console-tests.ts'
import { hostile, watchPage, type Look, type Watch } from '../support/hostile-pages.ts'
import { closeAt, generateLists, officeBench, pickAll } from '../support/office-bench.ts'
import { intent } from '../support/wholesaler.ts'

const DAY_MS = 86_400_000
const dayIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

/** Each of these is seen as text on some page, or the walk has missed it. */
const KINDS = [
  'PRODUCT',
  'CUSTOMER',
  'STREET',
  'STATION',
  'OPERATOR',
  'PERSON',
  'REGION',
  'PACKAGING',
  'WAREHOUSE',
  'TOKEN',
  'NOTE',
  'DRIVER',
] as const

/** Pages of one kind, as /orders/:x, that are looked at; more of them show the same. */
const PAGES_OF_KIND_MAX = 2
const PAGES_MAX = 90

/** What a page links to that is a file, or an answer for programs. */
const NO_PAGES = /^\/(?:v1\/|openapi\.json|metrics|healthz|readyz|assets\/)/
/** Buttons of a page that are tried; more of them are the same for other rows. */
const BUTTONS_MAX = 25
const PRESS_MS = 2_000

const desk = deskForTests({ webhookAllow: '127.0.0.1' })
/** Where the walk begins: what is there, and what no link of the menu leads to. */
const starts = [
  '/today',
  '/people/me',
  '/settings/webhooks',
  '/settings/tokens',
  '/people/users',
  '/people/users/person',
  '/people/operators/ilse',
  '/settings/packagings/BOX',
  '/settings/audit',
  '/picking/loads',
  '/picking/lists',
  '/stock/OAK-14',
]

beforeAll(furnish)

async function furnish(): Promise<void> {
  const { office } = desk
  await desk.admin('PUT', '/v1/warehouses/MAIN', {
    name: hostile('WAREHOUSE'),
    timezone: 'Europe/Amsterdam',
    gs1CompanyPrefix: '8712345',
    address: hostile('ADDRESS'),
  })
  await desk.admin('PUT', '/v1/regions/NH', {
    name: hostile('REGION'),
    cutOff: '23:59',
    deliveryWeekdays: [1, 2, 3, 4, 5, 6, 7],
    closedDates: [],
  })
  for (let day = 0; day < 10; day += 1) {
    const limits = { maxWeightGrams: 1_000_000_000, maxVolumeCm3: 1_000_000_000 }
    await desk.admin('PUT', `/v1/capacity/NH/${dayIn(day)}`, limits)
  }
  await desk.admin('PUT', '/v1/packagings/BOX', {
    name: hostile('PACKAGING'),
    kind: 'carton',
    tareGrams: 300,
  })
  await desk.admin('PUT', '/v1/products/OAK-14', {
    name: hostile('PRODUCT'),
    barcodes: [{ code: '8712345000011', quantity: 1 }],
    weightGrams: 2_000,
    volumeCm3: 2_000,
    tracking: 'none',
  })
  await desk.admin('POST', '/v1/stock-movements', {
    warehouse: 'MAIN',
    sku: 'OAK-14',
    kind: 'RECEIVED',
    quantity: 100,
    reason: hostile('REASON'),
    idempotencyKey: 'opening',
  })
  await desk.admin('PUT', '/v1/operators/ilse', { name: hostile('OPERATOR'), roles: ['picker'] })
  await desk.admin('PUT', '/v1/users/person', {
    displayName: hostile('PERSON'),
    role: 'picker',
    password: 'a password of nobody',
  })
  const wish = { name: hostile('TOKEN'), scopes: ['orders:read'], expiresInDays: 9 }
  await desk.admin('POST', '/v1/tokens', wish)
  await desk.admin('PUT', '/v1/webhooks/erp', {
    url: `http://127.0.0.1:9/${encodeURIComponent('"><img src=x onerror=ran=1>')}`,
    secret: 'a-webhook-secret-of-length',
  })
  const day = dayIn(3)
  const orders = [await postOrder(day), await postOrder(day), await postOrder(dayIn(4))]
  const [, second = '', third = ''] = orders
  starts.push(...orders.slice(1).map((orderNumber) => `/orders/${orderNumber}`))
  const bench = await officeBench(office, hostile('STATION'))
  const lists = await generateLists(office, day)
  const units = await pickAll(office, bench, lists[0]?.id ?? '')
  for (const unitId of units.values()) closeAt(bench, unitId, 6_300)
  await bench.push()
  await desk.admin('POST', `/v1/orders/${second}/history`, {
    status: 'credit:hold',
    severity: 'blocking',
    note: hostile('NOTE'),
  })
  await desk.admin('POST', `/v1/orders/${third}/cancel`, { reason: hostile('REASON') })
  const { number } = await desk.admin<{ number: string }>('POST', '/v1/loads', {
    warehouse: 'MAIN',
    region: 'NH',
    deliveryDate: day,
    vehicle: { plate: 'VX-123-Z', maxWeightGrams: 9_000_000, maxVolumeCm3: 40_000_000 },
    driver: hostile('DRIVER'),
  })
  starts.push(`/picking/loads/${number}`, `/picking/loads/${number}/edit`)
}

async function postOrder(deliveryDate: string): Promise<string> {
  const { orderNumber } = await desk.admin<{ orderNumber: string }>(
    'POST',
    '/v1/order-intents',
    intent({
      region: 'NH',
      deliveryDate,
      shipTo: {
        name: hostile('CUSTOMER'),
        line1: hostile('STREET'),
        postalCode: '1011 AB',
        city: hostile('CITY'),
        country: 'NL',
      },
      lineItems: [{ sku: 'OAK-14', quantity: 3 }],
      submittedAt: new Date().toISOString(),
    }),
  )
  return orderNumber
}

/** `/orders/LL-000274?state=PICKED` → `/orders/:x`. */
function kindOf(path: string): string {
  const [address = ''] = path.split(/[?#]/)
  return address
    .replace(/\/$/, '')
    .split('/')
    .map((part) => (/\d/.test(part) ? ':x' : part))
    .join('/')
}

/** Dialogs that show names or take them; each of them has been open, or the walk has missed it. */
const DIALOGS = [
  /New token/,
  /End it: TOKEN/,
  /users.*> Let this user in no more/,
  /operators.*> Make a new badge/,
  /Make pick lists/,
  /Receive goods · PRODUCT/,
  /Correct the book · PRODUCT/,
  /Change OAK-14/,
  /New product/,
  /Change the address/,
  /Change the lines/,
  /Write an entry/,
  /Close an entry/,
  /Cancel the order/,
  /Load LD-\d+ has left/,
  /> REGION.* · /,
  /New region/,
  /New courier/,
  /Tell it no more/,
]

test('no page and no dialog takes text for anything but text', { timeout: 900_000 }, async () => {
  const page = await desk.open('/today', { role: 'super-admin' })
  await keepChanges(page)
  const watch = await watchPage(page)
  const flaws: string[] = []
  const kinds = new Set<string>()
  const titles = new Set<string>()
  const { openPages, visited } = await walk(page, watch, ({ where, found }) => {
    flaws.push(...found.flaws.map((flaw) => `${where}: ${flaw}`))
    for (const kind of found.kinds) kinds.add(kind)
    titles.add(where)
  })
  expect([...flaws, ...watch.alerts()]).toEqual([])
  expect(openPages).toEqual([])
  expect(visited.length).toBeGreaterThan(15)
  expect(KINDS.filter((kind) => !kinds.has(kind))).toEqual([])
  const all = [...titles].join('\n')
  expect(DIALOGS.filter((title) => !title.test(all))).toEqual([])
  await page.context().close()
})

/** Whatever is pressed changes nothing: the office is not even asked. */
async function keepChanges(page: Page): Promise<void> {
  await page.route(
    (url) => url.pathname.startsWith('/v1/'),
    (route) => {
      if (route.request().method() === 'GET') return route.continue()
      const problem = { code: 'busy', title: 'no', status: 503, detail: 'not now' }
      return route.fulfill({ status: 503, json: problem })
    },
  )
}

type Report = (seen: { where: string; found: Look }) => void

/** One page, the names of buttons that were tried on pages of its kind, and where to say what was found. */
type Seen = { path: string; tried: Set<string>; report: Report }

/** Every page that a link leads to, from the menu on, a few of each kind, and what its buttons open. */
async function walk(
  page: Page,
  watch: Watch,
  report: Report,
): Promise<{ visited: string[]; openPages: string[] }> {
  const queue = [...starts]
  const counts = new Map<string, number>()
  const tried = new Map<string, Set<string>>()
  const triedOf = (kind: string) =>
    tried.get(kind) ?? tried.set(kind, new Set()).get(kind) ?? new Set()
  const visited: string[] = []
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (visited.includes(path) || NO_PAGES.test(path)) continue
    const count = (counts.get(kindOf(path)) ?? 0) + 1
    if (count > PAGES_OF_KIND_MAX || visited.length === PAGES_MAX) continue
    counts.set(kindOf(path), count)
    visited.push(path)
    await openPage(page, path)
    const found = await watch.settled()
    report({ where: path, found })
    queue.push(...found.links)
    await pressAll(page, watch, { path, tried: triedOf(kindOf(path)), report })
  }
  return { visited, openPages: visited.length === PAGES_MAX ? queue : [] }
}

async function openPage(page: Page, path: string): Promise<void> {
  await page.goto(desk.office.url + path)
  await page
    .locator('main :is(h1, h2, h3, p, td)')
    .first()
    .waitFor()
    .catch(async (error: unknown) => {
      const shown = await page.locator('body').textContent()
      throw new Error(`${path} shows nothing: ${shown ?? ''}`, { cause: error })
    })
}

const BUTTONS = 'main button:not([type=submit]):not(th button):visible:enabled'
const DIALOG = '[role=dialog]:visible'
const ENTRIES = '[role=menuitem]:visible:not([data-disabled])'

/** Presses each button of a page, but one of each name, and looks at what that opens. */
async function pressAll(page: Page, watch: Watch, seen: Seen): Promise<void> {
  const again = async () => {
    await openPage(page, seen.path)
    await watch.settled()
  }
  for (let at = 0; at < BUTTONS_MAX; at += 1) {
    const button = await firstNew(await page.locator(BUTTONS).all(), seen.tried)
    if (button === null) return
    const address = page.url()
    // A dialog that took its time stands before it.
    await button.click({ timeout: PRESS_MS }).catch(() => undefined)
    await drawn(page)
    const entries = await page.locator(ENTRIES).count()
    for (let entry = 0; entry < entries; entry += 1) {
      if (entry > 0) await button.click()
      await page.locator(ENTRIES).nth(entry).click()
      await lookAtDialog(page, watch, seen)
      await again()
    }
    const isOpen = await lookAtDialog(page, watch, seen)
    if (isOpen) await page.locator(DIALOG).locator('button').first().click()
    await drawn(page)
    if (page.url() !== address || (await page.locator(DIALOG).count()) > 0) await again()
  }
}

async function firstNew(buttons: readonly Locator[], tried: Set<string>): Promise<Locator | null> {
  for (const button of buttons) {
    const name = await button.evaluate((found) => {
      const words = found.getAttribute('aria-label') ?? found.textContent ?? ''
      // Days and rows have a button each that does the same.
      return /\d/.test(words) ? found.className : words
    })
    if (tried.has(name)) continue
    tried.add(name)
    return button
  }
  return null
}

async function lookAtDialog(page: Page, watch: Watch, seen: Seen): Promise<boolean> {
  await drawn(page)
  const dialog = page.locator(DIALOG).first()
  if ((await dialog.count()) === 0) return false
  const found = await watch.settled()
  const title = (await dialog.getByRole('heading').first().textContent()) ?? ''
  seen.report({ where: `${seen.path} > ${title}`, found })
  return true
}

async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  )
}

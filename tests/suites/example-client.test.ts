import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, test } from 'vitest'
import { buildSscc } from '#contract/barcode/sscc.ts'
import { isGenuine } from '../../docs/examples/client/loadline-client.ts'
import { databases } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { eventually } from '../support/processes.ts'
import { createStationLog } from '../support/station-log.ts'
import { furnish } from '../support/wholesaler.ts'

const EXAMPLE = join(import.meta.dirname, '../../docs/examples/client')

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

describe.each(databases)('the example of a client on $kind', ({ open }) => {
  test('orders once however often it asks, and hears by signed webhook that the order is packed', async () => {
    const database = await open()
    closers.push(() => database.close())
    const office = await startOffice({ database, webhookAllow: '127.0.0.1' })
    closers.push(() => office.close())
    const deliveryDate = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
    await furnish(office, { capacity: { dates: [deliveryDate] } })
    await office.admin('PUT', '/v1/operators/emma', { name: 'Emma', roles: ['picker'] })
    const scopes = ['orders:read', 'orders:write', 'webhooks:write']
    const made = await office.admin('POST', '/v1/tokens', {
      name: 'example',
      scopes,
      expiresInDays: 1,
    })
    const { token } = made.body as { token: string }
    const client = start(office.url, token, deliveryDate)

    const ordered = await client.line((line) => 'ordered' in line)
    expect(ordered).toEqual({
      ordered: ordered['ordered'],
      status: 'CONFIRMED',
      same: ordered['ordered'],
      replayed: true,
    })
    // Somebody who does not know the secret is not believed.
    const { body } = await office.admin('GET', '/v1/webhooks')
    const [webhook] = (body as { items: { url: string }[] }).items
    const forged = await fetch(webhook?.url ?? '', { method: 'POST', body: '{}' })
    expect(forged.status).toBe(401)
    await pack(office, deliveryDate)
    expect(await client.ended()).toBe(0)
    expect(client.lines.slice(1)).toEqual([
      { refused: 'wrong signature' },
      { event: 'com.loadline.order.status-changed', to: 'IN_PROGRESS' },
      { event: 'com.loadline.order.status-changed', to: 'PICKED' },
      { event: 'com.loadline.order.status-changed', to: 'PACKED' },
      { status: 'PACKED' },
    ])
    expect(await office.admin('GET', '/v1/webhooks')).toMatchObject({ body: { items: [] } })
    const orders = await office.admin('GET', '/v1/orders')
    expect((orders.body as { items: unknown[] }).items).toHaveLength(1)
  })
})

test('a signature counts for its body, its secret and five minutes', () => {
  const sign = (secret: string, t: number, body: string) =>
    `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
  const header = sign('s3cret', 1_000, '{"a":1}')
  expect(isGenuine('s3cret', header, '{"a":1}', 1_299)).toBe(true)
  expect(isGenuine('s3cret', header, '{"a":1}', 1_301)).toBe(false)
  expect(isGenuine('s3cret', header, '{"a":2}', 1_000)).toBe(false)
  expect(isGenuine('other', header, '{"a":1}', 1_000)).toBe(false)
  for (const wrong of ['', 't=1000', 'v1=aa', 't=1000,v1=', header.replace('t=', 't=9')]) {
    expect(isGenuine('s3cret', wrong, '{"a":1}', 1_000)).toBe(false)
  }
})

/** Runs the example as its README says, in a process of its own. */
function start(office: string, token: string, deliveryDate: string) {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-example-'))
  const intent: unknown = JSON.parse(readFileSync(join(EXAMPLE, 'intent.json'), 'utf8'))
  writeFileSync(
    join(folder, 'intent.json'),
    JSON.stringify({ ...(intent as object), deliveryDate }),
  )
  const args = [join(EXAMPLE, 'follow-order.ts'), join(folder, 'intent.json')]
  const env = { PATH: process.env['PATH'], OFFICE: office, TOKEN: token }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  const lines: Record<string, unknown>[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line) as Record<string, unknown>)
  })
  closers.push(async () => {
    child.kill('SIGKILL')
    await exit
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    lines,
    line: (matches: (line: Record<string, unknown>) => boolean) =>
      eventually(() => Promise.resolve(lines.find((line) => matches(line))), {
        what: 'a line of the example',
      }),
    ended: async () => {
      await exit
      return child.exitCode
    },
  }
}

async function pack(office: TestOffice, deliveryDate: string): Promise<void> {
  const day = { warehouse: 'MAIN', deliveryDate }
  const made = await office.admin('POST', '/v1/pick-lists/generate', day)
  const [list] = (made.body as { pickLists: { id: string }[] }).pickLists
  const station = await office.enrol()
  const log = createStationLog({ incarnation: station.incarnation })
  const unitId = buildSscc(station.numberRange.prefix, station.numberRange.from)
  const pickListId = list?.id ?? ''
  log.act('pick.claim', { pickListId })
  log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 3, unitId })
  const weight = { grossGrams: 3_000, expectedGrams: 3_000, toleranceGrams: 20 }
  log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
  log.act('pack.close', { unitId })
  const request = log.request({ epoch: station.epoch })
  const answer = await station.call('POST', '/v1/sync/push', request)
  expect(answer.status).toBe(200)
}

import { connect } from 'node:net'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  LOCAL_TOKEN,
  startBenchProcess,
  type Devices,
  type OfficeProcess,
  type ProcessBench,
} from '../support/bench-floor.ts'
import { stationRpc } from '../support/station-rpc.ts'
import { knows, packByScans } from '../support/line-by-scans.ts'
import { startProcessFloor, type ProcessFloor } from '../support/process-floor.ts'
import {
  FELT,
  GLUE,
  listsOf,
  makeLoad,
  OAK,
  postOrder,
  stationCode,
} from '../support/small-shop.ts'

let floor: ProcessFloor
let office: OfficeProcess
let bench: ProcessBench
let devices: Devices
let badges: Record<string, string>
let codes: Record<string, string>

beforeAll(async () => {
  floor = await startProcessFloor()
  ;({ office, bench, devices, badges } = floor)
  codes = await bench.codes()
})

afterAll(async () => {
  await floor.close()
  await office.process.stop()
})

/** Scans something wrong, checks the alert latches and says so in a sentence, then acknowledges it. */
async function expectAlert(text: string, code: string): Promise<void> {
  await devices.scanner.scan(text)
  const { workflow, log } = await bench.until(`alert ${code}`, (s) => s.workflow.alert !== null)
  expect(workflow.alert?.code).toBe(code)
  expect(workflow.alert?.message).toMatch(/^[A-Z(].* .+ .+[.?]$/)
  // Latched: a good scan is named, not applied, and a wrong ACK does not exist.
  await devices.scanner.scan(OAK.ean)
  const latched = await bench.until('the scan meanwhile is named', (s) => {
    return (s.workflow.alert?.meanwhile.length ?? 0) > 0
  })
  expect(latched.log.lastSeq).toBe(log.lastSeq)
  await devices.scanner.scan(codes['ACK'] ?? '')
  await bench.until('acknowledged', (s) => s.workflow.alert === null)
}

describe('what is wrong stops the bench', () => {
  test('an unknown code, a wrong product and one too many', async () => {
    const order = await postOrder(office, [
      { sku: OAK.sku, quantity: 2 },
      { sku: GLUE.sku, quantity: 1 },
    ])
    const lists = await listsOf(office, order.deliveryDate)
    const listCode = lists[order.orderNumber]?.code ?? ''
    await bench.until('people are known here', ({ server }) => server.online)
    await devices.scanner.scan(badges['sanne'] ?? '')
    await bench.until('the list is known here', ({ workflow }) => knows(workflow, listCode))
    await expectAlert('THIS-IS-NOTHING', 'unknown-code')
    await devices.scanner.scan(listCode)
    await bench.until('claimed', ({ workflow }) => workflow.kind === 'picking')
    await expectAlert(FELT.ean, 'wrong-product')
    await expectAlert(OAK.case, 'over-pick')
    for (const scan of [OAK.ean, OAK.ean]) await devices.scanner.scan(scan)
    await bench.until('the planks are done', ({ workflow }) => workflow.linesDone === 1)
    await expectAlert(OAK.ean, 'over-pick')
  })

  test('a unit that is not closed, and a pallet of another region', async () => {
    const open = (await bench.state()).workflow.unit?.unitId ?? ''
    await devices.scanner.scan(GLUE.ean)
    await bench.until('all is picked', ({ workflow }) => workflow.kind === 'packing')
    devices.scale.put(2 * OAK.grams + GLUE.grams)
    await bench.until('printed', () => devices.printer.jobs.length === 1)
    await devices.scanner.scan(`00${open}`)
    await bench.until('verified', ({ workflow }) => workflow.kind === 'idle')
    devices.scale.put(0)

    const south = await postOrder(office, [{ sku: OAK.sku, quantity: 1 }], { region: 'ZH' })
    const next = await postOrder(office, [{ sku: OAK.sku, quantity: 1 }])
    const lists = await listsOf(office, south.deliveryDate)
    const southUnit = await packByScans(
      { bench, devices },
      {
        badge: badges['sanne'] ?? '',
        listCode: lists[south.orderNumber]?.code ?? '',
        scans: [OAK.ean],
        weightGrams: OAK.grams,
      },
    )
    // A second bench has a unit open that was never closed.
    const other = await startBenchProcess({
      dataFolder: `${floor.folder}/other`,
      serverUrl: office.url,
      code: (await stationCode(office, 'Pack 2')).code,
    })
    await other.until('people are known there', ({ server }) => server.online)
    await other.scan(badges['ilse'] ?? '')
    const nextCode = lists[next.orderNumber]?.code ?? ''
    await other.until('the list is known there', ({ workflow }) => knows(workflow, nextCode))
    await other.scan(nextCode)
    await other.scan(OAK.ean)
    const unclosed = (await other.state()).workflow.unit?.unitId ?? ''
    await other.until('the office has it', ({ log }) => log.pending === 0)

    const load = await makeLoad(office, next.deliveryDate)
    await bench.until('the load is known here', ({ workflow }) => knows(workflow, load.code))
    await devices.scanner.scan(load.code)
    await bench.until('loading', ({ workflow }) => workflow.kind === 'loading')
    await expectAlert(`00${southUnit}`, 'wrong-load')
    await expectAlert(`00${unclosed}`, 'unit-not-closed')
    await other.process.stop()
  })
})

describe('the local door', () => {
  test('refuses a wrong token, another Host and a foreign page', async () => {
    const code = async (options: Parameters<ProcessBench['call']>[2]) => {
      const { status, body } = await bench.call('GET', '/v1/state', options)
      return { status, code: (body as { code?: string }).code }
    }
    expect(await code({ token: 'wrong' })).toEqual({ status: 401, code: 'unauthorized' })
    expect(await code({ token: null })).toEqual({ status: 401, code: 'unauthorized' })
    expect(await code({ headers: { origin: 'https://example.com' } })).toEqual({
      status: 403,
      code: 'bad-origin',
    })
    expect(await rawStatus('attacker.example')).toBe('HTTP/1.1 403 Forbidden')
    expect(await rawStatus(new URL(bench.url).host)).toBe('HTTP/1.1 200 OK')
  })

  test('a socket is refused by Origin before it opens, and by token before it speaks', async () => {
    const url = `${bench.url.replace('http', 'ws')}/rpc`
    const foreign = new WebSocket(url, { origin: 'https://example.com' })
    const [error] = (await once(foreign, 'error')) as [Error]
    expect(error.message).toContain('403')
    const stranger = new WebSocket(url)
    await once(stranger, 'open')
    stranger.send(JSON.stringify({ token: 'wrong' }))
    const [closeCode] = (await once(stranger, 'close')) as [number]
    expect(closeCode).toBe(1008)
    const friend = new WebSocket(url)
    await once(friend, 'open')
    friend.send(JSON.stringify({ token: LOCAL_TOKEN }))
    const [answer] = (await once(friend, 'message')) as [Buffer]
    expect(JSON.parse(answer.toString())).toEqual({ ok: true })
    friend.close()
  })

  test('bad bodies have their codes and the bench goes on', async () => {
    const post = (body: string, type = 'application/json') =>
      fetch(`${bench.url}/v1/scan`, {
        method: 'POST',
        headers: { authorization: `Bearer ${LOCAL_TOKEN}`, 'content-type': type },
        body,
      }).then(async (answer) => [answer.status, ((await answer.json()) as { code: string }).code])
    expect(await post('{"text":')).toEqual([400, 'bad-json'])
    expect(await post('{"text":""}')).toEqual([400, 'invalid-request'])
    expect(await post(JSON.stringify({ text: 'x'.repeat(20_000) }))).toEqual([413, 'too-large'])
    expect(await post('text=1', 'application/x-www-form-urlencoded')).toEqual([415, 'json-only'])
    expect((await bench.state()).stationId).not.toBe('')
  })
})

describe('noise on the wires', () => {
  test('half codes, control bytes and a megabyte without an end change nothing', async () => {
    const before = (await bench.state()).log.lastSeq
    await devices.scanner.raw(Buffer.from('8712345'))
    await devices.scanner.raw(Buffer.from([0x00, 0x07, 0x1b, 0x0d, 0x0a]))
    await devices.scanner.raw(Buffer.alloc(1024 * 1024, 0x41))
    await devices.scanner.raw(Buffer.from('\r\n'))
    devices.scale.put(1, 'garbage')
    await bench.until('the scale is in trouble', ({ devices: all }) =>
      all.some(({ kind, state }) => kind === 'scale' && state !== 'ready'),
    )
    devices.scale.put(0)
    await bench.until('the scale is well again', ({ devices: all }) =>
      all.some(({ kind, state }) => kind === 'scale' && state === 'ready'),
    )
    expect((await bench.state()).log.lastSeq).toBe(before)
    // A real code right behind the noise is still heard.
    await devices.scanner.scan('STILL-LISTENING')
    await bench.until('heard', ({ workflow }) => workflow.alert?.code === 'unknown-code')
    await devices.scanner.scan(codes['ACK'] ?? '')
    await bench.until('acknowledged', ({ workflow }) => workflow.alert === null)
  })
})

describe('a scanner that empties its memory', () => {
  test('[PROMISE-2] is parked whole, and counts only as far as a person lets it', async () => {
    const screen = await stationRpc(bench)
    const before = (await bench.state()).log.lastSeq
    const memory = Array.from({ length: 12 }, (_, index) => `MEMORY-${index}\r\n`)
    await devices.scanner.raw(Buffer.from(memory.join('')))
    await expect
      .poll(async () => (await screen.client.bench()).parked)
      .toEqual({
        scannerId: 's1',
        count: 12,
        lost: 0,
      })
    const { workflow, log } = await bench.state()
    expect([workflow.alert, log.lastSeq]).toEqual([null, before])

    const letIn = { scannerId: 's1', decision: 'let-in' } as const
    expect(await screen.client.parkedScans(letIn)).toEqual({ taken: 1, left: 11 })
    expect((await bench.state()).workflow.alert).not.toBeNull()
    await devices.scanner.scan(codes['ACK'] ?? '')
    await bench.until('acknowledged', (state) => state.workflow.alert === null)
    const away = { scannerId: 's1', decision: 'throw-away' } as const
    expect(await screen.client.parkedScans(away)).toEqual({ taken: 0, left: 0 })
    expect((await screen.client.bench()).parked).toBeNull()
    screen.close()
  })
})

/** The status line of a request whose Host a page could never set, but a rebinding name would. */
async function rawStatus(host: string): Promise<string> {
  const socket = connect(Number(new URL(bench.url).port), '127.0.0.1')
  socket.write(
    `GET /v1/state HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${LOCAL_TOKEN}\r\nConnection: close\r\n\r\n`,
  )
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  return text.split('\r\n')[0] ?? ''
}

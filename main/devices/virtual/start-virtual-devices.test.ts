import { request } from 'node:http'
import { connect } from 'node:net'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { labelToZpl } from '../../labels/zpl.ts'
import { systemClock } from '../../clock.ts'
import { startVirtualDevices } from './start-virtual-devices.ts'
import { VirtualConfig } from './virtual-config.ts'

const TOKEN = 'a-token-of-this-test-run'

const cleanUp: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

async function startPage(config: object = {}) {
  const devices = await startVirtualDevices(
    VirtualConfig.parse({
      port: 0,
      scanners: [{ id: 's1', port: 0 }],
      scales: [{ id: 'w1', port: 0 }],
      printers: [{ id: 'p1', port: 0, widthMm: 60, heightMm: 40 }],
      ...config,
    }),
    { clock: systemClock, newToken: () => TOKEN },
  )
  cleanUp.push(devices.close)
  return devices
}

type Call = { method?: string; headers?: Record<string, string>; body?: string }

/** A bare request, because a browser's fetch would not send a foreign Host. */
function ask(url: string, path: string, call: Call = {}) {
  const { port } = new URL(url)
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const asking = request(
      { host: '127.0.0.1', port, path, method: call.method ?? 'GET', headers: call.headers },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (text: string) => (body += text))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
      },
    )
    asking.on('error', reject)
    asking.end(call.body)
  })
}

function post(url: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  return ask(url, path, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

async function listener(port: number): Promise<() => string> {
  const socket = connect({ host: '127.0.0.1', port })
  let heard = ''
  socket.on('data', (bytes) => (heard += bytes.toString()))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  cleanUp.push(() => void socket.destroy())
  return () => heard
}

test('a scan posted to the page comes out of the scanner', async () => {
  const page = await startPage()
  const port = page.scanners.get('s1')?.port ?? 0
  const body = { scanner: 's1', text: 'LLCACK0' }
  expect(await post(page.url, '/v1/scan', body)).toMatchObject({ status: 409 })
  const heard = await listener(port)
  await vi.waitFor(async () => {
    expect((await post(page.url, '/v1/scan', body)).status).toBe(200)
  })
  await vi.waitFor(() => expect(heard()).toBe('LLCACK0\r\n'))
})

test('a weight posted to the page is what the scale says', async () => {
  const page = await startPage()
  const answer = await post(page.url, '/v1/scale', { scale: 'w1', grams: 2_345, stable: false })
  expect(answer.status).toBe(200)
  const socket = connect({ host: '127.0.0.1', port: page.scales.get('w1')?.port ?? 0 })
  cleanUp.push(() => void socket.destroy())
  const line = await new Promise<string>((resolve) => {
    socket.once('data', (bytes) => resolve(bytes.toString()))
    socket.write('SI\r\n')
  })
  expect(line).toBe('S D      2.345 kg\r\n')
})

test('a printed label is drawn, and its codes are read back from the picture', async () => {
  const page = await startPage()
  const zpl = labelToZpl(
    {
      widthMm: 60,
      heightMm: 40,
      elements: [{ kind: 'qr', xMm: 5, yMm: 5, moduleMm: 0.5, text: 'LL1|Łęcki ^~"' }],
    },
    { dpi: 203 },
  )
  const socket = connect({ host: '127.0.0.1', port: page.printers.get('p1')?.port ?? 0 })
  socket.end(zpl)
  await new Promise((resolve) => socket.once('close', resolve))
  await vi.waitFor(async () => {
    const { items } = JSON.parse((await ask(page.url, '/v1/labels')).body)
    expect(items).toMatchObject([
      { n: 1, printer: 'p1', codes: [{ text: 'LL1|Łęcki ^~"', symbology: ']Q1' }] },
    ])
  }, 10_000)
  const picture = await fetch(`${page.url}/v1/labels/1.png`)
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect((await ask(page.url, '/v1/labels/2.png')).status).toBe(404)
})

test('the printer can be put out of paper and told to stop reading', async () => {
  const page = await startPage()
  const answer = await post(page.url, '/v1/printer', {
    printer: 'p1',
    paper: 'out',
    reading: false,
  })
  expect(JSON.parse(answer.body)).toEqual({ paper: 'out', reading: false })
  expect(page.printers.get('p1')?.paper()).toBe('out')
})

test('every device shows its troubles as switches, and a script sets them by name', async () => {
  const page = await startPage()
  const state = async () =>
    JSON.parse((await ask(page.url, '/v1/state')).body) as Record<
      'scanners' | 'scales' | 'printers',
      { id: string; faults: { name: string; label: string; on: boolean; moment: boolean }[] }[]
    >
  const faultOf = async (name: string) =>
    (await state()).scanners[0]?.faults.find((fault) => fault.name === name)
  for (const { faults } of Object.values(await state())
    .flat()
    .filter(isObject)) {
    expect(faults.map(({ name }) => name)).toEqual([...new Set(faults.map(({ name }) => name))])
    expect(faults.at(-1)).toEqual({ name: 'off', label: 'Unplugged', on: false, moment: false })
  }
  const set = (body: object) => post(page.url, '/v1/fault', body)
  const answer = await set({ device: 's1', name: 'off', on: true })
  expect(JSON.parse(answer.body)).toEqual({ name: 'off', on: true })
  expect((await faultOf('off'))?.on).toBe(true)
  await vi.waitFor(async () => {
    await expect(listener(page.scanners.get('s1')?.port ?? 0)).rejects.toThrow('ECONNREFUSED')
  })
  await set({ device: 's1', name: 'off', on: false })
  await vi.waitFor(() => listener(page.scanners.get('s1')?.port ?? 0))
  expect((await set({ device: 's1', name: 'nothing', on: true })).status).toBe(404)
  expect((await set({ device: 's9', name: 'off', on: true })).status).toBe(404)
  expect((await set({ device: 's1', name: 'off', on: 'yes' })).status).toBe(422)
})

function isObject<Value>(value: Value): value is Value & object {
  return typeof value === 'object'
}

test('the page carries the token, its policy, and nothing from elsewhere', async () => {
  const page = await startPage()
  const response = await fetch(page.url)
  const html = await response.text()
  expect(html).toContain(`content="${TOKEN}"`)
  expect(html).not.toMatch(/https?:\/\//)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
  expect((await ask(page.url, '/page.js')).status).toBe(200)
  expect((await ask(page.url, '/page.css')).status).toBe(200)
  expect((await ask(page.url, '/../virtual-config.ts')).status).toBe(404)
})

test.each([
  ['no token', { authorization: '' }, 401, 'wrong-token'],
  ['another token', { authorization: `Bearer ${TOKEN}x` }, 401, 'wrong-token'],
  ['a foreign page', { origin: 'https://evil.example' }, 403, 'wrong-origin'],
  ['a rebound name', { host: 'evil.example' }, 421, 'wrong-host'],
  ['a form', { 'content-type': 'text/plain' }, 415, 'not-json'],
])('%s may not act', async (_name, headers, status, code) => {
  const page = await startPage()
  const answer = await post(page.url, '/v1/scale', { scale: 'w1', grams: 1, stable: true }, headers)
  expect(answer.status).toBe(status)
  expect(JSON.parse(answer.body)).toMatchObject({ code })
  expect(page.scales.get('w1')?.load().grams).toBe(0)
})

test('a rebound name may not read either', async () => {
  const page = await startPage()
  expect(await ask(page.url, '/', { headers: { host: 'evil.example' } })).toMatchObject({
    status: 421,
  })
})

test.each([
  ['/v1/scan', '{', 400],
  ['/v1/scan', '{"scanner":"s1"}', 422],
  ['/v1/scan', { scanner: 's9', text: 'A' }, 404],
  ['/v1/scale', { scale: 'w1', grams: 1e12, stable: true }, 422],
  ['/v1/scale', 'x'.repeat(20_000), 413],
  ['/v1/nothing', {}, 404],
])('%s with %j is refused', async (path, body, status) => {
  const page = await startPage()
  expect((await post(page.url, path, body)).status).toBe(status)
})

test('codes come from the file, looked at anew each time, with the commands beside them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-codes-'))
  cleanUp.push(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'codes.json')
  const page = await startPage({ codes: file })
  const groups = async (): Promise<string[]> => {
    const { items } = JSON.parse((await ask(page.url, '/v1/codes')).body) as {
      items: { group: string }[]
    }
    return [...new Set(items.map((item) => item.group))]
  }
  expect(await groups()).toEqual(['Commands', 'Quantities', 'Reasons'])
  writeFileSync(file, JSON.stringify([{ group: 'Products', name: 'Oak', code: '4006381333931' }]))
  expect(await groups()).toEqual(['Products', 'Commands', 'Quantities', 'Reasons'])
})

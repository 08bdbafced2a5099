import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchElectron, type ElectronWindow } from '../support/electron-window.ts'

/** The built shell with a small host and page of this test's own beside it, laid out as in `out/`. */
const folder = mkdtempSync(join(tmpdir(), 'loadline-broker-'))
const shell = join(folder, 'shell/app.cjs')
const opened: ElectronWindow[] = []

const STUB_HOST = `
let count = 0
process.parentPort.on('message', (event) => {
  if (event.data.type !== 'station-port') return
  const [port] = event.ports
  port.on('message', ({ data }) => {
    if (data === 'die') process.exit(7)
    count += 1
    port.postMessage({ heard: data, count, pid: process.pid, args: process.argv.slice(2),
      hasToken: (process.env.LOADLINE_STATION_TOKEN ?? '').length >= 32 })
  })
  port.start()
})
`

const STUB_PAGE = `
const ports = []
const waiting = []
window.addEventListener('message', (event) => {
  if (event.source !== window || event.data !== 'station-port') return
  ports.push(event.ports[0])
  for (const run of waiting.splice(0)) run()
})
window.portCount = (count) => ports.length >= count
  ? Promise.resolve()
  : new Promise((resolve) => waiting.push(resolve)).then(() => window.portCount(count))
window.ask = (text) => new Promise((resolve) => {
  const port = ports.at(-1)
  port.onmessage = (event) => resolve(event.data)
  port.postMessage(text)
})
window.tell = (text) => ports.at(-1).postMessage(text)
`

beforeAll(() => {
  const built = join(dirname(dirname(import.meta.dirname)), 'out/shell')
  if (!existsSync(join(built, 'app.cjs'))) throw new Error('build the shell first: npm run build')
  cpSync(built, join(folder, 'shell'), { recursive: true })
  for (const name of ['host', 'renderer']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }')
  writeFileSync(join(folder, 'host/start.js'), STUB_HOST)
  writeFileSync(join(folder, 'renderer/page.js'), STUB_PAGE)
  writeFileSync(
    join(folder, 'renderer/index.html'),
    `<!doctype html><title>bench</title>
<style nonce="LOADLINE_CSP_NONCE">p { color: rgb(1, 2, 3) }</style><style>p { color: red }</style>
<script>window.inlineRan = true</script><script src="./page.js"></script><p>bench</p>`,
  )
})

afterEach(async () => {
  for (const window of opened.splice(0)) await window.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function open(flags: string[] = [], environment: Record<string, string> = {}) {
  const window = await launchElectron({ shell, flags, environment })
  opened.push(window)
  await window.page.waitForLoadState()
  return window
}

async function openWithPort(flags: string[] = []) {
  const window = await open(flags)
  await window.page.evaluate('window.loadline.requestPort(); window.portCount(1)')
  return window
}

test('a page and the station host talk over a port that the shell only handed out', async () => {
  const { page, application } = await openWithPort(['--server', 'http://127.0.0.1:1', '--port=0'])
  expect(await page.evaluate('window.loadline.transport')).toEqual({ kind: 'port' })
  const answer = await page.evaluate('window.ask("hello")')
  expect(answer).toMatchObject({ heard: 'hello', count: 1, hasToken: true })
  expect(answer).toHaveProperty('args', [
    '--data',
    expect.stringContaining('station'),
    '--server',
    'http://127.0.0.1:1',
    '--port',
    '0',
  ])
  expect(answer).not.toHaveProperty('pid', application.process().pid)
})

test('a host that falls over is started again and the page gets a new port unasked', async () => {
  const { page } = await openWithPort()
  const before = await page.evaluate<{ pid: number }>('window.ask("one")')
  await page.evaluate('window.tell("die")')
  await page.evaluate('window.portCount(2)')
  const after = await page.evaluate<{ pid: number; count: number }>('window.ask("two")')
  expect(after.count).toBe(1)
  expect(after.pid).not.toBe(before.pid)
})

test('a page that is loaded again asks again and gets its port', async () => {
  const { page } = await openWithPort()
  await page.evaluate('window.ask("one")')
  await page.reload()
  await page.evaluate('window.loadline.requestPort(); window.portCount(1)')
  expect(await page.evaluate('window.ask("two")')).toMatchObject({ heard: 'two', count: 2 })
})

test('a page has no Node, no inline script and no style without its nonce', async () => {
  const { page } = await open()
  expect(
    await page.evaluate('[typeof require, typeof process, typeof module, window.inlineRan]'),
  ).toEqual(['undefined', 'undefined', 'undefined', undefined])
  expect(await page.evaluate('getComputedStyle(document.querySelector("p")).color')).toBe(
    'rgb(1, 2, 3)',
  )
  expect(page.url()).toBe('loadline://app/index.html')
})

test('a page goes nowhere: no navigation, no window, no network, no permission', async () => {
  const { page, application } = await open()
  await page.evaluate('location.href = "http://127.0.0.1:9/"; null')
  expect(await page.evaluate('window.open("http://127.0.0.1:9/") === null')).toBe(true)
  expect(
    await page.evaluate('fetch("http://127.0.0.1:9/").then(() => "reached", () => "refused")'),
  ).toBe('refused')
  expect(await page.evaluate('Notification.requestPermission()')).toBe('denied')
  expect(
    await page.evaluate('fetch("loadline://app/..%2fshell/app.cjs").then((r) => r.status)'),
  ).toBe(404)
  expect(page.url()).toBe('loadline://app/index.html')
  expect(application.windows()).toHaveLength(1)
})

test('an attached window gets the address and the token of the host that already runs', async () => {
  const url = 'ws://127.0.0.1:4410/rpc'
  const { page } = await open(['--attach', url], { LOADLINE_STATION_TOKEN: 'given-by-env' })
  expect(await page.evaluate('window.loadline.transport')).toEqual({
    kind: 'socket',
    url,
    token: 'given-by-env',
  })
})

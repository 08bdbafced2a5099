import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { launchElectron } from '../support/electron-window.ts'
import { eventually } from '../support/processes.ts'

const built = join(dirname(dirname(import.meta.dirname)), 'out/shell')

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

/** A host that asks for serial drivers, tells them something, and starts others when they end. */
const STUB_HOST = `
const { appendFileSync } = require('node:fs')
const note = (word) => appendFileSync(NOTES, JSON.stringify({ pid: process.pid, ...word }) + '\\n')
let count = 0
const start = () => {
  count += 1
  process.parentPort.postMessage({ type: 'start-drivers', id: 'd' + count, family: 'serial' })
}
process.parentPort.on('message', ({ data, ports }) => {
  if (data.type === 'drivers-ended') {
    note(data)
    start()
  }
  if (data.type !== 'driver-port') return
  const [port] = ports
  port.on('message', (event) => note({ heard: event.data }))
  port.start()
  port.postMessage(new Uint8Array([1, 2, 250]))
})
process.parentPort.postMessage({ type: 'start-drivers', id: 'x', family: '../start' })
start()
`

const STUB_DRIVERS = `
process.parentPort.on('message', ({ ports: [port] }) => {
  port.on('message', ({ data }) => port.postMessage({ bytes: [...data], driverPid: process.pid }))
  port.start()
})
`

type Note = {
  pid: number
  heard?: { bytes: number[]; driverPid: number }
  type?: string
  id?: string
}

test('[FAULT-20] under Electron the shell starts drivers beside the host, which talk to it alone, and others when they are killed', async () => {
  if (!existsSync(join(built, 'app.cjs'))) throw new Error('build the shell first: npm run build')
  const folder = mkdtempSync(join(tmpdir(), 'loadline-drivers-'))
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }))
  const notes = join(folder, 'notes')
  cpSync(built, join(folder, 'shell'), { recursive: true })
  for (const name of ['host', 'renderer']) mkdirSync(join(folder, name))
  writeFileSync(notes, '')
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }')
  writeFileSync(join(folder, 'host/start.js'), STUB_HOST.replace('NOTES', JSON.stringify(notes)))
  writeFileSync(join(folder, 'host/serial-host.js'), STUB_DRIVERS)
  writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html><title>bench</title>')
  const window = await launchElectron({ shell: join(folder, 'shell/app.cjs') })
  cleanUp.push(() => window.close())
  const read = (): Note[] =>
    readFileSync(notes, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Note)
  const heard = () => read().flatMap(({ heard: word }) => word ?? [])

  await eventually(() => Promise.resolve(heard().length === 1), { what: 'drivers answer' })
  const [first] = heard()
  expect(first?.bytes).toEqual([1, 2, 250])
  expect([read()[0]?.pid, window.application.process().pid]).not.toContain(first?.driverPid)

  process.kill(first?.driverPid ?? 0, 'SIGKILL')
  await eventually(() => Promise.resolve(heard().length === 2), { what: 'new drivers answer' })
  expect(heard()[1]?.driverPid).not.toBe(first?.driverPid)
  const told = read().filter(({ type }) => type === 'drivers-ended')
  expect(told.map(({ id }) => id)).toEqual(['d1'])
  // The host lived on through it.
  expect(new Set(read().map(({ pid }) => pid)).size).toBe(1)
})

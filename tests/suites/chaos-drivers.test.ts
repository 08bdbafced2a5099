import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../main/clock.ts'
import { DeviceConfig } from '../../main/devices/device-config.ts'
import { startDevices } from '../../main/devices/devices.ts'
import { startVirtualPrinter } from '../../main/devices/virtual/virtual-printer.ts'
import { startVirtualScale } from '../../main/devices/virtual/virtual-scale.ts'
import { startVirtualScanner } from '../../main/devices/virtual/virtual-scanner.ts'
import {
  scratchFolder,
  startBenchProcess,
  startOfficeProcess,
  type ProcessBench,
} from '../support/bench-floor.ts'
import { driverPids } from '../support/driver-processes.ts'
import { knows } from '../support/line-by-scans.ts'
import { eventually } from '../support/processes.ts'
import { cableDrawer } from '../support/pty-devices.ts'
import { furnishShop, listsOf, OAK, postOrder, stationCode } from '../support/small-shop.ts'

const HAS_SOCAT = spawnSync('socat', ['-V']).status === 0

/** SYN BEL CR is a Honeywell scanner's good sound. */
const GOOD_SOUND = Buffer.from([0x16, 0x07, 0x0d])

const PICKS = 30
const SCANS_MAX = 60
/** Scans after which the drivers are killed, with the scan still on its way. */
const KILLS_AT = new Set([3, 11, 20])

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

async function virtualDevices() {
  const scanner = await startVirtualScanner({ port: 0 })
  const scale = await startVirtualScale({ port: 0, clock: systemClock, maxGrams: 100_000 })
  const printer = await startVirtualPrinter({ port: 0 })
  const drawer = cableDrawer()
  cleanUp.push(scanner.close, scale.close, printer.close, () => drawer.close())
  const cables = {
    scanner: drawer.cable('scanner', scanner.port),
    scale: drawer.cable('scale', scale.port),
    printer: drawer.cable('printer', printer.port),
  }
  return { scanner, scale, printer, cables }
}

test.runIf(HAS_SOCAT)(
  '[FAULT-20] serial drivers killed during scans and a weighing: every scan that sounded good is there, one label comes out',
  { timeout: 180_000 },
  async () => {
    const virtual = await virtualDevices()
    const { cables } = virtual
    await cables.scanner.plug()
    await cables.scale.plug()
    const { bench, badges, listCode } = await benchWith({
      scanners: [
        { id: 's1', link: `serial://${cables.scanner.path}?baudRate=9600`, profile: 'honeywell' },
      ],
      scales: [
        { id: 'w1', protocol: 'mt-sics', link: `serial://${cables.scale.path}?baudRate=9600` },
      ],
      printers: [
        {
          id: 'p1',
          language: 'zpl',
          link: `tcp://127.0.0.1:${virtual.printer.port}`,
          widthMm: 102,
          heightMm: 152,
        },
      ],
    })
    const kill = (): void => {
      const pid = driverPids(bench.process.pid).get('serial')
      if (pid !== undefined) process.kill(pid, 'SIGKILL')
    }
    await bench.until('devices are ready', ({ devices }) =>
      devices.every(({ state }) => state === 'ready'),
    )
    await bench.until('people are known here', ({ server }) => server.online)
    await bench.scan(badges['sanne'] ?? '')
    await bench.until('the list is known here', ({ workflow }) => knows(workflow, listCode))
    await bench.scan(listCode)
    const sounds = (): number =>
      virtual.scanner.heard().filter((bytes) => Buffer.from(bytes).includes(GOOD_SOUND)).length

    const soundsBefore = sounds()
    let sent = 0
    let picked = 0
    while (picked < PICKS && sent < SCANS_MAX) {
      await bench.until('the scanner is back', ({ devices }) =>
        devices.some(({ id, state }) => id === 's1' && state === 'ready'),
      )
      if (!virtual.scanner.scan(OAK.ean)) continue
      sent += 1
      if (KILLS_AT.has(sent)) kill()
      picked = await pickedSoon(bench, picked)
    }
    // Only what sounded is asked for: a scan that died on its way made no sound, and was made again.
    expect(sounds() - soundsBefore).toBeLessThanOrEqual(picked)
    expect(sounds() - soundsBefore).toBeGreaterThan(PICKS - 2 * KILLS_AT.size)
    expect(picked).toBe(PICKS)
    expect(sent).toBeLessThanOrEqual(PICKS + KILLS_AT.size)

    await bench.until('all is picked', ({ workflow }) => workflow.kind === 'packing')
    virtual.scale.put({ grams: PICKS * OAK.grams, stable: true })
    kill()
    await bench.until('the scale is back', ({ devices }) =>
      devices.some(({ id, state }) => id === 'w1' && state === 'ready'),
    )
    await bench.until('the unit waits for its label', ({ workflow }) => workflow.toVerify !== null)
    await eventually(() => Promise.resolve(virtual.printer.labels().length > 0), {
      what: 'the label comes out',
    })
    expect(virtual.printer.labels()).toHaveLength(1)
    await bench.process.stop()
  },
)

test.runIf(HAS_SOCAT)(
  '[FAULT-20] serial drivers killed during a print: unknown, nothing sent again, the next label whole',
  { timeout: 60_000 },
  async () => {
    const sink = await stallingSink()
    const drawer = cableDrawer()
    cleanUp.push(
      () => sink.close(),
      () => drawer.close(),
    )
    const cable = drawer.cable('printer', sink.port)
    await cable.plug()
    const devices = startDevices({
      config: DeviceConfig.parse({
        printers: [
          {
            id: 'p1',
            language: 'zpl',
            link: `serial://${cable.path}?baudRate=115200`,
            widthMm: 102,
            heightMm: 152,
          },
        ],
      }),
      clock: systemClock,
      newId: () => crypto.randomUUID(),
      random: () => 0.5,
      onScan: () => undefined,
      onReading: () => undefined,
      onState: () => undefined,
      onFault: () => undefined,
    })
    cleanUp.push(devices.close)
    const isReady = () => Promise.resolve(devices.list()[0]?.state === 'ready')
    await eventually(isReady, { what: 'the printer is ready' })

    const cut = Buffer.from(`^XA^FDCUT^FS${'^FO1,1^GB9,9,9^FS'.repeat(60_000)}^XZ`)
    const printing = devices.print('p1', { jobId: 'cut', bytes: cut })
    await eventually(() => Promise.resolve(sink.text().includes('CUT')), { what: 'bytes flow' })
    process.kill(driverPids(process.pid).get('serial') ?? 0, 'SIGKILL')
    expect(await printing).toMatchObject({ outcome: 'unknown' })

    sink.go()
    const whole = Buffer.from('^XA^FDWHOLE^FS^XZ')
    const isTaken = async () => {
      const { outcome } = await devices.print('p1', { jobId: 'whole', bytes: whole })
      return outcome === 'held' ? null : outcome
    }
    const outcome = await eventually(isTaken, { what: 'the printer takes a label again' })
    expect(outcome).toBe('sent')
    const isOut = () => Promise.resolve(sink.text().includes('WHOLE^FS^XZ'))
    await eventually(isOut, { what: 'the next label comes out' })
    const text = sink.text()
    expect(text.split('WHOLE')).toHaveLength(2)
    // What the killed drivers had not sent is gone, and what was cut is ended before the next label.
    expect(text.split('CUT')).toHaveLength(2)
    expect(text.length).toBeLessThan(cut.length)
    expect(text).toContain('^XZ~JA^XA^FDWHOLE')
  },
)

/** An office with one order of thirty planks, and a bench with these devices. */
async function benchWith(devicesFile: object) {
  const folder = scratchFolder()
  cleanUp.push(() => folder.remove())
  const office = await startOfficeProcess({ dataFolder: `${folder.path}/office` })
  cleanUp.push(() => office.process.stop())
  const badges = await furnishShop(office)
  const order = await postOrder(office, [{ sku: OAK.sku, quantity: PICKS }])
  const lists = await listsOf(office, order.deliveryDate)
  const { code } = await stationCode(office)
  const bench = await startBenchProcess({
    dataFolder: `${folder.path}/bench`,
    serverUrl: office.url,
    code,
    devicesFile,
  })
  cleanUp.push(() => bench.process.kill())
  return { bench, badges, listCode: lists[order.orderNumber]?.code ?? '' }
}

/** A printer that reads the head of the first label and then no more, until it is told to go on. */
async function stallingSink() {
  const chunks: Buffer[] = []
  const sockets = new Set<Socket>()
  let isStalling = true
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      if (isStalling) socket.pause()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    text: () => Buffer.concat(chunks).toString('latin1'),
    go() {
      isStalling = false
      for (const socket of sockets) socket.resume()
    },
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** How much is picked, once it is more than before; or still as much, where the scan was lost. */
async function pickedSoon(bench: ProcessBench, before: number): Promise<number> {
  const look = async (): Promise<number> => {
    const { workflow } = await bench.state()
    return workflow.kind === 'picking' ? (workflow.next?.picked ?? PICKS) : PICKS
  }
  return eventually(async () => ((await look()) > before ? look() : null), {
    what: 'the scan counts',
    timeoutMs: 2_000,
  }).catch(look)
}

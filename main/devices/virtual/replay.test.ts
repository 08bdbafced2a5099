import { afterEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../clock.ts'
import { PrintQueue } from '../../labels/print-queue.ts'
import { renderLabel } from '../../labels/render-label.ts'
import { badge, list, operator } from '../../testing/floor.ts'
import { type Known, realBench } from '../../testing/real-bench.ts'
import { OAK, PRODUCTS } from '../../testing/shop.ts'
import { tempFolder } from '../../testing/temp-folder.ts'
import { parseDeviceConfig, type DeviceConfig } from '../device-config.ts'
import { startDevices } from '../devices.ts'
import { createFlightRecorder } from '../recorder/flight-recorder.ts'
import { readRecording } from '../recorder/read-recording.ts'
import { recordedDevices } from '../recorder/recorded-devices.ts'
import { startReplay } from './replay.ts'
import { startVirtualPrinter } from './virtual-printer.ts'
import { startVirtualScale } from './virtual-scale.ts'
import { startVirtualScanner } from './virtual-scanner.ts'

const LIST = list('l1', [{ sku: OAK.sku, requested: 2, eachWeightGrams: OAK.grams }])
const KNOWN: Known[] = [
  ...PRODUCTS.map((doc) => ({ kind: 'product' as const, id: doc.sku, doc })),
  { kind: 'operator', id: 'sanne', doc: operator('sanne', ['picker', 'loader']) },
  { kind: 'pick-list', id: LIST.id, doc: LIST },
]
const PACKED_GRAMS = 2 * OAK.grams

const cleanUp: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

/** A bench with its workflow, journal and print queue around real drivers, and what came out of it. */
function startBench(config: DeviceConfig, dataFolder = tempFolder()) {
  const recorder = createFlightRecorder({
    clock: systemClock,
    dataFolder,
    boot: 'boot-1',
    devices: recordedDevices(config),
    onTrouble: (text) => {
      throw new Error(text)
    },
  })
  let ids = 0
  const devices = startDevices({
    config,
    clock: systemClock,
    newId: () => `link-${(ids += 1)}`,
    random: () => 0.5,
    recorder,
    onScan: (scan) => void bench.bench.takeScan(scan),
    onReading: (reading) => bench.bench.takeReading(reading),
    onState: () => {},
    onFault: () => {},
  })
  const scale = {
    hasScale: true,
    divisionGrams: 5,
    get reading() {
      return devices.reading
    },
  }
  const bench = realBench(
    KNOWN,
    { clock: systemClock, onCommitted: () => queue.wake() },
    tempFolder(),
    scale,
  )
  const queue = new PrintQueue({
    jobs: bench.jobs,
    clock: systemClock,
    printers: config.printers,
    make: (printer, document) => renderLabel(document, printer),
    print: (printerId, job) => devices.print(printerId, job),
    unitOf: (unitId) => bench.view.get('unit', unitId),
    onOutcome: (job, end) => bench.bench.takePrintOutcome(job, end),
    onChange: () => {},
    onTrouble: (text) => {
      throw new Error(text)
    },
  })
  queue.start()
  cleanUp.push(async () => {
    await devices.close()
    await queue.close()
    await recorder.close()
    bench.close()
  })
  const actions = (): unknown[] =>
    bench.log.actionsFrom(1, 100).map(({ body }) => {
      const { type, payload, operatorId } = JSON.parse(body) as Record<string, unknown>
      return { type, payload, operatorId }
    })
  const types = () => actions().map((action) => (action as { type: string }).type)
  return { bench, devices, recorder, actions, types, dataFolder }
}

function configOf(json: object): DeviceConfig {
  const config = parseDeviceConfig(json)
  if (!config.ok) throw new Error(config.error.message)
  return config.value
}

/** Sign-in, two planks, the weight, the label and its scan, on virtual devices. */
async function recordSession() {
  const scanner = await startVirtualScanner({ port: 0 })
  const scale = await startVirtualScale({ port: 0, clock: systemClock })
  const printer = await startVirtualPrinter({ port: 0, answersStatus: true })
  cleanUp.push(scanner.close, scale.close, printer.close)
  const link = (port: number): string => `tcp://127.0.0.1:${port}`
  const size = { widthMm: 102, heightMm: 152 }
  const first = startBench(
    configOf({
      scanners: [{ id: 's1', link: link(scanner.port) }],
      scales: [{ id: 'w1', protocol: 'mt-sics', link: link(scale.port) }],
      printers: [{ id: 'p1', language: 'zpl', status: 'hs', link: link(printer.port), ...size }],
    }),
  )
  const until = (look: () => void) => vi.waitFor(look, { timeout: 10_000, interval: 20 })
  await until(() => expect(first.devices.list().every(({ state }) => state === 'ready')).toBe(true))
  await until(() => expect(first.devices.reading?.kind).toBe('stable'))
  for (const text of [badge('sanne'), LIST.code, OAK.ean, OAK.ean]) {
    const before = first.actions().length
    scanner.scan(`]C0${text}`)
    await until(() => expect(first.actions().length).toBeGreaterThan(before))
  }
  scale.put({ grams: PACKED_GRAMS, stable: true })
  await until(() => expect(first.types()).toContain('label.print'))
  // Whoever sticks the label on lifts the carton off the scale first, which takes its time.
  for (const grams of [PACKED_GRAMS + 200, PACKED_GRAMS + 100, 200, 100, 0]) {
    scale.put({ grams, stable: grams === 0 })
    await until(() => expect(first.devices.reading).toMatchObject({ grams }))
  }
  const unit = first.bench.jobs.newest(1)[0]?.unitId ?? ''
  scanner.scan(`]C100${unit}`)
  await until(() => expect(first.types()).toContain('label.verify'))
  await first.recorder.masked()
  return { ...first, label: Buffer.concat(printer.received()).toString('latin1') }
}

test('a recorded session, played to a second bench, makes the same actions and the same label', async () => {
  const first = await recordSession()
  const { events, unread } = await readRecording(first.dataFolder)
  expect(unread).toBe(0)
  expect(JSON.stringify(events)).not.toContain(badge('sanne'))

  const replay = await startReplay({ events, clock: systemClock, badge: badge('sanne') })
  cleanUp.push(replay.close)
  const second = startBench(configOf(replay.deviceConfig()))
  await replay.finished
  await vi.waitFor(() => expect(second.actions()).toEqual(first.actions()), {
    timeout: 10_000,
    interval: 20,
  })
  expect(second.types()).toEqual([
    'session.sign-in',
    'pick.claim',
    'pack.open',
    'pick.confirm',
    'pick.confirm',
    'pack.weigh',
    'pack.close',
    'label.print',
    'label.verify',
  ])
  const printed = Buffer.from(replay.devices.get('p1')?.taken() ?? []).toString('latin1')
  const formats = (text: string) => text.match(/\^XA.*?\^XZ/gs)
  expect(formats(printed)).toEqual(formats(first.label))
  expect(formats(printed)).toHaveLength(1)
}, 60_000)

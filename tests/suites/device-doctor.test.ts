import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DoctorView } from '#contract/rpc/doctor-view.ts'
import { readRecording } from '../../main/devices/recorder/read-recording.ts'
import { LOCAL_TOKEN } from '../support/bench-floor.ts'
import { packByScans } from '../support/line-by-scans.ts'
import { run, runToEnd, eventually } from '../support/processes.ts'
import { startProcessFloor, type ProcessFloor } from '../support/process-floor.ts'
import { AWKWARD_NAME, listsOf, OAK, postOrder } from '../support/small-shop.ts'
import { stationRpc } from '../support/station-rpc.ts'

let floor: ProcessFloor
let sscc: string

beforeAll(async () => {
  floor = await startProcessFloor()
  const { office, bench, devices, badges } = floor
  const lines = [{ sku: OAK.sku, quantity: 2 }]
  const order = await postOrder(office, lines, { name: AWKWARD_NAME })
  const list = (await listsOf(office, order.deliveryDate))[order.orderNumber]
  sscc = await packByScans(
    { bench, devices },
    {
      badge: badges['sanne'] ?? '',
      listCode: list?.code ?? '',
      scans: [OAK.ean, OAK.ean],
      weightGrams: 2 * OAK.grams,
    },
  )
})

afterAll(async () => {
  await floor.close()
  await floor.office.process.stop()
})

const dataFolder = () => join(floor.folder, 'bench')

test('the doctor says of every device how it is, and what it said last, raw and understood', async () => {
  const look = async () =>
    DoctorView.parse((await floor.bench.call('GET', '/v1/doctor')).body).devices
  // The carton has just been taken off; the scale says so within a moment.
  await eventually(async () => (await look())[1]?.lastMeaning?.text === 'stable 0 g', {
    what: 'the scale is empty',
  })
  const devices = await look()
  const [scanner, scale, printer] = devices
  expect(devices.map(({ advice }) => advice)).toEqual(['fine', 'fine', 'fine'])
  expect(scanner?.lastRaw?.text).toBe(`00${sscc}\\x0d\\x0a`)
  expect(scanner?.lastMeaning?.text).toBe(`00${sscc}`)
  expect(scale?.lastRaw?.text).toMatch(/^S S +0\.000 kg\\x0d\\x0a$/)
  expect(scale?.lastMeaning?.text).toBe('stable 0 g')
  expect(printer?.lastMeaning?.text).toMatch(/^sent: /)
})

test('its tests ring, print a ruler and connect again, and change nothing else', async () => {
  const { bench, devices } = floor
  const rpc = await stationRpc(bench)
  const before = (await bench.state()).log.lastSeq
  try {
    const { test: tryOut } = rpc.client.devices
    // This scanner has no profile: nothing makes it sound.
    expect(await tryOut({ deviceId: 's1', test: 'sound-good' })).toMatchObject({
      outcome: 'cannot',
    })
    const printed = devices.printer.jobs.length
    expect(await tryOut({ deviceId: 'p1', test: 'label' })).toMatchObject({ outcome: 'done' })
    await eventually(() => Promise.resolve(devices.printer.jobs.length > printed), {
      what: 'a ruler',
    })
    expect(devices.printer.jobs.at(-1)?.toString()).toContain('zpl 203 dpi')
    expect(await tryOut({ deviceId: 'w1', test: 'reconnect' })).toMatchObject({ outcome: 'done' })
    await eventually(
      async () => (await rpc.client.devices.doctor()).devices[1]?.connections === 2,
      { what: 'a second connection' },
    )
    expect(await tryOut({ deviceId: 'w9', test: 'reconnect' })).toMatchObject({ outcome: 'failed' })
  } finally {
    rpc.close()
  }
  expect((await bench.state()).log.lastSeq).toBe(before)
})

test('the support file and the recording hold codes and units, no badge, name or address', async () => {
  const { bench, badges } = floor
  await floor.devices.scanner.scan(badges['daan'] ?? badges['sanne'] ?? '')
  const support = JSON.stringify((await bench.call('GET', '/v1/support-file')).body)
  const headers = { authorization: `Bearer ${LOCAL_TOKEN}` }
  const recording = await (await fetch(`${bench.url}/v1/flight-recording`, { headers })).text()
  const rpc = await stationRpc(bench)
  const saved = await rpc.client.devices.recording()
  rpc.close()
  expect(saved.name).toMatch(/^loadline-.*-flight-.*\.jsonl$/)
  const bytesOf = (text: string): string =>
    [...text.matchAll(/"bytes":"([^"]*)"/g)]
      .map(([, base64 = '']) => Buffer.from(base64, 'base64').toString('utf8'))
      .join('\n')
  for (const text of [support, recording, Buffer.from(saved.base64, 'base64').toString('utf8')]) {
    const all = `${text}\n${bytesOf(text.replaceAll('\\"', '"'))}`
    expect(all).toContain(OAK.ean)
    expect(all).toContain(sscc)
    expect(all).not.toContain(AWKWARD_NAME.slice(0, 9))
    for (const badge of Object.values(badges)) expect(all).not.toContain(badge)
  }
})

test('a bench that runs is asked by the doctor at the terminal', async () => {
  const port = new URL(floor.bench.url).port
  const visit = await runToEnd(
    'main/start.ts',
    ['--doctor', '--data', dataFolder(), '--port', port],
    {
      LOADLINE_STATION_TOKEN: LOCAL_TOKEN,
    },
  )
  expect(visit.stderr).toBe('')
  expect(visit.stdout).toContain('scanner s1 at tcp://')
  expect(visit.stdout).toContain('All is well.')
  expect(visit.code).toBe(0)
})

test('kill -9 leaves the recording, and it plays: scans come out of a virtual scanner', async () => {
  await floor.bench.process.kill()
  const { events } = await readRecording(dataFolder())
  const scans = events.flatMap((event) => (event.kind === 'scan' ? [event.text] : []))
  expect(scans.filter((text) => text === OAK.ean)).toHaveLength(2)
  expect(scans).toContain(`00${sscc}`)
  for (const badge of Object.values(floor.badges)) {
    for (const name of readdirSync(join(dataFolder(), 'flight'))) {
      expect(readFileSync(join(dataFolder(), 'flight', name), 'utf8')).not.toContain(badge)
    }
  }

  const out = join(floor.folder, 'replay-devices.json')
  const played = ['--replay', dataFolder(), '--speed', '50']
  const replay = await run('main/devices/virtual/start.ts', [...played, '--devices-out', out])
  expect(existsSync(out)).toBe(true)
  const config = JSON.parse(readFileSync(out, 'utf8')) as { scanners: object[] }
  // A visit of the doctor attaches itself, and hears the first scan of the tape.
  writeFileSync(out, JSON.stringify({ ...config, printers: [] }))
  const visit = await runToEnd('main/start.ts', ['--doctor', '--devices', out])
  expect(visit.stdout).toMatch(/s1: no AIM id LLB\*+/)
  expect(visit.stdout).toMatch(/w1: (stable|motion) /)
  expect(visit.code).toBe(0)
  expect(await replay.stop()).toBe(0)
})

test('a device that is not there is something to do, and the doctor ends with 1', async () => {
  const file = join(floor.folder, 'away.json')
  const away = { id: 's1', link: 'serial:///dev/ttyACM77?baudRate=9600' }
  writeFileSync(file, JSON.stringify({ scanners: [away] }))
  const visit = await runToEnd('main/start.ts', ['--doctor', '--devices', file])
  expect(visit.stdout).toContain('it is not there: check its cable')
  expect(visit.stdout).toContain('There is something to do: s1')
  expect(visit.code).toBe(1)
})

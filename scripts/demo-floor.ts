import { join } from 'node:path'
import { z } from 'zod'
import { pinnedNode, root, toolEnvironment } from './bootstrap.mjs'
import { buildScreens } from './demo/build-screens.ts'
import { startChild, type Child } from './demo/child.ts'
import { demoCodes } from './demo/demo-codes.ts'
import { demoFiles } from './demo/demo-files.ts'
import { officeCalls } from './demo/office-calls.ts'
import { benchAddress, openBench } from './demo/open-window.ts'
import { readHouse } from './demo/demo-house.ts'
import { findPort, requirePort } from './demo/ports.ts'
import { postDemo } from './demo/post-demo.ts'
import { writeSheets } from './sheets/write-sheets.ts'

const OFFICE_PORT = 4400
const STATION_PORT = 4410
const DEVICES_PORT = 4420
const SCANNER_PORT = 9001
const SCALE_PORT = 9002
const PRINTER_PORT = 9100

const FIRST_STATION = { warehouse: 'MAIN', name: 'Pack 1', mode: 'pick-and-pack' } as const
const StationCode = z.object({ code: z.string() })

/** The first start creates a database, on a slow laptop too. */
const READY_TIMEOUT_MS = 120_000

const files = demoFiles(process.env['LOADLINE_DATA'] ?? join(root, '.data'))
const children: Child[] = []
let isEnding = false
let closeWindow = () => {}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) {
  process.on(signal, () => void endAll(0))
}

try {
  await startFloor()
  await Promise.race(children.map((child) => child.crashed))
} catch (error) {
  if (!isEnding) console.error(error instanceof Error ? error.message : error)
  await endAll(1)
}

async function startFloor(): Promise<void> {
  const ports = {
    page: await requirePort(DEVICES_PORT, 'virtual devices'),
    scanner: await findPort(SCANNER_PORT, []),
    scale: await findPort(SCALE_PORT, [SCANNER_PORT]),
    printer: await findPort(PRINTER_PORT, []),
  }
  await requirePort(OFFICE_PORT, 'the office')
  await requirePort(STATION_PORT, 'the bench')
  buildScreens()

  const adminToken = files.adminToken()
  console.log('starting the office')
  const officeUrl = await startOffice(adminToken)
  const office = officeCalls(officeUrl, adminToken)
  const enrolment = files.isEnrolled()
    ? []
    : ['--code', (await office.post('/v1/station-codes', FIRST_STATION, StationCode)).code]

  // What is there already stays as it is; a new day gets its orders.
  const { badges } = await postDemo(office, (line) => console.log(`  ${line}`))
  const codes = await demoCodes(office, badges)
  files.writeCodes(codes)
  const sheets = { folder: files.sheets, house: readHouse().warehouse.name, isPdf: false }
  writeSheets(codes, sheets)
  files.writeDevices(ports)
  const devices = start('virtual-devices', 'main/devices/virtual/start.ts', [
    '--config',
    files.virtualDevices,
  ])
  const devicesUrl = address(await devices.ready)

  const token = files.newToken()
  const station = start(
    'station',
    'main/start.ts',
    // prettier-ignore
    [
      '--data', files.station, '--server', officeUrl, ...enrolment,
      '--devices', files.devices, '--port', String(STATION_PORT), '--demo',
    ],
    { LOADLINE_STATION_TOKEN: token },
  )
  const stationUrl = address(await station.ready)
  console.log(`ready office=${officeUrl} station=${stationUrl}`)

  const bench = { url: stationUrl, token, dataFolder: files.station }
  console.log(`\n  bench            ${benchAddress(bench)}`)
  console.log(`  virtual devices  ${devicesUrl}  (click to scan, drag the weight, see the labels)`)
  console.log(`  office           ${officeUrl}  (token in ${files.adminTokenFile})`)
  const welcome = children[0]?.said('First visit:')?.match(/http\S+/)?.[0]
  if (welcome !== undefined)
    console.log(`  first visit      ${welcome}  (makes the first administrator)`)
  console.log(`  sheets           ${files.sheets}  (badges, commands, pick lists, loads to print)`)
  console.log(`  logs             ${files.logs}`)
  console.log('  Ctrl-C ends everything; what was done is kept for the next start.\n')
  const window = await openBench(bench)
  closeWindow = () => window.close()
  console.log(`  the bench: ${window.message}`)
}

async function startOffice(adminToken: string): Promise<string> {
  const office = start(
    'office',
    'sync-server/start.ts',
    ['--port', String(OFFICE_PORT), '--data', files.office],
    { LOADLINE_ADMIN_TOKEN: adminToken },
  )
  return address(await office.ready)
}

function start(
  name: string,
  script: string,
  args: string[],
  environment: Record<string, string> = {},
): Child {
  const child = startChild({
    name,
    command: [pinnedNode, join(root, script), ...args],
    environment: { ...toolEnvironment(), ...environment },
    folder: root,
    logFolder: files.logs,
    readyTimeoutMs: READY_TIMEOUT_MS,
  })
  children.push(child)
  return child
}

function address(ready: Record<string, unknown>): string {
  return new URL(String(ready['url'])).origin
}

/** The last one started is the first one ended, so that nobody misses what it depends on. */
async function endAll(code: number): Promise<void> {
  if (isEnding) return
  isEnding = true
  closeWindow()
  for (const child of children.toReversed()) await child.end()
  process.exit(code)
}

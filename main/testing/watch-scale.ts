import { systemClock } from '../clock.ts'
import { parseDeviceConfig } from '../devices/device-config.ts'
import { startDevices } from '../devices/devices.ts'

/**
 * `node watch-scale.ts '{"protocol":…,"link":…}'`: the devices of a bench with this one scale, whose readings
 * and faults go to stdout as lines of JSON. For tests that run it beside a device that only it may see.
 */
const config = parseDeviceConfig({
  scales: [{ id: 'w1', ...(JSON.parse(process.argv[2] ?? '{}') as object) }],
})
if (!config.ok) throw new Error(config.error.message)

const say = (what: object): void => console.log(JSON.stringify(what))
let ids = 0
const devices = startDevices({
  config: config.value,
  clock: systemClock,
  newId: () => `id-${(ids += 1)}`,
  random: () => 0.5,
  onScan: () => {},
  onReading: say,
  onState: ({ state, detail }) => say({ state, detail }),
  onFault: say,
})
process.once('SIGTERM', () => void devices.close().then(() => process.exit(0)))

import { systemClock } from '../../main/clock.ts'
import { DeviceConfig } from '../../main/devices/device-config.ts'
import { startDevices } from '../../main/devices/devices.ts'
import { eventually } from './processes.ts'

// A bench with a HID scanner and a HID scale, for a /dev and a /sys that a test has made. Whenever the
// scanner is told that a code was good, it reads the next one. What came is printed at the end.
const scans: { text: string; aim: string | null }[] = []
const readings: { kind: string; grams: number | null }[] = []
const faults: string[] = []
const [wantedScans = 0] = process.argv.slice(2).map(Number)

const devices = startDevices({
  config: DeviceConfig.parse({
    scanners: [{ id: 's1', link: 'hid://0c2e:0b61', profile: 'honeywell', parkMoreThan: 0 }],
    scales: [{ id: 'w1', protocol: 'hid-pos', link: 'hid://0922:8003' }],
  }),
  clock: systemClock,
  newId: () => crypto.randomUUID(),
  random: () => 0.5,
  onScan: ({ text, aim }) => void scans.push({ text, aim }),
  onReading: (reading) =>
    void readings.push({ kind: reading.kind, grams: 'grams' in reading ? reading.grams : null }),
  onState: () => {},
  onFault: ({ code, detail }) => void faults.push(`${code} ${detail}`),
})

const look = () => JSON.stringify({ scans, readings, faults, devices: devices.list() })
try {
  await eventually(() => Promise.resolve(devices.list().every(({ state }) => state === 'ready')), {
    what: 'both are ready',
    timeoutMs: 15_000,
  })
  for (let told = 0; scans.length < wantedScans; told += 1) {
    const before = scans.length
    if (!(await devices.feedback('s1', 'good'))) faults.push('no feedback')
    // The last code is long and comes in two reports, the second soon after another word of ours.
    const isLong = before + 1 === wantedScans
    await eventually(() => Promise.resolve(scans.length > before), {
      what: 'the next code is read',
      timeoutMs: isLong ? 40 : 300,
    }).catch(() => undefined)
    if (told > 2 * wantedScans) break
  }
  await eventually(() => Promise.resolve(readings.some(({ kind }) => kind === 'over')), {
    what: 'the scale has said all it says',
    timeoutMs: 15_000,
  })
} catch (error) {
  faults.push(String(error))
}
console.log(look())
await devices.close()
process.exit(0)

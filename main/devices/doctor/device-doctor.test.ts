import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../clock.ts'
import { parseDeviceConfig } from '../device-config.ts'
import { startDevices } from '../devices.ts'
import { createFlightRecorder } from '../recorder/flight-recorder.ts'
import { startVirtualScale } from '../virtual/virtual-scale.ts'
import { deviceDoctor } from './device-doctor.ts'

test('a scale is tried by a weight that comes to rest on it, and says what is wrong when none does', async () => {
  const clock = {
    ...systemClock,
    after: (ms: number, run: () => void) => systemClock.after(ms / 5, run),
  }
  const scale = await startVirtualScale({ port: 0, clock })
  onTestFinished(scale.close)
  const config = parseDeviceConfig({
    scales: [{ id: 'w1', protocol: 'mt-sics', link: `tcp://127.0.0.1:${scale.port}` }],
    printers: [{ id: 'p1', language: 'zpl', link: 'tcp://127.0.0.1:1', widthMm: 60, heightMm: 40 }],
  })
  if (!config.ok) throw new Error(config.error.message)
  let ids = 0
  const newId = () => `id-${(ids += 1)}`
  const silent = () => {}
  const devices = startDevices({
    config: config.value,
    clock,
    newId,
    random: () => 0.5,
    onScan: silent,
    onReading: silent,
    onState: silent,
    onFault: silent,
  })
  onTestFinished(devices.close)
  const recorder = createFlightRecorder({
    clock,
    dataFolder: null,
    boot: 'b1',
    devices: [],
    onTrouble: silent,
  })
  const rulerLabel = () => Promise.resolve(new Uint8Array())
  const doctor = deviceDoctor({ config: config.value, devices, recorder, clock, newId, rulerLabel })

  scale.put({ grams: 4_250, stable: true })
  const weigh = { deviceId: 'w1', test: 'weigh' } as const
  expect(await doctor.test(weigh)).toEqual({ outcome: 'done', detail: '4250 g' })
  expect(await doctor.test(weigh)).toMatchObject({
    outcome: 'failed',
    detail: expect.stringContaining('take it off'),
  })
  scale.put({ grams: 4_250, stable: false })
  expect(await doctor.test(weigh)).toMatchObject({
    outcome: 'failed',
    detail: expect.stringContaining('did not come to rest'),
  })
  expect(await doctor.test({ ...weigh, deviceId: 'p1' })).toMatchObject({ outcome: 'cannot' })
})

import { afterEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../clock.ts'
import { parseDeviceConfig } from '../device-config.ts'
import { startDevices } from '../devices.ts'
import { startVirtualScale } from '../virtual/virtual-scale.ts'

const cleanUp: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

test('a scale set up wrongly is found out without its driver, which then goes on as it was', async () => {
  const scale = await startVirtualScale({ port: 0, protocol: 'nci', clock: systemClock })
  cleanUp.push(scale.close)
  scale.put({ grams: 2_500, stable: true })
  const config = parseDeviceConfig({
    scales: [{ id: 'w1', protocol: 'mt-sics', link: `tcp://127.0.0.1:${scale.port}` }],
  })
  if (!config.ok) throw new Error(config.error.message)
  let ids = 0
  const devices = startDevices({
    config: config.value,
    clock: systemClock,
    newId: () => `id-${(ids += 1)}`,
    random: () => 0.5,
    onScan: () => {},
    onReading: () => {},
    onState: () => {},
    onFault: () => {},
  })
  cleanUp.push(devices.close)
  const { suggestions, trouble } = await devices.detectScale('w1')
  expect(trouble).toBeNull()
  expect(suggestions.map(({ settings }) => JSON.parse(settings))).toContainEqual({
    protocol: 'nci',
  })
  expect(suggestions[0]?.sample).toMatch(/^stable 2[45]\d\d(\.\d+)? g$/)
  // Nothing was set: the driver is back, and as wrong as it was.
  await vi.waitFor(() => expect(scale.isConnected()).toBe(true), 5_000)
  expect(devices.list()[0]?.state).not.toBe('stopped')
  expect(await devices.detectScale('w9')).toEqual({ suggestions: [], trouble: null })
}, 30_000)

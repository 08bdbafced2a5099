import { afterEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../clock.ts'
import { type DeviceConfig, parseDeviceConfig } from '../device-config.ts'
import { startVirtualPrinter } from '../virtual/virtual-printer.ts'
import { startVirtualScale } from '../virtual/virtual-scale.ts'
import { startVirtualScanner } from '../virtual/virtual-scanner.ts'
import { visitDevices } from './visit-devices.ts'

const cleanUp: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

async function virtualBench() {
  const scanner = await startVirtualScanner({ port: 0 })
  const scale = await startVirtualScale({ port: 0, clock: systemClock })
  const printer = await startVirtualPrinter({ port: 0 })
  cleanUp.push(scanner.close, scale.close, printer.close)
  const link = (port: number): string => `tcp://127.0.0.1:${port}`
  const config = configOf({
    scanners: [{ id: 's1', name: 'Left', link: link(scanner.port) }],
    scales: [{ id: 'w1', protocol: 'mt-sics', link: link(scale.port) }],
    printers: [
      { id: 'p1', language: 'zpl', link: link(printer.port), widthMm: 102, heightMm: 152 },
    ],
  })
  return { scanner, scale, printer, config }
}

function configOf(json: object): DeviceConfig {
  const config = parseDeviceConfig(json)
  if (!config.ok) throw new Error(config.error.message)
  return config.value
}

/** A visit whose lines are kept; `onLine` may act as the person at the bench. */
async function visit(
  config: DeviceConfig,
  onLine: (line: string) => void,
  answer: boolean,
): Promise<{ isWell: boolean; text: string }> {
  const lines: string[] = []
  let ids = 0
  const isWell = await visitDevices({
    config,
    clock: systemClock,
    newId: () => `id-${(ids += 1)}`,
    random: () => 0.5,
    say: (line) => {
      lines.push(line)
      onLine(line)
    },
    ask: () => Promise.resolve(answer),
  })
  return { isWell, text: lines.join('\n') }
}

test('a visit finds a good bench well: a scan, a weight, and a ruler with consent', async () => {
  const { scanner, scale, printer, config } = await virtualBench()
  scale.put({ grams: 2_340, stable: true })
  const onLine = (line: string): void => {
    if (line.includes('scan any code')) scanner.scan(']C14006381333931')
  }
  const { isWell, text } = await visit(config, onLine, true)
  expect(text).toContain('s1: ]C1 4006381333931')
  expect(text).toContain('w1: stable 2340 g')
  expect(text).toContain('p1: the ruler was sent')
  expect(text).toContain('All is well.')
  expect(isWell).toBe(true)
  expect(printer.labels()).toHaveLength(1)
  expect(printer.labels()[0]).toContain('zpl 203 dpi')
  await vi.waitFor(() => expect(scanner.isConnected()).toBe(false))
})

test('without a yes nothing is printed', async () => {
  const { scanner, printer, config } = await virtualBench()
  const onLine = (line: string): void => {
    if (line.includes('scan any code')) scanner.scan('A1')
  }
  const { isWell, text } = await visit(config, onLine, false)
  expect(isWell).toBe(true)
  expect(text).toContain('p1: nothing was printed')
  expect(printer.labels()).toEqual([])
})

test('a device that is away is named, with what to do, and the visit ends badly', async () => {
  const { scanner, scale, config } = await virtualBench()
  await scale.setOn(false)
  const onLine = (line: string): void => {
    if (line.includes('scan any code')) scanner.scan('A1')
  }
  const { isWell, text } = await visit(config, onLine, false)
  expect(isWell).toBe(false)
  expect(text).toMatch(/scale w1 .*\n {4}lost: .*\n {4}→ nothing answers at its address/)
  expect(text).toContain('There is something to do: w1')
})

test('a scale that speaks otherwise is found out when a person wants it', async () => {
  const scale = await startVirtualScale({ port: 0, protocol: 'nci', clock: systemClock })
  cleanUp.push(scale.close)
  const config = configOf({
    scales: [{ id: 'w1', protocol: 'mt-sics', link: `tcp://127.0.0.1:${scale.port}` }],
  })
  const { isWell, text } = await visit(config, () => {}, true)
  expect(text).toContain('w1: no reading came')
  expect(text).toContain('w1: {"protocol":"nci"} says stable 0 g')
  expect(isWell).toBe(false)
}, 40_000)

test('a badge that is scanned in a visit is not shown', async () => {
  const { scanner, config } = await virtualBench()
  const onLine = (line: string): void => {
    if (line.includes('scan any code')) scanner.scan('LLBSECRET99')
  }
  const { text } = await visit(config, onLine, false)
  expect(text).toContain('LLB********')
  expect(text).not.toContain('SECRET')
})

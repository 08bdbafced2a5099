import { expect, test } from 'vitest'
import { ok } from '#contract/result.ts'
import { fakeLink, settled } from '../../testing/fake-link.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import { ScannerConfig } from '../device-config.ts'
import type { Fault } from '../fault.ts'
import { startLineScanner } from './start-line-scanner.ts'
import type { Scan } from './start-line-scanner.ts'

async function connectedScanner(config: Partial<ScannerConfig> = {}) {
  const clock = manualClock(5_000)
  const links = [fakeLink(), fakeLink()] as const
  const opening = [...links]
  const scans: Scan[] = []
  const faults: Fault[] = []
  const scanner = startLineScanner({
    config: ScannerConfig.parse({ id: 's1', link: 'tcp://127.0.0.1:1', ...config }),
    clock,
    random: () => 0.5,
    open: () => Promise.resolve(ok(opening.shift() ?? fakeLink())),
    onScan: (scan) => scans.push(scan),
    onFault: (fault) => faults.push(fault),
    onState: () => {},
  })
  await settled()
  return { clock, scanner, scans, faults, links, texts: () => scans.map((scan) => scan.text) }
}

test('[PROMISE-1] every code of a fast burst is handed on, in order, with its scanner', async () => {
  const bench = await connectedScanner()
  const codes = Array.from({ length: 50 }, (_, index) => `CODE${index}`)
  bench.links[0].receive(codes.map((code) => `${code}\r\n`).join(''))
  expect(bench.texts()).toEqual(codes)
  expect(bench.scans[0]).toEqual({ scannerId: 's1', text: 'CODE0', aim: null, at: 5_000 })
})

test('the AIM identifier is taken off the text', async () => {
  const bench = await connectedScanner()
  bench.links[0].receive(']C100387123450000000017\r\n')
  expect(bench.scans).toMatchObject([{ aim: ']C1', text: '00387123450000000017' }])
})

test('the same code twice is two items, unless the scanner has a bounce time', async () => {
  const plain = await connectedScanner()
  plain.links[0].receive('A\r\nA\r\n')
  expect(plain.texts()).toEqual(['A', 'A'])

  const bouncing = await connectedScanner({ bounceMs: 300 })
  bouncing.links[0].receive('A\r\nA\r\n')
  bouncing.clock.advance(300)
  bouncing.links[0].receive('A\r\nB\r\nA\r\n')
  expect(bouncing.texts()).toEqual(['A', 'A', 'B', 'A'])
  expect(bouncing.faults.map((fault) => fault.code)).toEqual(['scan-duplicate'])
})

test('[PROMISE-2] half a code left by a lost connection never joins the next one', async () => {
  const bench = await connectedScanner()
  bench.links[0].receive('87123')
  bench.links[0].drop()
  bench.clock.advance(250)
  await settled()
  bench.links[1].receive('4006381333931\r\n')
  expect(bench.texts()).toEqual(['4006381333931'])
})

test('half a code goes away by itself', async () => {
  const bench = await connectedScanner()
  bench.links[0].receive('87123')
  bench.clock.advance(500)
  expect(bench.faults.map((fault) => fault.code)).toEqual(['scan-unparsable'])
  expect(bench.clock.waiting()).toBe(0)
})

test('feedback goes out in the words of the maker, or says that it cannot', async () => {
  const plain = await connectedScanner()
  expect(await plain.scanner.feedback('good')).toBe(false)
  expect(plain.links[0].written).toEqual([])

  const honeywell = await connectedScanner({ profile: 'honeywell' })
  expect(await honeywell.scanner.feedback('good')).toBe(true)
  expect(honeywell.links[0].writtenText()).toBe('\u0016\u0007\r')
  expect(await honeywell.scanner.feedback('bad')).toBe(false)
})

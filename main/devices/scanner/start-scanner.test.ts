import { expect, test } from 'vitest'
import { ok } from '#contract/result.ts'
import { fakeLink, settled } from '../../testing/fake-link.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import { ScannerConfig } from '../device-config.ts'
import type { Fault } from '../fault.ts'
import { BURST_GAP_MS, PARKED_CODES_MAX } from './burst-guard.ts'
import type { ScanDump } from './burst-guard.ts'
import { COMMAND_ANSWER_MS, COMMAND_TRIES_MAX } from './command-sender.ts'
import { SCAN_SILENCE_MS } from './line-scanner.ts'
import { HOLD_CLOSE_MS, HOLD_REPEAT_MS, HOLD_TIMEOUT_MS } from './scan-hold.ts'
import type { Scan, ScannerDriver } from './scanner-driver.ts'
import { encodeSsi, SSI } from './ssi-packet.ts'
import { startScanner } from './start-scanner.ts'

type Connected = { config?: Partial<ScannerConfig>; answer?: 'good' | 'bad' }

/** A driver over links of ours; with `answer` the bench decides within the scan, as the real one does. */
async function connectedScanner({ config = {}, answer }: Connected = {}) {
  const clock = manualClock(5_000)
  const links = [fakeLink(), fakeLink()] as const
  const opening = [...links]
  const scans: Scan[] = []
  const dumps: ScanDump[] = []
  const faults: Fault[] = []
  const scanner: ScannerDriver = startScanner(
    ScannerConfig.parse({ id: 's1', link: 'tcp://127.0.0.1:1', ...config }),
    {
      clock,
      random: () => 0.5,
      open: () => Promise.resolve(ok(opening.shift() ?? fakeLink())),
      onScan: (scan) => {
        scans.push(scan)
        if (answer !== undefined) void scanner.feedback(answer)
      },
      onDump: (dump) => dumps.push(dump),
      onFault: (fault) => faults.push(fault),
      onState: () => {},
    },
  )
  await settled()
  const texts = () => scans.map((scan) => scan.text)
  const said = () => faults.map((fault) => fault.code)
  return { clock, scanner, scans, dumps, faults, links, link: links[0], texts, said }
}

const codes = (count: number) => Array.from({ length: count }, (_, index) => `CODE${index}`)
const lines = (texts: readonly string[]) => texts.map((text) => `${text}\r\n`).join('')

test('a code alone is handed on at once, with its scanner', async () => {
  const bench = await connectedScanner()
  bench.link.receive('CODE0\r\n')
  expect(bench.scans).toEqual([{ scannerId: 's1', text: 'CODE0', aim: null, at: 5_000 }])
})

test('[PROMISE-1] every code of a scanner that never stops is handed on at once, in order', async () => {
  const bench = await connectedScanner({ config: { parkMoreThan: 0 } })
  bench.link.receive(lines(codes(500)))
  expect(bench.texts()).toEqual(codes(500))
})

test('a few codes at once wait until it is quiet, and all come, in order', async () => {
  const bench = await connectedScanner()
  bench.link.receive(lines(codes(8)))
  expect(bench.texts()).toEqual([])
  bench.clock.advance(BURST_GAP_MS)
  expect(bench.texts()).toEqual(codes(8))
  expect(bench.faults).toEqual([])
})

test('more codes at once than a hand can scan are parked, none of them applied', async () => {
  const bench = await connectedScanner()
  bench.link.receive(lines(codes(9)))
  bench.clock.advance(BURST_GAP_MS)
  expect(bench.texts()).toEqual([])
  expect(bench.said()).toEqual(['scan-memory-dump'])
  expect(bench.faults[0]?.detail).toMatch(/^9 codes /)
  expect(bench.dumps).toMatchObject([{ scannerId: 's1', lost: 0 }])
  expect(bench.dumps[0]?.scans.map(({ text }) => text)).toEqual(codes(9))

  bench.clock.advance(BURST_GAP_MS)
  bench.link.receive('BY HAND\r\n')
  expect(bench.texts()).toEqual(['BY HAND'])
})

test('a memory that comes code by code is parked from its second code on', async () => {
  const bench = await connectedScanner()
  for (const code of codes(30)) {
    bench.link.receive(`${code}\r\n`)
    bench.clock.advance(BURST_GAP_MS - 1)
  }
  bench.clock.advance(BURST_GAP_MS)
  expect(bench.texts()).toEqual(['CODE0'])
  expect(bench.dumps[0]?.scans).toHaveLength(29)
})

test('a memory larger than any is counted to its end, and only so much of it kept', async () => {
  const bench = await connectedScanner()
  bench.link.receive(lines(codes(PARKED_CODES_MAX + 7)))
  bench.clock.advance(BURST_GAP_MS)
  expect(bench.dumps[0]?.scans).toHaveLength(PARKED_CODES_MAX)
  expect(bench.dumps[0]?.lost).toBe(7)
})

test('hands at their fastest are never taken for a memory', async () => {
  const bench = await connectedScanner()
  for (const code of codes(40)) {
    bench.link.receive(`${code}\r\n`)
    bench.clock.advance(BURST_GAP_MS)
  }
  expect(bench.texts()).toEqual(codes(40))
  expect(bench.dumps).toEqual([])
})

test('the AIM identifier is taken off the text, unless the scanner sends none', async () => {
  const bench = await connectedScanner()
  bench.link.receive(']C100387123450000000017\r\n')
  expect(bench.scans).toMatchObject([{ aim: ']C1', text: '00387123450000000017' }])

  const bare = await connectedScanner({ config: { sendsAim: false } })
  bare.link.receive(']C1 is what this label says\r\n')
  expect(bare.scans).toMatchObject([{ aim: null, text: ']C1 is what this label says' }])
})

test('the same code twice is two items, unless the scanner has a bounce time', async () => {
  const plain = await connectedScanner({ config: { parkMoreThan: 0 } })
  plain.link.receive('A\r\nA\r\n')
  expect(plain.texts()).toEqual(['A', 'A'])

  const bouncing = await connectedScanner({ config: { bounceMs: 300, parkMoreThan: 0 } })
  bouncing.link.receive('A\r\nA\r\n')
  bouncing.clock.advance(300)
  bouncing.link.receive('A\r\nB\r\nA\r\n')
  expect(bouncing.texts()).toEqual(['A', 'A', 'B', 'A'])
  expect(bouncing.said()).toEqual(['scan-duplicate'])
})

test('[PROMISE-2] half a code left by a lost connection never joins the next one', async () => {
  const bench = await connectedScanner()
  bench.link.receive('87123')
  bench.link.drop()
  bench.clock.advance(250)
  await settled()
  bench.links[1].receive('4006381333931\r\n')
  expect(bench.texts()).toEqual(['4006381333931'])
})

test('half a code goes away by itself', async () => {
  const bench = await connectedScanner()
  bench.link.receive('87123')
  bench.clock.advance(500)
  expect(bench.said()).toEqual(['scan-unparsable'])
  expect(bench.clock.waiting()).toBe(0)
})

test.each([
  ['honeywell', 'good', '\u0016\u0007\r'],
  ['datalogic', 'good', 'B'],
  ['datalogic', 'bad', 'FE'],
  ['datalogic', 'attention', 'FE'],
  ['cipherlab', 'good', '#@////\r'],
] as const)('a %s scanner is told %s in the words of its maker', async (profile, kind, words) => {
  const bench = await connectedScanner({ config: { profile } })
  expect(await bench.scanner.feedback(kind)).toBe(true)
  expect(bench.link.writtenText()).toBe(words)
})

test.each([
  ['none', 'good'],
  ['honeywell', 'bad'],
  ['cipherlab', 'attention'],
] as const)('what a %s scanner has no word for is not said: %s', async (profile, kind) => {
  const bench = await connectedScanner({ config: { profile } })
  expect(await bench.scanner.feedback(kind)).toBe(false)
  expect(bench.link.written).toEqual([])
})

test('a HID scanner is told in reports', async () => {
  const bench = await connectedScanner({
    config: { link: 'hid://0c2e:0b61', profile: 'honeywell' },
  })
  expect(await bench.scanner.feedback('good')).toBe(true)
  expect(bench.link.written).toEqual([new Uint8Array([0xfd, 3, 0x16, 0x07, 0x0d])])
})

test('a Zebra scanner is told one packet at a time, and again what it did not take', async () => {
  const bench = await connectedScanner({ config: { profile: 'zebra' } })
  const told = bench.scanner.feedback('bad')
  expect(bench.link.written).toHaveLength(1)
  bench.link.receive(encodeSsi(SSI.nak, { source: 0, data: [6] }))
  expect(bench.link.written).toHaveLength(2)
  bench.link.receive(encodeSsi(SSI.ack, { source: 0 }))
  expect(bench.link.written.map((bytes) => bytes[1])).toEqual([SSI.beep, SSI.beep, SSI.ledOn])
  bench.link.receive(encodeSsi(SSI.ack, { source: 0 }))
  expect(await told).toBe(true)
  expect(bench.clock.waiting()).toBe(0)
})

test('a Zebra scanner that answers nothing is given up after a few tries', async () => {
  const bench = await connectedScanner({ config: { profile: 'zebra' } })
  const told = bench.scanner.feedback('attention')
  for (let sent = 0; sent < 2 * COMMAND_TRIES_MAX; sent += 1) {
    bench.clock.advance(COMMAND_ANSWER_MS)
    await settled()
  }
  expect(await told).toBe(false)
  expect(bench.link.written).toHaveLength(2 * COMMAND_TRIES_MAX)
  expect(bench.clock.waiting()).toBe(0)
})

const HELD = { profile: 'datalogic', holdUntilAnswered: true } as const

test('reading is off between a code and the answer, and on with it', async () => {
  const bench = await connectedScanner({ config: HELD })
  bench.link.receive('A\r\n')
  expect(bench.link.writtenText()).toBe('ED')
  await bench.scanner.feedback('bad')
  expect(bench.link.writtenText()).toBe('EDFEE')

  const quick = await connectedScanner({ config: HELD, answer: 'good' })
  quick.link.receive('A\r\n')
  expect(quick.link.writtenText()).toBe('EDBE')
})

test('a HID scanner is kept from reading with the trigger report of its class', async () => {
  const config = { link: 'hid://0c2e:0b61', holdUntilAnswered: true }
  const bench = await connectedScanner({ config })
  const report = new Uint8Array(64)
  report.set([2, 1, ...Buffer.from(']C0A')])
  bench.link.receive(report)
  await bench.scanner.feedback('good')
  const words = bench.link.written.map((bytes) => Array.from(bytes))
  expect(words).toEqual([
    [4, 0],
    [4, 2],
    [4, 0],
  ])
})

test('a scanner is on again when nobody answers, and told so once more', async () => {
  const bench = await connectedScanner({ config: HELD })
  bench.link.receive('A\r\n')
  bench.clock.advance(HOLD_TIMEOUT_MS - 1)
  expect(bench.link.writtenText()).toBe('ED')
  bench.clock.advance(1)
  expect(bench.link.writtenText()).toBe('EDE')
  bench.clock.advance(HOLD_REPEAT_MS)
  expect(bench.link.writtenText()).toBe('EDEE')
  await settled()
  expect(bench.clock.waiting()).toBe(0)
})

test('a scanner is on again at every connection, whatever the last one left', async () => {
  const bench = await connectedScanner({ config: HELD })
  bench.link.receive('A\r\n')
  bench.link.drop()
  bench.clock.advance(250)
  await settled()
  expect(bench.links[1].writtenText()).toBe('E')
  bench.clock.advance(HOLD_TIMEOUT_MS)
  expect(bench.links[1].writtenText()).toBe('EE')
})

test('a bench that closes leaves its scanner on', async () => {
  const bench = await connectedScanner({ config: HELD })
  bench.link.receive('A\r\n')
  await bench.scanner.close()
  expect(bench.link.writtenText()).toBe('EDE')
  expect(bench.clock.waiting()).toBe(0)
})

test('a scanner that hangs keeps a bench from closing only so long', async () => {
  const bench = await connectedScanner({ config: { ...HELD, profile: 'zebra' } })
  bench.link.receive('A\r\n')
  let isClosed = false
  void bench.scanner.close().then(() => (isClosed = true))
  await settled()
  expect(isClosed).toBe(false)
  bench.clock.advance(HOLD_CLOSE_MS)
  await settled()
  expect(isClosed).toBe(true)
  expect(bench.clock.waiting()).toBe(0)
})

test('a Zebra scanner that does not take the word to read is told until it does', async () => {
  const bench = await connectedScanner({ config: { ...HELD, profile: 'zebra' }, answer: 'good' })
  bench.link.receive('A\r\n')
  for (let second = 0; second < 15; second += 1) {
    bench.clock.advance(1_000)
    await settled()
  }
  const before = bench.link.written.length
  for (let second = 0; second < 3; second += 1) {
    bench.clock.advance(1_000)
    await settled()
  }
  expect(bench.link.written.length).toBeGreaterThan(before)
  expect(bench.link.written.at(-1)).toEqual(encodeSsi(SSI.scanEnable))
  for (let second = 0; second < 5; second += 1) {
    bench.link.receive(encodeSsi(SSI.ack, { source: 0 }))
    await settled()
    bench.clock.advance(1_000)
    await settled()
  }
  expect(bench.clock.waiting()).toBe(0)
})

test('a code that comes while the bench closes neither counts nor turns its scanner off', async () => {
  const bench = await connectedScanner({ config: { ...HELD, profile: 'zebra' } })
  const closed = bench.scanner.close()
  bench.link.receive(encodeSsi(SSI.decodeData, { source: 0, data: [0x03, 0x41] }))
  bench.link.receive('HALF')
  bench.link.receive(encodeSsi(SSI.ack, { source: 0 }))
  bench.clock.advance(HOLD_CLOSE_MS)
  await closed
  expect(bench.texts()).toEqual([])
  expect(bench.link.written.map((bytes) => bytes[1])).not.toContain(SSI.scanDisable)
  expect(bench.clock.waiting()).toBe(0)
})

test('a memory that never ends is told of all the same, and none of it is applied', async () => {
  const bench = await connectedScanner()
  for (const code of codes(400)) {
    bench.link.receive(`${code}\r\n`)
    bench.clock.advance(20)
  }
  expect(bench.dumps.length).toBeGreaterThan(1)
  bench.clock.advance(BURST_GAP_MS)
  expect(bench.texts()).toEqual(['CODE0'])
  expect(bench.dumps.flatMap(({ scans }) => scans.map(({ text }) => text))).toEqual(
    codes(400).slice(1),
  )
})

test('two people at their fastest, each with a scanner, wait for nothing and are never parked', async () => {
  const bench = await connectedScanner()
  const other = await connectedScanner()
  const seen: number[] = []
  for (let pull = 0; pull < 60; pull += 1) {
    bench.link.receive(`A${pull}\r\n`)
    bench.clock.advance(100)
    other.link.receive(`B${pull}\r\n`)
    other.clock.advance(100)
    seen.push(bench.scans.length, other.scans.length)
    bench.clock.advance(100)
    other.clock.advance(100)
  }
  expect(seen).toEqual(codes(60).flatMap((_, index) => [index + 1, index + 1]))
  expect([...bench.dumps, ...other.dumps]).toEqual([])
})

test('a bench that was busy for a moment does not take half a code for a whole one', async () => {
  const bench = await connectedScanner({ config: { endBySilence: true } })
  bench.link.receive('40063')
  bench.clock.stall(80)
  bench.link.receive('81333931')
  bench.clock.advance(SCAN_SILENCE_MS)
  expect(bench.texts()).toEqual(['4006381333931'])
})

test('nor does a timer that comes late, before the bytes that waited', async () => {
  const bench = await connectedScanner({ config: { endBySilence: true } })
  bench.link.receive('40063')
  bench.clock.stall(80)
  bench.clock.advance(0)
  bench.link.receive('81333931')
  bench.clock.advance(SCAN_SILENCE_MS)
  expect(bench.texts()).toEqual(['4006381333931'])
})

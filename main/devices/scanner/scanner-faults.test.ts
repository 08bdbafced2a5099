import { afterEach, expect, test, vi } from 'vitest'
import { openTcpLink } from '../link/tcp-link.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import { openReportLink } from '../../testing/report-link.ts'
import { ScannerConfig } from '../device-config.ts'
import type { Fault } from '../fault.ts'
import type { ScannerDialect } from '../virtual/scanner-dialect.ts'
import { startVirtualScanner } from '../virtual/virtual-scanner.ts'
import { BURST_GAP_MS } from './burst-guard.ts'
import type { ScanDump } from './burst-guard.ts'
import { HOLD_TIMEOUT_MS } from './scan-hold.ts'
import { SCAN_STALE_MS } from './scan-parser.ts'
import type { Scan } from './scanner-driver.ts'
import { startScanner } from './start-scanner.ts'

const cleanUp: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

/** Sockets on one machine are quick; looked at often, as time stands still here. */
function soon(look: () => void): Promise<void> {
  return vi.waitFor(look, { interval: 3, timeout: 10_000 })
}

type Bench = {
  dialect?: ScannerDialect
  config?: Partial<ScannerConfig>
  /** What the bench says to every code. */
  answer?: 'good' | 'bad'
}

/** Virtual scanner → TCP → link → driver → event; only time stands still until it is moved. */
async function realStack({ dialect = 'plain', config = {}, answer }: Bench = {}) {
  const clock = manualClock(1_000)
  const scanner = await startVirtualScanner({ port: 0, dialect })
  cleanUp.push(scanner.close)
  const target = { host: '127.0.0.1', port: scanner.port }
  const scans: Scan[] = []
  const dumps: ScanDump[] = []
  const faults: Fault[] = []
  const profile = dialect === 'plain' || dialect === 'hid-pos' ? 'none' : dialect
  const link = dialect === 'hid-pos' ? 'hid://0c2e:0b61' : `tcp://127.0.0.1:${scanner.port}`
  const driver = startScanner(ScannerConfig.parse({ id: 's1', link, profile, ...config }), {
    clock,
    random: () => 0.5,
    open: () => (dialect === 'hid-pos' ? openReportLink : openTcpLink)(target, clock),
    onScan: (scan) => {
      scans.push(scan)
      if (answer !== undefined) void driver.feedback(answer)
    },
    onDump: (dump) => dumps.push(dump),
    onFault: (fault) => faults.push(fault),
    onState: () => {},
  })
  cleanUp.push(driver.close)
  await soon(() => {
    expect(driver.state().s).toBe('ready')
    expect(scanner.isConnected()).toBe(true)
  })
  const texts = () => scans.map(({ text }) => text)
  const said = () => faults.map(({ code }) => code)
  /** Scans, and waits for as many codes as there are then; time goes on like a hand's. */
  const scan = async (text: string, expected: number) => {
    scanner.scan(text)
    await soon(() => expect(scans).toHaveLength(expected))
    clock.advance(BURST_GAP_MS)
  }
  const set = (name: string, on = true) =>
    scanner.faults.find((fault) => fault.name === name)?.set(on)
  return { clock, scanner, driver, scans, dumps, faults, texts, said, scan, set }
}

const DIALECTS = ['plain', 'honeywell', 'datalogic', 'cipherlab', 'zebra', 'hid-pos'] as const

test.each(DIALECTS)('[FAULT-13] %s: a code that comes byte by byte is whole', async (dialect) => {
  const bench = await realStack({ dialect })
  bench.set('byte-by-byte')
  await bench.scan('4006381333931', 1)
  await bench.scan('LLCACK0', 2)
  expect(bench.texts()).toEqual(['4006381333931', 'LLCACK0'])
  expect(bench.said()).toEqual([])
})

test.each(DIALECTS)('[FAULT-13] %s: three codes in one chunk are three', async (dialect) => {
  const bench = await realStack({ dialect })
  bench.scanner.dump(['A1', 'B2', 'B2'])
  await soon(() => {
    bench.clock.advance(BURST_GAP_MS)
    expect(bench.texts()).toEqual(['A1', 'B2', 'B2'])
  })
})

test.each(DIALECTS)('[FAULT-13] %s: noise before a code is a fault, no code', async (dialect) => {
  const bench = await realStack({ dialect })
  bench.set('noise-before')
  bench.scanner.scan('4006381333931')
  await soon(() => {
    bench.clock.advance(BURST_GAP_MS)
    expect(bench.texts()).toEqual(['4006381333931'])
  })
  expect(new Set(bench.said())).toEqual(
    new Set([dialect === 'hid-pos' ? 'garbage' : 'scan-unparsable']),
  )
})

test.each(DIALECTS)('[FAULT-13] %s: half a code never joins the next one', async (dialect) => {
  const bench = await realStack({ dialect })
  bench.set('half-code')
  await soon(() => {
    bench.clock.advance(SCAN_STALE_MS)
    expect(bench.said()).toEqual(['scan-unparsable'])
  })
  await bench.scan('4006381333931', 1)
  expect(bench.texts()).toEqual(['4006381333931'])
})

test('[FAULT-13] a code without its end is a fault, and the next one is read', async () => {
  const bench = await realStack()
  bench.set('no-suffix')
  bench.scanner.scan('4006381')
  await soon(() => {
    bench.clock.advance(SCAN_STALE_MS)
    expect(bench.said()).toEqual(['scan-unparsable'])
  })
  bench.set('no-suffix', false)
  await bench.scan('333931', 1)
  expect(bench.texts()).toEqual(['333931'])
})

test('[FAULT-13] a megabyte without an end is one fault, and the next code is read', async () => {
  const bench = await realStack()
  bench.scanner.sendRaw(new Uint8Array(1_000_000).fill(0x78))
  bench.scanner.sendRaw(new TextEncoder().encode('\r\n'))
  await soon(() => expect(bench.said()).toEqual(['garbage']))
  expect(bench.faults[0]?.raw?.length).toBeLessThan(300)
  await bench.scan('4006381333931', 1)
  expect(bench.texts()).toEqual(['4006381333931'])
})

test('[FAULT-13] a packet damaged on the way is sent again, and counts once', async () => {
  const bench = await realStack({ dialect: 'zebra' })
  bench.set('damaged')
  await bench.scan(']E04006381333931', 1)
  expect(bench.scans).toMatchObject([{ aim: ']E0', text: '4006381333931' }])
  expect(bench.said()).toEqual(['checksum'])
})

test('[FAULT-16] the same code twice is two items, however fast a hand is', async () => {
  const bench = await realStack()
  await bench.scan('4006381333931', 1)
  bench.clock.advance(250)
  await bench.scan('4006381333931', 2)
  expect(bench.said()).toEqual([])
})

test('[FAULT-16] with a bounce time a double read within it is one item and a fault', async () => {
  const bench = await realStack({ config: { bounceMs: 800 } })
  await bench.scan('4006381333931', 1)
  bench.clock.advance(250)
  bench.scanner.scan('4006381333931')
  await soon(() => expect(bench.said()).toEqual(['scan-duplicate']))
  bench.clock.advance(800)
  await bench.scan('4006381333931', 2)
  expect(bench.texts()).toHaveLength(2)
})

test('[FAULT-16] a bounce time is one scanner’s: the other one counts the same code', async () => {
  const [left, right] = [
    await realStack({ config: { bounceMs: 800 } }),
    await realStack({ config: { bounceMs: 800 } }),
  ]
  await left.scan('4006381333931', 1)
  await right.scan('4006381333931', 1)
  expect([...left.said(), ...right.said()]).toEqual([])
})

test('[FAULT-18] a long code whose second report is lost is no code, and joins none', async () => {
  const bench = await realStack({ dialect: 'hid-pos' })
  const long = `]Q1LL1|${'x'.repeat(70)}`
  await bench.scan(long, 1)
  bench.set('lost-report')
  bench.scanner.scan(long)
  await soon(() => {
    bench.clock.advance(SCAN_STALE_MS)
    expect(bench.said()).toEqual(['scan-unparsable'])
  })
  bench.set('lost-report', false)
  await bench.scan(']Q1NEXT', 2)
  expect(bench.scans.map(({ aim, text }) => `${aim}${text}`)).toEqual([long, ']Q1NEXT'])
})

test.each(['datalogic', 'cipherlab', 'zebra', 'hid-pos'] as const)(
  'a %s scanner reads nothing until the bench has answered, then reads again',
  async (dialect) => {
    const bench = await realStack({ dialect, config: { holdUntilAnswered: true } })
    bench.scanner.scan('FIRST')
    await soon(() => expect(bench.scanner.isReading()).toBe(false))
    expect(bench.scanner.scan('AHEAD')).toBe(false)
    void bench.driver.feedback('good')
    await soon(() => expect(bench.scanner.isReading()).toBe(true))
    bench.clock.advance(BURST_GAP_MS)
    await bench.scan('SECOND', 2)
    expect(bench.texts()).toEqual(['FIRST', 'SECOND'])
  },
)

test.each(['datalogic', 'zebra', 'hid-pos'] as const)(
  'a %s scanner that nobody answers reads again',
  async (dialect) => {
    const bench = await realStack({ dialect, config: { holdUntilAnswered: true } })
    bench.scanner.scan('FIRST')
    await soon(() => expect(bench.scanner.isReading()).toBe(false))
    bench.clock.advance(HOLD_TIMEOUT_MS)
    await soon(() => expect(bench.scanner.isReading()).toBe(true))
  },
)

test('a scanner left off by a bench that died reads again with the next connection', async () => {
  const bench = await realStack({ dialect: 'datalogic', config: { holdUntilAnswered: true } })
  bench.scanner.scan('FIRST')
  await soon(() => expect(bench.scanner.isReading()).toBe(false))
  await bench.scanner.setOn(false)
  await soon(() => expect(bench.driver.state().s).toBe('lost'))
  await bench.scanner.setOn(true)
  bench.clock.advance(250)
  await soon(() => expect(bench.scanner.isReading()).toBe(true))
})

test.each(['datalogic', 'zebra'] as const)(
  'after three beeps a %s scanner reads on',
  async (dialect) => {
    const bench = await realStack({ dialect, answer: 'bad' })
    await bench.scan('UNKNOWN', 1)
    await soon(() => expect(bench.scanner.heard()).not.toEqual([]))
    expect(bench.scanner.isReading()).toBe(true)
    await bench.scan('NEXT', 2)
  },
)

test('a memory that a scanner empties at once is parked whole', async () => {
  const bench = await realStack()
  bench.set('memory')
  await soon(() => {
    bench.clock.advance(BURST_GAP_MS)
    expect(bench.dumps).toHaveLength(1)
  })
  expect(bench.dumps[0]?.scans).toHaveLength(20)
  expect(bench.texts()).toEqual([])
  expect(bench.said()).toEqual(['scan-memory-dump'])
})

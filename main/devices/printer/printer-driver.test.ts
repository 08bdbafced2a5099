import { afterEach, expect, test } from 'vitest'
import { fail, ok } from '#contract/result.ts'
import { systemClock } from '../../clock.ts'
import { fakeLink, settled } from '../../testing/fake-link.ts'
import type { FakeLink } from '../../testing/fake-link.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import { PrinterConfig } from '../device-config.ts'
import type { ByteLink, LinkFault } from '../link/byte-link.ts'
import { openTcpLink } from '../link/tcp-link.ts'
import { startVirtualPrinter } from '../virtual/virtual-printer.ts'
import {
  PRINT_CLOSE_TIMEOUT_MS,
  PRINT_STALL_TIMEOUT_MS,
  PRINTER_PROBE_MS,
} from './printer-driver.ts'
import { startPrinter } from './start-printer.ts'

const LABEL = '^XA^FO50,50^A0N,40,40^FDLabel one^FS^XZ\n'
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const cleanUp: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

/** A printer driver and a virtual printer with a real connection between them. */
async function realPrinter(options: { status?: 'none' | 'hs'; answersStatus?: boolean } = {}) {
  const virtual = await startVirtualPrinter({
    port: 0,
    answersStatus: options.answersStatus ?? false,
  })
  cleanUp.push(virtual.close)
  const target = { host: '127.0.0.1', port: virtual.port }
  const printer = startPrinter(config(options.status), {
    clock: systemClock,
    open: () => openTcpLink(target, systemClock),
    onState: () => {},
  })
  cleanUp.push(printer.close)
  return { virtual, printer }
}

/** A printer driver with a link for every connection, and time that stands still. */
async function scriptedPrinter(links: (FakeLink | LinkFault)[], status: 'none' | 'hs' = 'none') {
  const clock = manualClock()
  const probe = fakeLink()
  const answers: (ByteLink | LinkFault)[] = [probe, ...links]
  const printer = startPrinter(config(status), {
    clock,
    open: async () => {
      const next = answers.shift()
      if (next === undefined) throw new Error('one connection too many')
      return 'code' in next ? fail(next) : ok(next)
    },
    onState: () => {},
  })
  await settled()
  if (status === 'hs') {
    probe.receive(STATUS_OK)
    await settled()
  }
  probe.drop(null)
  await settled()
  return { clock, printer }
}

function config(status: 'none' | 'hs' = 'none'): PrinterConfig {
  return PrinterConfig.parse({
    id: 'p1',
    language: 'zpl',
    link: 'tcp://127.0.0.1:9100',
    widthMm: 102,
    heightMm: 152,
    status,
  })
}

const STATUS_OK =
  '\u0002030,0,0,1245,000,0,0,0,000,0,0,0\u0003\r\n\u0002000,0,0,0,0,2,4,0,00000000,1,000\u0003\r\n'
const STATUS_PAPER_OUT = STATUS_OK.replace('030,0', '030,1')

test('a plain sink gets every byte, and the job is sent at once', async () => {
  const { virtual, printer } = await realPrinter()
  const big = bytesOf(`^XA^FX${'x'.repeat(300_000)}^FS^XZ`)
  expect(await printer.print({ jobId: 'j1', bytes: big })).toMatchObject({ outcome: 'sent' })
  expect(await printer.print({ jobId: 'j2', bytes: bytesOf(LABEL) })).toMatchObject({
    outcome: 'sent',
  })
  expect(virtual.received().map((bytes) => bytes.length)).toEqual([big.length, LABEL.length])
  expect(printer.status()).toEqual({ state: 'ready', detail: '' })
})

test('jobs asked for at once are printed one after the other, in order', async () => {
  const { virtual, printer } = await realPrinter()
  const labels = Array.from({ length: 8 }, (_, index) => `^XA^FDlabel ${index}^FS^XZ`)
  await Promise.all(
    labels.map((zpl, index) => printer.print({ jobId: `j${index}`, bytes: bytesOf(zpl) })),
  )
  expect(virtual.labels()).toEqual(labels)
})

test('a printer that is off holds the job, and prints it once when asked again', async () => {
  const { virtual, printer } = await realPrinter()
  await virtual.setOn(false)
  expect(await printer.print({ jobId: 'j1', bytes: bytesOf(LABEL) })).toMatchObject({
    outcome: 'held',
  })
  expect(printer.status().state).toBe('lost')
  await virtual.setOn(true)
  expect(await printer.print({ jobId: 'j1', bytes: bytesOf(LABEL) })).toMatchObject({
    outcome: 'sent',
  })
  expect(virtual.labels()).toHaveLength(1)
})

test('[FAULT-1] a connection cut at any byte is never a good print, and the next label is whole', async () => {
  const { virtual, printer } = await realPrinter()
  for (let cut = 1; cut < LABEL.trimEnd().length; cut += 1) {
    virtual.cutAfter(cut)
    const first = await printer.print({ jobId: `a${cut}`, bytes: bytesOf(LABEL) })
    expect(first.outcome).toBe('unknown')
    const before = virtual.labels().length
    await printer.print({ jobId: `b${cut}`, bytes: bytesOf(LABEL) })
    expect(virtual.labels().slice(before)).toEqual([LABEL.trimEnd()])
  }
})

test('the printer says that the label is out, where it is asked and answers', async () => {
  const { virtual, printer } = await realPrinter({ status: 'hs', answersStatus: true })
  expect(await printer.print({ jobId: 'j1', bytes: bytesOf(LABEL) })).toMatchObject({
    outcome: 'printed',
  })
  virtual.setPaper('out')
  expect(await printer.print({ jobId: 'j2', bytes: bytesOf(LABEL) })).toMatchObject({
    outcome: 'held',
    detail: 'The labels have run out',
  })
  expect(printer.status().state).toBe('attention')
  expect(virtual.labels()).toHaveLength(1)
})

test('a printer that takes the connection and reads nothing makes the job unknown', async () => {
  const link = fakeLink()
  const { clock, printer } = await scriptedPrinter([link])
  const printing = printer.print({ jobId: 'j1', bytes: bytesOf(LABEL) })
  await settled()
  expect(link.ended()).toBe(true)
  clock.advance(PRINT_CLOSE_TIMEOUT_MS)
  expect(await printing).toMatchObject({ outcome: 'unknown' })
  expect(printer.status().state).toBe('attention')
})

test('a station that stops before its printer is done does not say that the label went', async () => {
  const link = fakeLink()
  const { printer } = await scriptedPrinter([link])
  const printing = printer.print({ jobId: 'j1', bytes: bytesOf(LABEL) })
  await settled()
  expect(link.ended()).toBe(true)
  await printer.close()
  expect(await printing).toMatchObject({ outcome: 'unknown', isCut: false })
})

test('a label taken back from a queue may be half in the printer: the next is preceded by a clean-up', async () => {
  const queue: FakeLink = { ...fakeLink(), takesBack: true }
  const fresh = fakeLink()
  const { clock, printer } = await scriptedPrinter([queue, fresh])
  const printing = printer.print({ jobId: 'j1', bytes: bytesOf(LABEL) })
  await settled()
  clock.advance(PRINT_CLOSE_TIMEOUT_MS)
  expect(await printing).toEqual({
    outcome: 'unknown',
    detail: 'The printer took the label but does not finish it',
  })
  const next = printer.print({ jobId: 'j2', bytes: bytesOf(LABEL) })
  await settled()
  fresh.drop(null)
  expect(await next).toMatchObject({ outcome: 'sent' })
  expect(fresh.writtenText()).toBe(`^XZ~JA${LABEL}`)
})

test('a printer that stops in the middle makes the job unknown, and the next is preceded by a clean-up', async () => {
  const stuck = fakeLink()
  stuck.write = () => new Promise(() => {})
  const fresh = fakeLink()
  const { clock, printer } = await scriptedPrinter([stuck, fresh])
  const printing = printer.print({ jobId: 'j1', bytes: bytesOf(LABEL) })
  await settled()
  clock.advance(PRINT_STALL_TIMEOUT_MS)
  expect(await printing).toMatchObject({ outcome: 'unknown' })
  const next = printer.print({ jobId: 'j2', bytes: bytesOf(LABEL) })
  await settled()
  fresh.drop(null)
  expect(await next).toMatchObject({ outcome: 'sent' })
  expect(fresh.writtenText()).toBe(`^XZ~JA${LABEL}`)
})

test('a job told to follow a cut one, of another life of the host, cleans up first', async () => {
  const link = fakeLink()
  const { printer } = await scriptedPrinter([link])
  const printing = printer.print({ jobId: 'j1', bytes: bytesOf(LABEL), afterCutJob: true })
  await settled()
  link.drop(null)
  await printing
  expect(link.writtenText()).toBe(`^XZ~JA${LABEL}`)
})

test('a printer that has spoken and falls silent needs a person, so nothing is sent', async () => {
  const link = fakeLink()
  const { clock, printer } = await scriptedPrinter([link], 'hs')
  const printing = printer.print({ jobId: 'j1', bytes: bytesOf(LABEL) })
  await settled()
  clock.advance(1_000)
  expect(await printing).toMatchObject({ outcome: 'held' })
  expect(link.writtenText()).toBe('~HS\r\n')
})

test('[FAULT-2] labels that run out during one and are not replaced leave it unknown, with the reason', async () => {
  const link = fakeLink()
  const { clock, printer } = await scriptedPrinter([link], 'hs')
  const printing = printer.print({ jobId: 'j1', bytes: bytesOf(LABEL) })
  await settled()
  link.receive(STATUS_OK)
  await settled()
  for (let turn = 0; turn < 410; turn += 1) {
    clock.advance(300)
    await settled()
    link.receive(STATUS_PAPER_OUT)
    await settled()
  }
  link.drop(null)
  // Whether the rest of it waits in the printer is not doubted: all of it went.
  expect(await printing).toEqual({
    outcome: 'unknown',
    detail: 'The labels have run out',
    isCut: false,
  })
})

test('a printer that is away is looked for every few seconds until it is back', async () => {
  const gone: LinkFault = { code: 'unreachable', detail: 'Nothing answers' }
  const back = fakeLink()
  const { clock, printer } = await scriptedPrinter([gone, gone, back])
  expect(await printer.print({ jobId: 'j1', bytes: bytesOf(LABEL) })).toMatchObject({
    outcome: 'held',
  })
  expect(printer.status()).toEqual({ state: 'lost', detail: 'Nothing answers' })
  for (let turn = 0; turn < 2; turn += 1) {
    clock.advance(PRINTER_PROBE_MS)
    await settled()
  }
  back.drop(null)
  await settled()
  expect(printer.status().state).toBe('ready')
  await printer.close()
  expect(clock.waiting()).toBe(0)
})

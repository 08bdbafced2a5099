import { connect } from 'node:net'
import { once } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { LANGUAGES } from '../../testing/printed-label.ts'
import {
  fingerprint,
  hastyClock,
  palletLabel,
  startPrinterBench,
} from '../../testing/printer-bench.ts'

const cleanUp: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

async function bench(options: Parameters<typeof startPrinterBench>[0]) {
  const made = await startPrinterBench(options)
  cleanUp.push(made.close)
  return made
}

/** Until it is so; what is looked at says so by itself. */
const soon = (look: () => void): Promise<void> =>
  vi.waitFor(look, { timeout: 10_000, interval: 10 })

test.each(LANGUAGES)(
  '[FAULT-2] %s without labels is not sent one, and says why',
  async (language) => {
    const { printer, virtual, faults, states } = await bench({
      language,
      isAsked: true,
      clock: hastyClock(2),
    })
    virtual.setPaper('out')
    const bytes = await palletLabel(language, 1)
    const held = await printer.print({ jobId: 'j1', bytes })
    expect(held).toEqual({ outcome: 'held', detail: 'The labels have run out' })
    expect(states.at(-1)).toEqual({ state: 'attention', detail: 'The labels have run out' })
    expect(faults.map(({ code }) => code)).toEqual(['paper-out'])
    const sentBytes = virtual.received().reduce((sum, { length }) => sum + length, 0)
    expect(sentBytes).toBeLessThan(100)
    virtual.setPaper('ok')
    expect(await printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'printed' })
    expect(virtual.printedCount()).toBe(1)
  },
)

test.each(LANGUAGES)(
  '[FAULT-2] labels of %s that run out during one let it out once when there are new ones',
  async (language) => {
    const { printer, virtual, states } = await bench({
      language,
      isAsked: true,
      clock: hastyClock(2),
    })
    virtual.twin.atNextLabel = { paper: 'out' }
    const printing = printer.print({ jobId: 'j1', bytes: await palletLabel(language, 1) })
    await soon(() => expect(states.at(-1)?.detail).toBe('The labels have run out'))
    expect(virtual.printedCount()).toBe(0)
    virtual.setPaper('ok')
    expect(await printing).toMatchObject({ outcome: 'printed' })
    expect(virtual.printedCount()).toBe(1)
    expect(virtual.twin.questionsInLabels).toBe(0)
  },
)

test.each(LANGUAGES)(
  '[FAULT-3] a head of %s that is opened in a label and closed again prints it once',
  async (language) => {
    const { printer, virtual, states, faults } = await bench({
      language,
      isAsked: true,
      clock: hastyClock(2),
    })
    virtual.twin.atNextLabel = { isHeadOpen: true }
    const printing = printer.print({ jobId: 'j1', bytes: await palletLabel(language, 1) })
    await soon(() => expect(states.at(-1)?.state).toBe('attention'))
    expect(faults.map(({ code }) => code)).toEqual(['head-open'])
    virtual.twin.change({ isHeadOpen: false })
    expect(await printing).toMatchObject({ outcome: 'printed' })
    expect(
      await printer.print({ jobId: 'j2', bytes: await palletLabel(language, 2) }),
    ).toMatchObject({ outcome: 'printed' })
    expect(virtual.printedCount()).toBe(2)
  },
)

test('[FAULT-3] a printer that falls silent with its head open is waited for, and prints once', async () => {
  const { printer, virtual, states } = await bench({ language: 'zpl', isAsked: true })
  virtual.twin.isSilentInTrouble = true
  virtual.twin.atNextLabel = { isHeadOpen: true }
  const printing = printer.print({ jobId: 'j1', bytes: await palletLabel('zpl', 1) })
  await soon(() => expect(states.at(-1)?.detail).toContain('check labels, ribbon and head'))
  virtual.twin.change({ isHeadOpen: false })
  expect(await printing).toMatchObject({ outcome: 'printed' })
  expect(virtual.printedCount()).toBe(1)
})

test.each(LANGUAGES)(
  '[FAULT-4] the label of %s after one that was cut anywhere is whole, and nothing comes by itself',
  async (language) => {
    const { printer, virtual } = await bench({ language, isAsked: false })
    const cut = await palletLabel(language, 1)
    const next = await palletLabel(language, 2)
    const prints = await printsOf(language, [cut, next])
    for (const at of cutsOf(cut)) {
      virtual.twin.labels.length = 0
      virtual.cutAfter(at)
      const first = await printer.print({ jobId: `a${at}`, bytes: cut })
      expect(first.outcome, `cut after ${at} bytes`).toBe('unknown')
      // A receipt printer has a label on its paper before the byte that says how far to feed it.
      expect(virtual.printedCount()).toBeLessThanOrEqual(language === 'escpos' ? 1 : 0)
      expect((await printer.print({ jobId: `b${at}`, bytes: next })).outcome).toBe('sent')
      const out = virtual.twin.labels.map(fingerprint)
      const expected = out.length === 2 ? prints : prints.slice(1)
      expect(out, `cut after ${at} bytes`).toEqual(expected)
    }
  },
  60_000,
)

test('[FAULT-5] a printer that takes the connection and reads nothing is asked first, so nothing is sent', async () => {
  const { printer, virtual } = await bench({
    language: 'zpl',
    isAsked: true,
    clock: hastyClock(4),
  })
  virtual.setReading(false)
  const bytes = await palletLabel('zpl', 1)
  expect(await printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'held' })
  expect(printer.status().state).toBe('attention')
  virtual.setReading(true)
  await soon(() => expect(printer.status().state).toBe('ready'))
  expect(virtual.printedCount()).toBe(0)
})

test('[FAULT-5] one that cannot be asked and stops reading has never printed, and the label is unknown', async () => {
  const { printer, virtual } = await bench({
    language: 'zpl',
    isAsked: false,
    clock: hastyClock(20),
  })
  virtual.setReading(false)
  const small = await printer.print({ jobId: 'j1', bytes: await palletLabel('zpl', 1) })
  expect(small.outcome).toBe('unknown')
  const large = Buffer.alloc(24_000_000, ' ')
  const stalled = await printer.print({ jobId: 'j2', bytes: large })
  expect(stalled.outcome).toBe('unknown')
  expect(stalled.detail).toMatch(/stopped reading after about \d+ of 24000\d+ bytes/)
})

test('[FAULT-6] every byte reaches a slow printer that says something with all it gets', async () => {
  const { printer, virtual } = await bench({ language: 'zpl', isAsked: false })
  virtual.ways.isChatty = true
  virtual.setReading(false)
  const bytes = Buffer.from(`^XA^FX${'x'.repeat(200_000)}^FS^XZ`)
  const printing = printer.print({ jobId: 'j1', bytes })
  await soon(() => expect(virtual.isConnected()).toBe(true))
  virtual.setReading(true)
  expect(await printing).toMatchObject({ outcome: 'sent' })
  expect(virtual.received().map(({ length }) => length)).toEqual([bytes.length])
})

test('[FAULT-6] a printer that resets after a byte of its own has not got the label', async () => {
  const { printer, virtual } = await bench({ language: 'zpl', isAsked: false })
  virtual.ways.isChatty = true
  virtual.cutAfter(1_000)
  const bytes = Buffer.from(`^XA^FX${'x'.repeat(200_000)}^FS^XZ`)
  expect(await printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'unknown' })
  expect(virtual.printedCount()).toBe(0)
})

test.each(['hangs', 'refused'] as const)(
  '[FAULT-8] a printer that another program holds (%s) is sent nothing until it is free',
  async (second) => {
    const clock = hastyClock(4)
    const { printer, virtual } = await bench({ language: 'zpl', isAsked: true, clock })
    await soon(() => expect(printer.status().state).toBe('ready'))
    const other = connect(virtual.port, '127.0.0.1')
    await once(other, 'connect')
    await soon(() => expect(virtual.isConnected()).toBe(true))
    virtual.ways.second = second
    const bytes = await palletLabel('zpl', 1)
    expect(await printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'held' })
    other.end()
    await soon(() => expect(virtual.isConnected()).toBe(false))
    expect(await printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'printed' })
    expect(virtual.printedCount()).toBe(1)
  },
)

test('[FAULT-1] a printer that goes away in a label leaves it unknown, and comes back by itself', async () => {
  const clock = hastyClock(4)
  const { printer, virtual } = await bench({ language: 'zpl', isAsked: true, clock })
  virtual.cutAfter(1_000)
  const bytes = await palletLabel('zpl', 1)
  expect(await printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'unknown' })
  await virtual.setOn(false)
  await soon(() => expect(printer.status().state).toBe('lost'))
  await virtual.setOn(true)
  await soon(() => expect(printer.status().state).toBe('ready'))
  expect(virtual.printedCount()).toBe(0)
  expect(await printer.print({ jobId: 'j2', bytes })).toMatchObject({ outcome: 'printed' })
  expect(virtual.printedCount()).toBe(1)
})

test.each(LANGUAGES)('%s that is low on labels prints and says so', async (language) => {
  const { printer, virtual } = await bench({ language, isAsked: true, clock: hastyClock(2) })
  virtual.twin.change({ paper: 'low' })
  const bytes = await palletLabel(language, 1)
  expect(await printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'printed' })
  const says = language === 'escpos' ? 'The labels are nearly used up' : ''
  expect(printer.status()).toEqual({ state: 'ready', detail: says })
})

test('a printer that is well and cannot say when a label is out has taken it, and no more is said', async () => {
  const clock = hastyClock(4)
  const { printer, virtual } = await bench({ language: 'escpos', isAsked: true, clock })
  virtual.twin.answersInTurn = false
  const bytes = await palletLabel('escpos', 1)
  expect(await printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'sent' })
  expect(virtual.printedCount()).toBe(1)
})

test('a check says what the printer last answered, and what came of its labels', async () => {
  const { printer, virtual } = await bench({ language: 'tspl', isAsked: true })
  virtual.twin.change({ isJammed: true })
  expect(await printer.check()).toEqual({ state: 'attention', detail: 'A label is jammed' })
  const { lastAnswer, counts, isAsked } = printer.diagnose()
  expect(lastAnswer?.report.faults).toEqual([{ code: 'jam', detail: 'A label is jammed' }])
  expect({ counts, isAsked }).toEqual({
    counts: { sent: 0, printed: 0, held: 0, unknown: 0 },
    isAsked: true,
  })
})

/** What each of these jobs prints, by itself. */
async function printsOf(language: (typeof LANGUAGES)[number], jobs: readonly Uint8Array[]) {
  const { printer, virtual } = await bench({ language, isAsked: false })
  for (const [n, bytes] of jobs.entries()) await printer.print({ jobId: `p${n}`, bytes })
  return virtual.twin.labels.map(fingerprint)
}

/**
 * Every byte of a label of a few thousand. Of a picture the last bytes, those around the beginnings of
 * commands and others between, so many in all that a connection for each takes seconds.
 */
function cutsOf(job: Uint8Array): number[] {
  const text = Buffer.from(job).toString('latin1')
  const { length } = text.trimEnd()
  const cuts = new Set<number>()
  const stride = Math.ceil(length / (length < 10_000 ? length : 30))
  for (let at = 1; at < length; at += stride) cuts.add(at)
  for (let back = 1; back <= 20; back += 1) cuts.add(length - back)
  const heads = [...text.matchAll(/BITMAP|v0|[A-Z]{3,} /g)]
  const every = Math.ceil(heads.length / 12)
  for (const [n, head] of heads.entries()) {
    if (n % every === 0) for (const near of [0, 1, 3]) cuts.add(head.index + near)
  }
  return [...cuts].filter((at) => at > 0 && at < length).sort((a, b) => a - b)
}

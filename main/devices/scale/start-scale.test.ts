import { expect, test } from 'vitest'
import { ok } from '#contract/result.ts'
import { fakeLink, settled } from '../../testing/fake-link.ts'
import type { FakeLink } from '../../testing/fake-link.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import { ScaleConfig } from '../device-config.ts'
import type { Fault } from '../fault.ts'
import type { ScaleReading } from './scale-reading.ts'
import { SCALE_REST_MS } from './scale-protocols.ts'
import { SCALE_STALE_MS, startScale } from './start-scale.ts'

async function connectedScale(config: Partial<ScaleConfig> = {}) {
  const clock = manualClock(5_000)
  const links: FakeLink[] = []
  const readings: ScaleReading[] = []
  const faults: Fault[] = []
  const scale = startScale(
    ScaleConfig.parse({ id: 'w1', protocol: 'mt-sics', link: 'tcp://127.0.0.1:1', ...config }),
    {
      clock,
      random: () => 0.5,
      open: () => {
        const link = fakeLink()
        links.push(link)
        return Promise.resolve(ok(link))
      },
      onReading: (reading) => readings.push(reading),
      onFault: (fault) => faults.push(fault),
      onState: () => {},
    },
  )
  await settled()
  clock.advance(0)
  const link = (): FakeLink => links.at(-1) ?? fakeLink()
  /** The scale answers the question asked, and the next one is asked. */
  const answer = (line: string): void => {
    link().receive(`${line}\r\n`)
    clock.advance(200)
  }
  return { clock, scale, readings, faults, links, link, answer }
}

test('[FAULT-15] the first answer of a connection is dropped, the following are readings', async () => {
  const bench = await connectedScale()
  bench.answer('S S      9.999 kg')
  expect(bench.readings).toEqual([])
  bench.answer('S D      1.000 kg')
  bench.answer('S S      1.234 kg')
  expect(bench.readings).toMatchObject([
    { kind: 'motion', grams: 1_000 },
    { kind: 'stable', grams: 1_234, unit: 'kg', raw: 'S S      1.234 kg' },
  ])
  // Once is not at rest: nobody can close a unit by it yet.
  expect(bench.scale.latest()).toMatchObject({ kind: 'motion', grams: 1_234 })
  bench.answer('S S      1.234 kg')
  expect(bench.scale.latest()).toMatchObject({ kind: 'stable', grams: 1_234 })
})

test('one question is open at a time, five a second', async () => {
  const bench = await connectedScale()
  expect(bench.link().writtenText()).toBe('SI\r\n')
  bench.clock.advance(500)
  expect(bench.link().writtenText()).toBe('SI\r\n')
  for (let turn = 0; turn < 5; turn += 1) bench.answer('S S      1.000 kg')
  expect(bench.link().writtenText()).toBe('SI\r\n'.repeat(6))
})

test('two missed answers make a new connection', async () => {
  const bench = await connectedScale()
  bench.clock.advance(600 + 300 + 600)
  expect(bench.scale.state()).toMatchObject({ s: 'lost', last: { code: 'no-answer' } })
  bench.clock.advance(250)
  await settled()
  expect(bench.links).toHaveLength(2)
  expect(bench.scale.state().s).toBe('ready')
})

test('[FAULT-12] an answer that comes too late is not taken for the next one', async () => {
  const bench = await connectedScale()
  bench.answer('S S      1.000 kg')
  bench.clock.advance(600)
  bench.link().receive('S S      7.777 kg\r\n')
  expect(bench.readings).toEqual([])
  bench.clock.advance(300)
  bench.link().receive('S S      1.000 kg\r\n')
  expect(bench.readings).toMatchObject([{ grams: 1_000 }])
})

test('[FAULT-12] the power-on message and unasked lines answer nothing', async () => {
  const bench = await connectedScale()
  bench.answer('S S      1.000 kg')
  bench.link().receive('I4 A "B021002593"\r\n')
  expect(bench.readings).toEqual([])
  bench.link().receive('S S      2.000 kg\r\n')
  bench.link().receive('S S      3.000 kg\r\n')
  expect(bench.readings).toMatchObject([{ grams: 2_000 }])
})

test('overload, underload and below zero are states without a number', async () => {
  const bench = await connectedScale({ maxGrams: 30_000 })
  bench.answer('S S      0.000 kg')
  for (const line of ['S +', 'S -', 'S S     -0.015 kg', 'S S     30.001 kg']) bench.answer(line)
  expect(bench.readings.map((reading) => reading.kind)).toEqual(['over', 'under', 'under', 'over'])
  expect(bench.readings.some((reading) => 'grams' in reading)).toBe(false)
})

test('[FAULT-13] a reply cut at every byte is the same reply', async () => {
  const line = 'S S     12.345 kg\r\n'
  for (let cut = 0; cut <= line.length; cut += 1) {
    const bench = await connectedScale()
    bench.answer('S S      0.000 kg')
    bench.link().receive(line.slice(0, cut))
    bench.link().receive(line.slice(cut))
    expect(bench.readings).toMatchObject([{ kind: 'stable', grams: 12_345 }])
    await bench.scale.close()
  }
})

test('[FAULT-13] a megabyte without an end is one fault and the scale goes on', async () => {
  const bench = await connectedScale()
  bench.answer('S S      1.000 kg')
  bench.link().receive(`${'9'.repeat(1_000_000)}\r\n`)
  bench.link().receive('S S      2.000 kg\r\n')
  expect(bench.faults.map((fault) => fault.code)).toEqual(['garbage'])
  expect(bench.readings).toMatchObject([{ grams: 2_000 }])
})

test('[FAULT-14] bytes with the high bit set mean wrong settings, not a weight', async () => {
  const bench = await connectedScale()
  bench.answer('S S      1.000 kg')
  const parity = [...Buffer.from('S S      8.000 kg')].map((byte) => byte | 0x80)
  bench.link().receive(new Uint8Array([...parity, 0x0d, 0x0a]))
  expect(bench.readings).toEqual([])
  expect(bench.faults[0]?.code).toBe('protocol-mismatch')
  expect(bench.scale.state()).toMatchObject({ s: 'attention' })
})

test('a change of unit is converted and said', async () => {
  const bench = await connectedScale()
  bench.answer('S S      1.000 kg')
  bench.answer('S S      1.000 kg')
  bench.answer('S S      2.205 lb')
  expect(bench.readings).toMatchObject([{ grams: 1_000 }])
  bench.answer('S S      2.205 lb')
  expect(bench.readings).toMatchObject([{ grams: 1_000 }, { grams: 1_000, unit: 'lb' }])
  expect(bench.faults.map((fault) => fault.code)).toEqual(['scale-unit-changed'])
})

test('a lost connection leaves no weight behind', async () => {
  const bench = await connectedScale()
  bench.answer('S S      1.000 kg')
  bench.answer('S S      1.000 kg')
  bench.link().drop()
  expect(bench.scale.latest()).toBeNull()
  bench.clock.advance(250)
  await settled()
  bench.clock.advance(0)
  bench.link().receive('S S      1.000 kg\r\n')
  expect(bench.scale.latest()).toBeNull()
})

test('[FAULT-12] after a missed answer the next may be the missed one, and is not taken', async () => {
  const bench = await connectedScale()
  bench.answer('S S      1.000 kg')
  bench.clock.advance(600 + 300)
  // The first question's answer, just after the second was asked.
  bench.answer('S S      7.777 kg')
  expect(bench.readings).toEqual([])
  bench.answer('S S      1.000 kg')
  expect(bench.readings).toMatchObject([{ grams: 1_000 }])
})

test('a scale that speaks by itself is started, and lost when it falls silent', async () => {
  const bench = await connectedScale({ mode: 'streamed' })
  expect(bench.link().writtenText()).toBe('SIR\r\n')
  for (let turn = 0; turn < 3; turn += 1) bench.answer('S S      1.000 kg')
  expect(bench.readings).toMatchObject([{ grams: 1_000 }, { grams: 1_000 }])
  bench.clock.advance(2_500)
  expect(bench.scale.state()).toMatchObject({ s: 'ready' })
  bench.clock.advance(500)
  expect(bench.scale.state()).toMatchObject({ s: 'lost', last: { code: 'no-answer' } })
  expect(bench.scale.latest()).toBeNull()
})

test('[FAULT-14] a question answered by nothing but bytes is a wrong setting, said once', async () => {
  const bench = await connectedScale()
  for (let turn = 0; turn < 4; turn += 1) {
    bench.link().receive(Uint8Array.of(0x00, 0x1e, 0x78))
    bench.clock.advance(900)
  }
  expect(bench.faults.map((fault) => fault.code)).toEqual(['protocol-mismatch'])
  expect(bench.scale.state()).toMatchObject({ s: 'attention' })
  expect(bench.links).toHaveLength(1)
})

test('below zero for long means that zero is wrong, and is said once', async () => {
  const bench = await connectedScale()
  bench.answer('S S      0.000 kg')
  for (let turn = 0; turn < 80; turn += 1) bench.answer('S S     -0.150 kg')
  expect(bench.faults.map((fault) => fault.code)).toEqual(['scale-needs-zero'])
  expect(bench.scale.state()).toMatchObject({ s: 'attention' })
  bench.answer('S S      0.000 kg')
  bench.answer('S S      0.000 kg')
  expect(bench.scale.state()).toMatchObject({ s: 'ready' })
})

test('what was said a while ago is no weight that lies there now', async () => {
  const bench = await connectedScale({ mode: 'streamed' })
  for (let turn = 0; turn < 3; turn += 1) bench.answer('S S      1.000 kg')
  expect(bench.scale.latest()).toMatchObject({ grams: 1_000 })
  bench.clock.advance(1_500)
  expect(bench.scale.state()).toMatchObject({ s: 'ready' })
  expect(bench.scale.latest()).toBeNull()
})

test('a tare on the scale is said for as long as it is set, as a unit weighs what all of it does', async () => {
  const bench = await connectedScale({ protocol: 'toledo-8217', unit: 'kg' })
  const says = (frame: string): void => {
    bench.link().receive(frame)
    bench.clock.advance(200)
  }
  for (let turn = 0; turn < 60; turn += 1) says('\x0202.500N\r')
  expect(bench.scale.state()).toMatchObject({ s: 'attention' })
  expect(bench.faults.map(({ code, detail }) => [code, detail])).toEqual([
    ['scale-fault', 'A tare is set on the scale: empty it and press its tare key'],
  ])
  says('\x0202.700\r')
  expect(bench.scale.state()).toMatchObject({ s: 'ready' })
})

test('more than any scale of a warehouse carries is no weight, also where no limit was set', async () => {
  const bench = await connectedScale()
  for (let turn = 0; turn < 3; turn += 1) bench.answer('S S 99999999 kg')
  expect(new Set(bench.readings.map(({ kind }) => kind))).toEqual(new Set(['over']))
})

test('a scale that closes answers nothing and asks nothing any more', async () => {
  const bench = await connectedScale()
  bench.answer('S S      1.000 kg')
  const closed = bench.scale.close()
  bench.link().receive('S S      1.000 kg\r\n')
  await closed
  expect(bench.clock.waiting()).toBe(0)
  expect(await bench.scale.capture({ timeoutMs: 1_000 })).toMatchObject({ ok: false })
  expect(bench.clock.waiting()).toBe(0)
})

/** A report of a HID scale in grams. */
const hidReport = (status: number, grams: number): Uint8Array =>
  Uint8Array.of(3, status, 2, 0, grams % 256, Math.floor(grams / 256))
const HID_MOTION = 3
const HID_STABLE = 4

async function hidScale() {
  const bench = await connectedScale({ protocol: 'hid-pos', link: 'hid://0922:8003' })
  const says = (status: number, grams: number, thenMs = 100): void => {
    bench.link().receive(hidReport(status, grams))
    bench.clock.advance(thenMs)
  }
  return { ...bench, says }
}

test('a HID scale that only tells of changes comes to rest by its silence', async () => {
  const bench = await hidScale()
  for (const grams of [0, 200, 900, 1_400]) bench.says(HID_MOTION, grams)
  const captured = bench.scale.capture({ timeoutMs: 10_000 })
  bench.says(HID_STABLE, 1_500)
  expect(bench.scale.latest()).toMatchObject({ kind: 'motion', grams: 1_500 })
  bench.clock.advance(SCALE_REST_MS)
  expect(bench.scale.latest()).toMatchObject({ kind: 'stable', grams: 1_500 })
  expect(await captured).toMatchObject({ value: { grams: 1_500 } })
  expect(bench.readings.slice(-2)).toMatchObject([
    { kind: 'stable', grams: 1_500 },
    { kind: 'stable', grams: 1_500 },
  ])
  expect(bench.clock.waiting()).toBe(0)
  bench.clock.advance(60_000)
  expect(bench.scale.latest()).toMatchObject({ kind: 'stable', grams: 1_500 })
})

test('a HID scale that was idle weighs what is put on it first', async () => {
  const bench = await hidScale()
  bench.clock.advance(SCALE_STALE_MS)
  bench.says(HID_MOTION, 900)
  bench.says(HID_STABLE, 1_500, SCALE_REST_MS)
  expect(bench.scale.latest()).toMatchObject({ kind: 'stable', grams: 1_500 })
})

test('[FAULT-15] what a HID scale kept from the weighing before is no weight, silent or not', async () => {
  const bench = await hidScale()
  bench.says(HID_STABLE, 1_500)
  bench.says(HID_STABLE, 1_500, 60_000)
  expect([bench.readings, bench.scale.latest()]).toEqual([[], null])
})

test('a HID scale that moves or goes away before it was silent has no weight at rest', async () => {
  const bench = await hidScale()
  for (const grams of [0, 900]) bench.says(HID_MOTION, grams)
  bench.says(HID_STABLE, 1_500, SCALE_REST_MS - 1)
  bench.says(HID_MOTION, 1_600, 10 * SCALE_REST_MS)
  expect(bench.scale.latest()).toMatchObject({ kind: 'motion', grams: 1_600 })
  bench.says(HID_STABLE, 1_700, SCALE_REST_MS - 1)
  bench.link().drop()
  expect(bench.readings.filter(({ kind }) => kind === 'stable')).toHaveLength(2)
  await bench.scale.close()
  expect(bench.clock.waiting()).toBe(0)
})

test('a HID scale that tells all the time must go on telling: silent, it hangs', async () => {
  const bench = await hidScale()
  for (let turn = 0; turn < 8; turn += 1) bench.says(HID_STABLE, 0)
  bench.says(HID_MOTION, 900)
  bench.says(HID_STABLE, 1_500, 10 * SCALE_REST_MS)
  expect(bench.scale.latest()).toMatchObject({ kind: 'motion' })
})

test('silence of a bench that was busy is not the scale’s', async () => {
  const bench = await hidScale()
  for (const grams of [0, 900]) bench.says(HID_MOTION, grams)
  bench.link().receive(hidReport(HID_STABLE, 1_500))
  bench.clock.stall(SCALE_REST_MS + 500)
  bench.clock.advance(0)
  bench.says(HID_MOTION, 1_600)
  expect(bench.readings.filter(({ kind }) => kind === 'stable')).toHaveLength(1)
})

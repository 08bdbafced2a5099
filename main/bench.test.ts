import { argon2Sync } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

import { BADGE_WAIT_MS, WEIGHT_RETRY_MS } from './bench.ts'
import { badge, CODE, list, operator } from './testing/floor.ts'
import { type Known, realBench } from './testing/real-bench.ts'
import { OAK, PRODUCTS } from './testing/shop.ts'
import { tempFolder } from './testing/temp-folder.ts'

const LIST = list('l1', [{ sku: OAK.sku, requested: 2, eachWeightGrams: OAK.grams }])

const SHOP: Known[] = [
  ...PRODUCTS.map((doc) => ({ kind: 'product' as const, id: doc.sku, doc })),
  { kind: 'operator', id: 'sanne', doc: operator('sanne', ['picker', 'loader']) },
  { kind: 'operator', id: 'daan', doc: operator('daan', ['picker']) },
  { kind: 'pick-list', id: LIST.id, doc: LIST },
]

const pickedOf = ({ view }: ReturnType<typeof realBench>) =>
  view.get('pick-list', LIST.id)?.lines[0]?.picked

test('a scan that was committed is never said to be lost, whatever fails after the commit', () => {
  const parts = realBench(SHOP, {
    onCommitted: () => {
      throw new Error('the print queue could not be read')
    },
  })
  const done = parts.scan(badge('sanne'), LIST.code, OAK.ean)
  expect(done.map((one) => one?.became)).toEqual(['action', 'action', 'action'])
  expect(parts.sounds).toEqual(['good', 'good', 'good'])
  expect(parts.bench.alert).toBeNull()
  expect(parts.troubles.join()).toContain('print queue')
  expect(pickedOf(parts)).toBe(1)
  parts.close()
})

test('a scan that could not be committed has changed nothing, in memory or on disk', () => {
  const parts = realBench(SHOP)
  parts.scan(badge('sanne'), LIST.code)
  const { lastSeq } = parts.log
  parts.log.db.exec(
    "CREATE TRIGGER full BEFORE INSERT ON scan BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  )
  expect(parts.scan(OAK.ean)).toEqual([null])
  expect(parts.sounds.at(-1)).toBe('bad')
  expect(parts.bench.alert?.reason).toBe('log-full')
  expect(parts.log.lastSeq).toBe(lastSeq)
  expect(pickedOf(parts)).toBe(0)
  parts.log.db.exec('DROP TRIGGER full')
  expect(parts.scan(OAK.ean)[0]?.became).toBe('action')
  expect(pickedOf(parts)).toBe(1)
  parts.log.verifyTail()
  parts.close()
})

test('who did it stands in the log as it was decided, across a change of operator', () => {
  const parts = realBench(SHOP)
  parts.scan(badge('sanne'), badge('daan'))
  const who = parts.log.actionsFrom(1, 10).map(({ body }) => {
    const { type, operatorId } = JSON.parse(body) as { type: string; operatorId: string }
    return `${type} ${operatorId}`
  })
  expect(who).toEqual(['session.sign-in sanne', 'session.sign-out sanne', 'session.sign-in daan'])
  parts.close()
})

/** The list picked and its one unit closed: its label is queued. */
function closed(parts: ReturnType<typeof realBench>) {
  parts.scan(badge('sanne'), LIST.code, OAK.ean, OAK.ean, CODE['CLOSE'] ?? '')
  const [waiting] = parts.jobs.waiting('p1')
  const job = waiting === undefined ? null : parts.jobs.get(waiting.id)
  if (job === null || job.unitId === null) throw new Error('no label was queued')
  parts.jobs.move(job.id, 'send', { at: 'now' })
  return { ...job, unitId: job.unitId }
}

test('what became of a label and its action are one commit', () => {
  const parts = realBench(SHOP)
  const job = closed(parts)
  parts.log.db.exec(
    "CREATE TRIGGER full BEFORE INSERT ON action BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  )
  parts.bench.takePrintOutcome(job, { outcome: 'printed', detail: '' })
  // Still being sent as far as the journal knows, so a restart asks about it.
  expect(parts.jobs.interrupted().map(({ id }) => id)).toEqual([job.id])
  parts.log.db.exec('DROP TRIGGER full')
  parts.bench.takePrintOutcome(job, { outcome: 'printed', detail: 'ok' })
  expect(parts.jobs.get(job.id)).toMatchObject({ state: 'printed', detail: 'ok' })
  expect(parts.view.get('unit', job.unitId)?.label.lastCopy).toBe(1)
  parts.close()
})

test('a place that an earlier version saved is filled up, not stumbled over', () => {
  const first = realBench(SHOP)
  first.scan(badge('sanne'))
  const { operatorId, place } = first.submit.state
  first.log.transaction(() =>
    first.log.setMeta('workflow', JSON.stringify({ operatorId, place, multiplier: 1 })),
  )
  first.close()
  const again = realBench(SHOP, {}, first.folder)
  expect(again.scan(LIST.code, OAK.ean).map((done) => done?.became)).toEqual(['action', 'action'])
  again.close()
})

test('[LOG-6] a log that does not prove itself takes no more scans, and the operator is told', () => {
  const parts = realBench(SHOP)
  parts.scan(badge('sanne'), LIST.code)
  const { lastSeq } = parts.log
  parts.bench.stopRecording()
  expect(parts.scan(OAK.ean)).toEqual([null])
  expect(parts.bench.alert?.reason).toBe('log-damaged')
  expect(parts.log.lastSeq).toBe(lastSeq)
  parts.close()
})

const stable = (grams: number) =>
  ({ at: 0, kind: 'stable', grams, unit: 'g', raw: `S S ${grams} g` }) as const
const moving = { ...stable(3_000), kind: 'motion' } as const

test('[FAULT-15] goods that were not taken off the scale are no new weight, however it trembles', () => {
  const parts = realBench(SHOP, { scaleDivisionGrams: 5 })
  const says = (...readings: Parameters<typeof parts.bench.takeReading>[0][]) => {
    for (const reading of readings) parts.bench.takeReading(reading)
    return parts.submit.state.isWeightFresh
  }
  parts.scan(badge('sanne'), LIST.code, OAK.ean)
  expect(says(stable(3_000), stable(3_000))).toBe(true)
  // From here on the weight that lies there has had its say.
  parts.scan(CODE['UNDO'] ?? '')
  expect(says(stable(3_000), moving, stable(3_000), stable(3_000))).toBe(false)
  expect(says(stable(3_005), stable(3_005))).toBe(false)
  expect(says(stable(0), stable(3_000), stable(3_000))).toBe(true)
  parts.close()
})

test('a weight that could not be recorded is not lost: it counts as soon as it can be', () => {
  const parts = realBench(SHOP)
  parts.log.db.exec(
    "CREATE TRIGGER full BEFORE UPDATE ON meta BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  )
  parts.log.db.exec(
    "CREATE TRIGGER full2 BEFORE INSERT ON meta BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  )
  for (let turn = 0; turn < 10; turn += 1) parts.bench.takeReading(stable(3_000))
  expect(parts.submit.state.isWeightFresh).toBe(false)
  expect(parts.troubles).toHaveLength(1)
  parts.log.db.exec('DROP TRIGGER full; DROP TRIGGER full2')
  parts.clock.advance(WEIGHT_RETRY_MS)
  parts.bench.takeReading(stable(3_000))
  expect(parts.submit.state.isWeightFresh).toBe(true)
  parts.close()
})

test('an empty scale beside it takes nothing from a weight', () => {
  const parts = realBench(SHOP)
  for (let turn = 0; turn < 2; turn += 1) {
    parts.bench.takeReading(stable(3_000), 'table')
    parts.bench.takeReading(stable(0), 'floor')
  }
  expect(parts.submit.state.isWeightFresh).toBe(true)
  parts.close()
})

const PIN = '483920'

/** Too heavy on the scale, and Karim's badge was scanned: the bench asks for his PIN. */
function askedForPin(folder?: string) {
  const salt = Buffer.from('sixteen bytes :)')
  const cost = { memory: 64, passes: 1, parallelism: 1 }
  const tag = argon2Sync('argon2id', { message: PIN, nonce: salt, tagLength: 32, ...cost })
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '')
  const pinHash = `$argon2id$v=19$m=64,t=1,p=1$${text(salt)}$${text(tag)}`
  const karim = { ...operator('karim', ['supervisor']), pinHash }
  const known = [...SHOP, { kind: 'operator' as const, id: 'karim', doc: karim }]
  const reading = {
    at: 0,
    kind: 'stable' as const,
    grams: 9_000,
    unit: 'g' as const,
    raw: 'S 9000',
  }
  const scale = { hasScale: true, reading, divisionGrams: 5 }
  const parts = realBench(known, {}, folder, scale)
  const close = CODE['CLOSE'] ?? ''
  parts.scan(badge('sanne'), LIST.code, OAK.ean, OAK.ean, close, badge('karim'))
  return parts
}

test('the host holds the digits against the hash; they stand nowhere afterwards', async () => {
  const folder = tempFolder()
  const parts = askedForPin(folder)
  expect(parts.submit.state.prompt).toMatchObject({ step: 'pin', supervisor: 'Karim' })
  expect(await parts.bench.takePin('000000')).toBe(true)
  expect(parts.submit.state.prompt).toMatchObject({ step: 'pin', triesLeft: 2 })
  expect(await parts.bench.takePin(PIN)).toBe(true)
  expect(parts.submit.state.prompt).toMatchObject({ step: 'reason', supervisor: 'Karim' })
  expect(parts.troubles).toEqual([])
  parts.close()
  const files = readdirSync(folder).map((name) => join(folder, name))
  const written = files.filter((path) => statSync(path).isFile()).map((path) => readFileSync(path))
  expect(written.length).toBeGreaterThan(1)
  for (const bytes of written) {
    expect(bytes.includes(PIN)).toBe(false)
  }
})

test('many guesses at once are one; three in all lock the badge', async () => {
  const parts = askedForPin()
  const guesses = Array.from({ length: 40 }, (_, guess) => String(100_000 + guess))
  const taken = await Promise.all(guesses.map((digits) => parts.bench.takePin(digits)))
  expect(taken.filter(Boolean)).toHaveLength(1)
  for (const digits of guesses) await parts.bench.takePin(digits)
  expect(parts.bench.alert?.reason).toBe('pin-locked')
  expect(parts.submit.state.prompt).toBeNull()
  expect(await parts.bench.takePin(PIN)).toBe(false)
  parts.close()
})

test('a PIN that nobody asked for is not taken', async () => {
  const parts = realBench(SHOP)
  expect(await parts.bench.takePin(PIN)).toBe(false)
  parts.scan(badge('sanne'))
  expect(await parts.bench.takePin(PIN)).toBe(false)
  parts.close()
})

test('[ID-2] a log that was put back records nothing more, whoever speaks: a scan, a scale, a printer', () => {
  const parts = realBench(SHOP)
  parts.scan(badge('sanne'), LIST.code)
  const { lastSeq } = parts.log
  parts.bench.stopRecording('log-set-back')
  expect(parts.scan(OAK.ean)).toEqual([null])
  expect(parts.sounds.at(-1)).toBe('bad')
  expect(parts.bench.alert?.reason).toBe('log-set-back')
  const reading = { at: 0, kind: 'stable', grams: 1_000, unit: 'g', raw: 'S S 1000 g' } as const
  parts.bench.takeReading(reading)
  parts.bench.takeReading(reading)
  parts.clock.advance(60 * 60 * 1_000)
  expect(parts.log.lastSeq).toBe(lastSeq)
  parts.close()
})

test('a badge that a screen waits for goes to the screen, and changes nobody’s work', async () => {
  const parts = realBench(SHOP)
  parts.scan(badge('sanne'), LIST.code)
  const { lastSeq } = parts.log
  const waiting = parts.bench.nextBadge(undefined)
  expect(await parts.bench.nextBadge(undefined)).toBeNull()
  expect(parts.scan(OAK.ean)[0]?.became).toBe('action')
  expect(parts.scan(badge('daan'))[0]?.became).toBe('command')
  expect(await waiting).toBe(badge('daan'))
  expect(parts.submit.state.operatorId).toBe('sanne')
  expect(parts.log.lastSeq).toBe(lastSeq + 1)
  const scans = parts.log.db.prepare('SELECT text FROM scan ORDER BY id').pluck().all()
  expect(scans).toEqual(['badge', LIST.code, OAK.ean, 'badge'])
  expect(parts.scan(badge('daan'))[0]?.became).toBe('action')
  parts.close()
})

test('a screen that is closing, or waits for nobody, lets go of the badge', async () => {
  const parts = realBench(SHOP)
  const closing = new AbortController()
  const first = parts.bench.nextBadge(closing.signal)
  closing.abort()
  expect(await first).toBeNull()
  const second = parts.bench.nextBadge(undefined)
  parts.clock.advance(BADGE_WAIT_MS)
  expect(await second).toBeNull()
  expect(parts.scan(badge('sanne'))[0]?.became).toBe('action')
  parts.close()
})

test('a supervisor’s badge is taken at a bench that records nothing any more', async () => {
  const parts = realBench(SHOP)
  parts.bench.stopRecording('log-forked')
  const waiting = parts.bench.nextBadge(undefined)
  parts.scan(badge('daan'))
  expect(await waiting).toBe(badge('daan'))
  expect(parts.log.db.prepare('SELECT count(*) FROM scan').pluck().get()).toBe(0)
  parts.close()
})

test('[LOG-5] a supervisor’s badge is taken, and nothing thrown, where the scan log can’t be written', async () => {
  const parts = realBench(SHOP)
  const waiting = parts.bench.nextBadge(undefined)
  parts.log.db.exec(
    "CREATE TRIGGER full BEFORE INSERT ON scan BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
  )
  expect(() => parts.scan(badge('daan'))).not.toThrow()
  expect(await waiting).toBe(badge('daan'))
  expect(parts.troubles.join()).toContain('the disk is full')
  parts.close()
})

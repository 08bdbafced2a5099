import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LabelDocument } from '#contract/label/label-document.ts'
import { rasterToPng } from '../../labels/raster-png.ts'
import { readBarcodes } from '../../labels/read-barcodes.ts'
import { renderLabel } from '../../labels/render-label.ts'
import { pictureJobs, RASTER_LANGUAGES } from '../../testing/printed-label.ts'
import { brotherDialect } from '../printer/brother-dialect.ts'
import { escPosDialect } from '../printer/escpos-dialect.ts'
import { tsplDialect } from '../printer/tspl-dialect.ts'
import type { PictureJobEvent } from './picture-job.ts'

const DIALECTS = { tspl: tsplDialect, escpos: escPosDialect, 'brother-ql': brotherDialect }

type Raster = (typeof RASTER_LANGUAGES)[number]

/** A small label with ink from its top to its foot, so that a cut falls into every kind of byte. */
function smallLabel(text: string): LabelDocument {
  return {
    widthMm: 62,
    heightMm: 29,
    elements: [
      { kind: 'qr', xMm: 4, yMm: 5, moduleMm: 0.625, text },
      { kind: 'text', xMm: 32, yMm: 6, fontMm: 3, widthMm: 26, text, maxLines: 3 },
      { kind: 'line', xMm: 2, yMm: 24, widthMm: 58, heightMm: 1 },
    ],
  }
}

function bytesOf(language: Raster, text: string): Promise<Uint8Array> {
  return renderLabel(smallLabel(text), { language, dpi: 203, widthMm: 62, heightMm: 29 })
}

function labelsIn(events: readonly PictureJobEvent[]) {
  return events.flatMap((event) => (event.kind === 'label' ? [event.label] : []))
}

function hash(events: readonly PictureJobEvent[]): string[] {
  return events.map((event) =>
    event.kind === 'status'
      ? `${event.command} ${event.n}`
      : `${event.kind} ${Buffer.from(event.label.picture.bytes).toString('base64')}`,
  )
}

test.each(RASTER_LANGUAGES)('%s is read alike however its bytes arrive', async (language) => {
  const job = Buffer.concat([await bytesOf(language, 'one'), await bytesOf(language, 'two')])
  const whole = hash(pictureJobs(language, 203).feed(job))
  expect(whole).toHaveLength(2)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: job.length }), { maxLength: 30 }), (places) => {
      const jobs = pictureJobs(language, 203)
      const cuts = [0, ...places.toSorted((a, b) => a - b), job.length]
      const events = cuts.slice(1).flatMap((to, n) => jobs.feed(job.subarray(cuts[n], to)))
      expect(hash(events)).toEqual(whole)
      expect(jobs.isPartial()).toBe(false)
    }),
    { numRuns: 20 },
  )
})

test.each(RASTER_LANGUAGES)('%s one byte at a time is still one label', async (language) => {
  const job = await bytesOf(language, 'byte by byte')
  const jobs = pictureJobs(language, 203)
  const events = [...job].flatMap((byte) => jobs.feed(Uint8Array.of(byte)))
  expect(hash(events)).toEqual(hash(pictureJobs(language, 203).feed(job)))
})

test.each(RASTER_LANGUAGES)('no garbage stops what reads %s', (language) => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 10 }), (chunks) => {
      const jobs = pictureJobs(language, 203)
      const events = chunks.flatMap((chunk) => jobs.feed(chunk))
      // What is no label of ours may ask, and may tear paper, and that is all.
      expect(events.length).toBeLessThan(3_000)
    }),
  )
})

test.each(RASTER_LANGUAGES)(
  '[FAULT-4] a label of %s that is cut after any byte leaves the next one as it should be',
  async (language) => {
    const cut = await bytesOf(language, 'the label that is cut')
    const next = await bytesOf(language, 'the next label')
    const [whole, expected] = [cut, next].map((job) => hash(pictureJobs(language, 203).feed(job)))
    const spoiled: number[] = []
    for (const at of placesIn(cut.length)) {
      const jobs = pictureJobs(language, 203)
      const before = labelsIn([
        ...jobs.feed(cut.subarray(0, at)),
        ...jobs.feed(DIALECTS[language].cleanUp(cut)),
      ])
      // Cut within the command to cut the paper, a label may come out, but only as it should be.
      const isOut = before.length === 0 || isEqual(before, whole)
      if (!isOut || !isEqual(labelsIn(jobs.feed(next)), expected)) spoiled.push(at)
    }
    expect(spoiled).toEqual([])
  },
)

test('what a printer would set in its own letters is told as text', () => {
  const tspl = pictureJobs('tspl', 203).feed(
    Buffer.from('SIZE 60 mm,40 mm\r\nCLS\r\nTEXT 10,10,"3",0,1,1,"12 \\["] łąka"\r\nPRINT 1,1\r\n'),
  )
  expect(labelsIn(tspl)[0]?.texts).toEqual(['12 " łąka'])
  const text = Buffer.from('Ż-42 zażółć')
  const store = [0x1d, 0x28, 0x6b, text.length + 3, 0, 49, 80, 48]
  const escpos = pictureJobs('escpos', 203).feed(
    Buffer.concat([Buffer.from(store), text, Buffer.from('hello\n'), Buffer.from([0x1d, 0x56, 0])]),
  )
  expect(labelsIn(escpos)[0]?.texts).toEqual(['Ż-42 zażółć', 'hello'])
})

test('questions are heard between labels and never in their dots', async () => {
  const asked = {
    tspl: [0x1b, 0x21, 0x3f],
    escpos: [0x10, 0x04, 0x02],
    'brother-ql': [0x1b, 0x69, 0x53],
  }
  for (const language of RASTER_LANGUAGES) {
    const job = await bytesOf(language, 'between two questions')
    const question = Uint8Array.from(asked[language])
    const events = pictureJobs(language, 203).feed(Buffer.concat([question, job, question]))
    expect(events.map(({ kind }) => kind)).toEqual(['status', 'label', 'status'])
  }
})

test.each(RASTER_LANGUAGES)('the code on a small label is read from %s', async (language) => {
  const [label] = labelsIn(pictureJobs(language, 203).feed(await bytesOf(language, 'LLLA0101')))
  if (label === undefined) throw new Error('nothing came out')
  expect(await readBarcodes(rasterToPng(label.picture))).toMatchObject([{ text: 'LLLA0101' }])
})

function isEqual(labels: ReturnType<typeof labelsIn>, expected: string[] | undefined): boolean {
  const events = labels.map((label): PictureJobEvent => ({ kind: 'label', label }))
  return hash(events).join() === expected?.join()
}

/** Every byte of the beginning and the end, and of one band or row between; elsewhere every 41st. */
function placesIn(length: number): number[] {
  const isDense = (at: number) => at < 600 || at > length - 200 || (at > 4_000 && at < 4_400)
  return Array.from({ length: length - 1 }, (_, n) => n + 1).filter(
    (at) => isDense(at) || at % 41 === 0,
  )
}

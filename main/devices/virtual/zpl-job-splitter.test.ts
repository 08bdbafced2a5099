import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createZplJobSplitter } from './zpl-job-splitter.ts'

const INPUT = '\r\n^XA^FDÆble^FS^XZ\n~HS^XA^FDtwo^FS~HS^XZ^XA^FDhalf'

function kinds(chunks: Buffer[]): string[] {
  const splitter = createZplJobSplitter()
  return chunks
    .flatMap((chunk) => splitter.feed(chunk))
    .map((event) => (event.kind === 'label' ? event.zpl : event.kind))
}

test('labels and immediate commands come out whole, wherever the bytes are cut', () => {
  const whole = Buffer.from(INPUT)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), (size) => {
      const chunks: Buffer[] = []
      for (let at = 0; at < whole.length; at += size) chunks.push(whole.subarray(at, at + size))
      expect(kinds(chunks).filter((kind) => kind !== 'host-status')).toEqual([
        '^XA^FDÆble^FS^XZ',
        '^XA^FDtwo^FS^XZ',
      ])
      expect(kinds(chunks)).toHaveLength(4)
    }),
  )
})

test('half a label swallows the next one, as on a real printer, unless it is cleaned up', () => {
  const dirty = createZplJobSplitter()
  dirty.feed(Buffer.from('^XA^FDhalf'))
  expect(dirty.isPartial()).toBe(true)
  const [swallowed] = dirty.feed(Buffer.from('^XA^FDnext^FS^XZ'))
  expect(swallowed).toEqual({ kind: 'label', zpl: '^XA^FDhalf^XA^FDnext^FS^XZ' })

  const cleaned = createZplJobSplitter()
  cleaned.feed(Buffer.from('^XA^FDhalf'))
  expect(cleaned.feed(Buffer.from('^XZ~JA^XA^FDnext^FS^XZ')).slice(1)).toEqual([
    { kind: 'cancel-all' },
    { kind: 'label', zpl: '^XA^FDnext^FS^XZ' },
  ])
})

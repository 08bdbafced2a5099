import { expect, test } from 'vitest'
import { maskQrText, personalMask } from './personal-mask.ts'
import type { Happened, RecordedEvent } from './recorded-event.ts'

const QR = 'LL1|387123450000000017|1|SO-100|Zażółć Łęcki|1011 AB Amsterdam|0badcafe'
const HEAD: Happened = {
  kind: 'head',
  boot: 'b',
  devices: [
    { id: 's1', kind: 'scanner', link: 'tcp://127.0.0.1:1', speaks: 'none' },
    { id: 'p1', kind: 'printer', link: 'tcp://127.0.0.1:2', speaks: 'zpl' },
  ],
}

function masked(happened: Happened[], everyMs = 1): RecordedEvent[] {
  const mask = personalMask()
  return [HEAD, ...happened].map((event, index) => {
    return mask({ v: 1, at: index * everyMs, mono: index * everyMs, ...event })
  })
}

const bytes = (kind: 'in' | 'out', device: string, text: string): Happened => {
  return { kind, device, link: 1, bytes: Buffer.from(text, 'utf8').toString('base64') }
}

const textsOf = (events: RecordedEvent[]): string[] =>
  events.flatMap((event) =>
    event.kind === 'in' || event.kind === 'out'
      ? [Buffer.from(event.bytes, 'base64').toString('utf8')]
      : [],
  )

test('name and address leave a unit’s QR, its number and orders stay', () => {
  const shown = maskQrText(QR)
  expect(shown).toMatch(/^LL1\|387123450000000017\|1\|SO-100\|\*+\|\*+\|0badcafe$/)
  expect(masked([{ kind: 'scan', device: 's1', text: QR, aim: null }])[1]).toMatchObject({
    text: shown,
  })
})

test('the same holds for the bytes of a scanner, cut at every byte', () => {
  const raw = Buffer.from(`${QR}\r\n`)
  for (let cut = 1; cut < raw.length; cut += 1) {
    const pieces = [raw.subarray(0, cut), raw.subarray(cut)].map((piece): Happened => {
      return { kind: 'in', device: 's1', link: 1, bytes: piece.toString('base64') }
    })
    const text = textsOf(masked(pieces)).join('')
    expect(text).toContain('|387123450000000017|1|SO-100|')
    expect(text).not.toMatch(/cki|Amsterdam|1011/)
    expect(text).toHaveLength(raw.length)
  }
})

test('half a QR does not hide the scan after it', () => {
  const half = bytes('in', 's1', 'LL1|387123450000000017|1|SO-100|Jan')
  expect(textsOf(masked([half, bytes('in', 's1', '4006381333931\r\n')], 1_000))[1]).toBe(
    '4006381333931\r\n',
  )
})

test('labels go, with how long they were; what a printer is asked stays', () => {
  const label = '^XA^FO10,10^FDJan Jansen^FS^XZ'
  const events = masked([
    bytes('out', 'p1', '~HS\r\n'),
    bytes('out', 'p1', label),
    bytes('out', 'p1', label.repeat(20)),
    bytes('out', 'p9', label),
    bytes('out', 's1', '\u0016\u0007\r'),
  ])
  expect(textsOf(events)).toEqual(['~HS\r\n', '', '', '', '\u0016\u0007\r'])
  expect(events[2]).toMatchObject({ cut: label.length })
})

test('product codes and shipping codes stay as they were', () => {
  const codes = ']C100387123450000000017\r\n4006381333931\r\n'
  expect(textsOf(masked([bytes('in', 's1', codes)]))).toEqual([codes])
})

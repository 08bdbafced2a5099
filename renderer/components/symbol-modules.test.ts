import { expect, test } from 'vitest'
import { barsOf, qrPath, type Bar } from './symbol-modules.ts'

function endOf(bar: Bar | undefined): number {
  return bar === undefined ? Number.NaN : bar[0] + bar[1]
}

test('the bars of an SSCC start with start character C and FNC1 and fill 156 modules', async () => {
  const good = await barsOf({
    kind: 'gs1-128',
    xMm: 0,
    yMm: 0,
    heightMm: 20,
    moduleMm: 0.5,
    elements: [{ ai: '00', value: '006141411234567890' }],
  })
  expect(good.slice(0, 6)).toEqual([
    [0, 2],
    [3, 1],
    [6, 3],
    [11, 4],
    [16, 1],
    [18, 3],
  ])
  expect(endOf(good.at(-1))).toBe(156)
})

test('bars never touch or overlap', async () => {
  const bars = await barsOf({
    kind: 'code-128',
    xMm: 0,
    yMm: 0,
    heightMm: 10,
    moduleMm: 0.5,
    text: 'A-04-2',
  })
  const gaps = bars.slice(1).map(([start], index) => start - endOf(bars[index]))
  expect(Math.min(...gaps)).toBeGreaterThan(0)
})

test('an SSCC with a wrong check digit is no label to draw', async () => {
  const element = { kind: 'gs1-128' as const, xMm: 0, yMm: 0, heightMm: 20, moduleMm: 0.5 }
  const wrong = barsOf({ ...element, elements: [{ ai: '00', value: '006141411234567891' }] })
  await expect(wrong).rejects.toThrow('checksum')
})

test('a QR has its three finders in the corners and nothing outside its side', async () => {
  const { path, modules } = await qrPath('LL1|006141411234567890|1|LL-1|Name|1011 AB City|12345678')
  expect((modules - 17) % 4).toBe(0)
  expect(path.startsWith('M0 0h1v1h-1z')).toBe(true)
  expect(path).toContain(`M${modules - 1} 0h`)
  expect(path).toContain(`M0 ${modules - 1}h`)
  expect(path).not.toContain(`M${modules} `)
})

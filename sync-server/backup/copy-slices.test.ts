import { expect, test } from 'vitest'
import { copySlices, SLICE_BYTES, type Slice } from './copy-slices.ts'

/** How much shorter rows are where they lie than as text. */
const PACKED = 3

/** A table by the number of rows in each page and the length of a row there. */
type Pages = { rows: number; rowBytes: number }[]

const place = (tid: string) => {
  const [page = 0, row = 0] = tid.slice(1, -1).split(',').map(Number)
  return { page, row }
}

function bytesIn(pages: Pages, { from, to }: Slice): number {
  const [first, last] = [place(from), place(to)]
  let bytes = 0
  for (const [page, { rows, rowBytes }] of pages.entries()) {
    // Rows are numbered from 1.
    for (let row = 1; row <= rows; row += 1) {
      const isFrom = page > first.page || (page === first.page && row >= first.row)
      const isBefore = page < last.page || (page === last.page && row < last.row)
      if (isFrom && isBefore) bytes += rowBytes
    }
  }
  return bytes
}

async function lengthsOf(pages: Pages): Promise<number[]> {
  const lengths: number[] = []
  // Long values lie there packed.
  const size = (slice: Slice) => Promise.resolve(bytesIn(pages, slice) / PACKED)
  const read = (slice: Slice) => Promise.resolve(new Uint8Array(bytesIn(pages, slice)))
  for await (const { length } of copySlices({ pages: pages.length, size, read })) {
    lengths.push(length)
  }
  return lengths
}

const repeat = (count: number, rows: number, rowBytes: number): Pages =>
  Array.from({ length: count }, () => ({ rows, rowBytes }))

const tables: [string, Pages][] = [
  ['short rows', repeat(900, 80, 100)],
  ['rows of many lengths', [...repeat(2_000, 20, 400), ...repeat(40, 10, 40_000)]],
  ['long rows only', repeat(6, 5, 3_000_000)],
  ['nothing, and then rows', [...repeat(700, 0, 0), ...repeat(700, 100, 80)]],
]

test.each(tables)(
  'each row of %s comes once, in slices that memory has room for',
  async (_, pages) => {
    const lengths = await lengthsOf(pages)
    const all = pages.reduce((sum, { rows, rowBytes }) => sum + rows * rowBytes, 0)
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(all)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(PACKED * SLICE_BYTES)
  },
)

test('a table without pages is not asked for', async () => {
  expect(await lengthsOf([])).toEqual([])
})

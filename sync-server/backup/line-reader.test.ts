import { expect, test } from 'vitest'
import { createLineReader } from './line-reader.ts'

async function* pieces(text: string, length: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

async function rowsOf(reader: ReturnType<typeof createLineReader>) {
  let count = 0
  const read: Buffer[] = []
  for await (const piece of reader.until('\\.', () => (count += 1))) read.push(Buffer.from(piece))
  return { count, text: Buffer.concat(read).toString(), read }
}

test.each([1, 2, 3, 7, 100])('lines are the same in pieces of %i bytes', async (length) => {
  const reader = createLineReader(pieces('head\na\n\nb\\.\n日本\n\\.\n\\.\ntail\nrest', length))
  expect(await reader.next()).toBe('head')
  const { count, text, read } = await rowsOf(reader)
  expect({ count, text }).toEqual({ count: 4, text: 'a\n\nb\\.\n日本\n' })
  expect(read.every((piece) => piece.at(-1) === 10)).toBe(true)
  expect((await rowsOf(reader)).count).toBe(0)
  expect(await reader.next()).toBe('tail')
  expect(await reader.next()).toBeUndefined()
})

test('rows without their end are a file that was cut off', async () => {
  const reader = createLineReader(pieces('a\nb', 2))
  await expect(rowsOf(reader)).rejects.toMatchObject({ code: 'Z_CUT_OFF' })
})

test('a row of many megabytes is put together once', { timeout: 5_000 }, async () => {
  const row = 'x'.repeat(48 * 1024 * 1024)
  const reader = createLineReader(pieces(`${row}\n\\.\n`, 16 * 1024))
  const { count, text } = await rowsOf(reader)
  expect({ count, length: text.length }).toEqual({ count: 1, length: row.length + 1 })
})

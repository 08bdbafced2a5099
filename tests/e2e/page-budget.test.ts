import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { firstLoadBytes, firstLoadFiles, totalBytes } from '../support/page-bytes.ts'

const PAGES = join(import.meta.dirname, '../../out/renderer')

/** Gzip bytes before the first screen of a bench. */
const FIRST_LOAD_BYTES_MAX = 300_000

/** Gzip bytes of everything the bench's page may ever fetch. */
const TOTAL_BYTES_MAX = 400_000

beforeAll(() => {
  if (!existsSync(join(PAGES, 'index.html'))) throw new Error('run `npm run build` first')
})

test('the bench shows its first screen after less than it may load', () => {
  const files = firstLoadFiles(PAGES)
  expect(files.some((file) => file.endsWith('.js'))).toBe(true)
  expect(files.some((file) => file.endsWith('.css'))).toBe(true)
  expect(firstLoadBytes(PAGES), files.join(', ')).toBeLessThan(FIRST_LOAD_BYTES_MAX)
})

test('label pictures and codes are fetched when one is drawn, and all together stay small', () => {
  const files = firstLoadFiles(PAGES)
  expect(files.filter((file) => file.includes('bwip-js'))).toEqual([])
  expect(totalBytes(PAGES)).toBeGreaterThan(firstLoadBytes(PAGES) - 10_000)
  expect(totalBytes(PAGES)).toBeLessThan(TOTAL_BYTES_MAX)
})

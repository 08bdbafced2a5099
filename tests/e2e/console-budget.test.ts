import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { BUILT_CONSOLE as BUILT } from '../support/console-desk.ts'
import { firstLoadFiles, gzipBytes, withImports } from '../support/page-bytes.ts'

/** Gzip bytes that every page of the office loads, also the one that asks who it is. */
const COMMON_BYTES_MAX = 240_000

/** Gzip bytes of one part of the console besides those, at its first opening. */
const PART_BYTES_MAX: Record<string, number> = {
  '/today': 80_000,
  '/orders': 128_000,
  '/capacity': 84_000,
  '/stock': 111_000,
  '/picking': 115_000,
  '/exceptions': 75_000,
  '/stations': 106_000,
  '/people': 100_000,
  '/settings': 110_000,
}

/** A file costs a browser a request, however small it is. */
const PART_FILES_MAX = 30

beforeAll(() => {
  if (!existsSync(join(BUILT, 'index.html'))) throw new Error('run `npm run build` first')
})

function filesOfParts(): Record<string, string[]> {
  const text = readFileSync(join(BUILT, 'first-files.json'), 'utf8')
  return z.record(z.string(), z.array(z.string())).parse(JSON.parse(text))
}

function bytesOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipBytes(join(BUILT, file)), 0)
}

test('what every page of the office loads stays small, and holds no charts, codes or shapes', () => {
  const files = firstLoadFiles(BUILT)
  expect(files.filter((file) => file.endsWith('.js')).length).toBeGreaterThan(0)
  expect(files.filter((file) => file.endsWith('.css')).length).toBeGreaterThan(0)
  expect(bytesOf(files), files.join(', ')).toBeLessThan(COMMON_BYTES_MAX)
  const scripts = files.filter((file) => file.endsWith('.js'))
  const text = scripts.map((file) => readFileSync(join(BUILT, file), 'utf8')).join('')
  expect(text).not.toContain('recharts')
  expect(text).not.toContain('bwipp')
  expect(text).not.toContain('ZodString')
})

describe.each(Object.entries(PART_BYTES_MAX))('%s', (part, bytesMax) => {
  test('opens with few files that are small together, and no charts among them', () => {
    const files = filesOfParts()[part] ?? []
    expect(files.length).toBeGreaterThan(0)
    expect(files.length, files.join(', ')).toBeLessThanOrEqual(PART_FILES_MAX)
    expect(bytesOf(files), files.join(', ')).toBeLessThan(bytesMax)
    const scripts = files.filter((file) => file.endsWith('.js'))
    for (const script of scripts) {
      expect(readFileSync(join(BUILT, script), 'utf8').includes('recharts-'), script).toBe(false)
    }
    // What a page names is all it imports: nothing is found out later.
    const known = new Set([...files, ...firstLoadFiles(BUILT)])
    expect(withImports(BUILT, scripts).filter((file) => !known.has(file))).toEqual([])
  })
})

test('every part of the menu says what it loads', () => {
  expect(Object.keys(filesOfParts()).toSorted()).toEqual(Object.keys(PART_BYTES_MAX).toSorted())
})

test('all scripts and styles lie there packed, and unpack to what they are', () => {
  const names = readdirSync(join(BUILT, 'assets'))
  const large = names.filter((name) => {
    const bytes = readFileSync(join(BUILT, 'assets', name)).length
    return /\.(?:js|css)$/.test(name) && bytes >= 1_024
  })
  expect(large.length).toBeGreaterThan(10)
  for (const name of large) {
    expect(names).toContain(`${name}.br`)
    expect(names).toContain(`${name}.gz`)
  }
})

test('the styles hold every class of the component library that the scripts use', () => {
  const library = readFileSync(
    createRequire(import.meta.url).resolve('@mantine/core/styles.css'),
    'utf8',
  )
  const classes = (text: string) => new Set(text.match(/\bm_[0-9a-f]{6,8}\b/g))
  const built = (ending: RegExp) =>
    readdirSync(join(BUILT, 'assets'))
      .filter((name) => ending.test(name))
      .map((name) => readFileSync(join(BUILT, 'assets', name), 'utf8'))
      .join('\n')
  const styled = classes(library)
  const there = classes(built(/\.css$/))
  const used = [...classes(built(/\.js$/))].filter((name) => styled.has(name))
  expect(used.length).toBeGreaterThan(50)
  expect(used.filter((name) => !there.has(name))).toEqual([])
})

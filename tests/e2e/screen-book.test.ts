import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bookPages, THEMES } from '../../scripts/screen-book/book-pages.ts'
import { CAPTIONS } from '../../scripts/screen-book/captions.ts'
import { OFFICE_CAPTIONS } from '../../scripts/screen-book/office-captions.ts'
import { SCREEN_WORDS } from '../support/screen-words.ts'

const FOLDER = join(import.meta.dirname, '../../docs/screens')

/** Whoever clones the repository takes the pictures along. */
const BYTES_MAX = 6 * 1024 * 1024

/** Folders within belong to other books. */
const files = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => name)
const pictures = bookPages().flatMap(({ name }) => THEMES.map((theme) => `${name}.${theme}.webp`))

test('every state of a bench has a line of its own in the screen book', () => {
  expect(Object.keys(SCREEN_WORDS).filter((name) => !(name in CAPTIONS))).toEqual([])
  const captions = bookPages().map(({ caption }) => caption)
  expect(captions.filter((caption) => caption.length < 10 || caption.length > 100)).toEqual([])
})

test('every state has a picture in both themes, and no picture is of a state that is gone', () => {
  expect(pictures.filter((picture) => !files.includes(picture))).toEqual([])
  const unknown = files.filter((file) => file !== 'README.md' && !pictures.includes(file))
  expect(unknown).toEqual([])
})

test('the book names every picture and is small enough to be cloned', () => {
  const text = readFileSync(join(FOLDER, 'README.md'), 'utf8')
  expect(pictures.filter((picture) => !text.includes(`(${picture})`))).toEqual([])
  const bytes = files.map((file) => statSync(join(FOLDER, file)).size)
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BYTES_MAX)
  expect(Math.min(...bytes)).toBeGreaterThan(2_000)
})

const OFFICE = join(FOLDER, 'office')

test('every page of the office in the book has its picture, taken by a test, and none is of what is gone', () => {
  const wanted = Object.keys(OFFICE_CAPTIONS)
  const there = readdirSync(OFFICE).filter((name) => name.endsWith('.webp'))
  expect(there.map((name) => name.replace('.webp', '')).toSorted()).toEqual(wanted.toSorted())
  const tests = readdirSync(import.meta.dirname).filter((name) => name.startsWith('console-'))
  const sources = tests.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join()
  const stem = (name: string) => name.split('-').slice(0, 2).join('-')
  expect(wanted.filter((name) => !sources.includes(stem(name)))).toEqual([])
})

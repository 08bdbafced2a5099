import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bookPages, THEMES } from '../../scripts/screen-book/book-pages.ts'
import { CAPTIONS } from '../../scripts/screen-book/captions.ts'
import { SCREEN_WORDS } from '../support/screen-words.ts'

const FOLDER = join(import.meta.dirname, '../../docs/screens')

/** Whoever clones the repository takes the pictures along. */
const BYTES_MAX = 6 * 1024 * 1024

const files = readdirSync(FOLDER)
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

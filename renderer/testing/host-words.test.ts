import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const HOST = globSync('main/devices/**/*.ts', { cwd: ROOT })
  .filter((path) => !path.endsWith('.test.ts'))
  .map((path) => readFileSync(join(ROOT, path), 'utf8'))
  .join('\n')
const WORDS = readFileSync(join(ROOT, 'renderer/station/host-words.ts'), 'utf8')

test('a sentence that the screen has words for is still one that the host says', () => {
  const known = [...WORDS.matchAll(/^ {2}(?:'(.+)'|"(.+)"): 'host\./gm)].map(
    ([, single, double]) => single ?? double ?? '',
  )
  expect(known.length).toBeGreaterThan(10)
  expect(known.filter((sentence) => !HOST.includes(sentence))).toEqual([])
})

test('what it says of a plug or an address is still said by the host', () => {
  const said = ['Nothing answers at ', ' did not answer in time', 'No permission to open ']
  const more = [' is in use by another program', ' is not there']
  expect([...said, ...more].filter((words) => !HOST.includes(words))).toEqual([])
})

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

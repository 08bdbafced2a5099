import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { expect, test } from 'vitest'
import { configurationText, findUnknownSetting, SETTINGS } from './settings.ts'

const ROOT = join(import.meta.dirname, '..')

test('the reference in docs says what the table says', async () => {
  const path = join(ROOT, 'docs/CONFIGURATION.md')
  const wanted = await format(configurationText(), { parser: 'markdown', printWidth: 140 })
  const squeezed = (text: string) => text.replaceAll(/[ -]+/g, ' ')
  expect(squeezed(readFileSync(path, 'utf8'))).toBe(squeezed(wanted))
})

test('every variable that the office reads stands in it', () => {
  const sources = globSync('sync-server/**/*.ts', { cwd: ROOT }).filter(
    (file) => !file.endsWith('.test.ts') && !file.endsWith('settings.ts'),
  )
  const read = new Set<string>()
  for (const file of sources) {
    const text = readFileSync(join(ROOT, file), 'utf8')
    for (const [, name = ''] of text.matchAll(/'(LOADLINE_[A-Z_]+[A-Z]|DATABASE_[A-Z]+)'/g))
      read.add(name)
  }
  const known = new Set(SETTINGS.map(({ name }) => name))
  expect(read.size).toBeGreaterThan(5)
  expect([...read].filter((name) => !known.has(name))).toEqual([])
})

test('a mistyped variable is found, with what was meant', () => {
  expect(findUnknownSetting({ LOADLINE_ADMN_TOKEN: 'x' })).toEqual({
    name: 'LOADLINE_ADMN_TOKEN',
    meant: 'LOADLINE_ADMIN_TOKEN',
  })
  expect(findUnknownSetting({ LOADLINE_COFFEE: 'black' })).toEqual({
    name: 'LOADLINE_COFFEE',
    meant: null,
  })
  expect(findUnknownSetting({ LOADLINE_STATION_TOKEN: 'x', PATH: '/bin' })).toBeNull()
})

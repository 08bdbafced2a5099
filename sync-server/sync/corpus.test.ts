import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readableVersions } from '#contract/actions/index.ts'
import { load, pickList, sscc, unit } from '#contract/testing/builders.ts'
import { TestFloor } from '#contract/testing/test-floor.ts'
import { decideBatch } from './decide-batch.ts'
import { readEntry } from './entry.ts'

const folder = join(import.meta.dirname, '../../contract/actions/corpus')

/** Hash of every file's content, however it is laid out. A shipped body is never changed: benches hold it. */
const FROZEN = read('frozen') as Record<string, string>

const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && name !== 'frozen.json')
  .map((name) => name.slice(0, -'.json'.length))

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
}

function entriesOf(name: string) {
  return (read(name) as object[]).map((body, index) =>
    readEntry({ seq: index + 1, id: `a-${name}-${index}`, hash: '', body: JSON.stringify(body) }),
  )
}

const CONTEXT = {
  stationId: 'north',
  now: '2026-03-02T08:00:00.000Z',
  leaseUntil: '2026-03-02T20:00:00.000Z',
}

test('[VER-1] the corpus holds bodies of every type and version that the office says it reads', () => {
  const expected = Object.entries(readableVersions()).flatMap(([type, versions]) =>
    versions.map((v) => `${type}.v${v}`),
  )
  expect(files.toSorted()).toEqual(expected.toSorted())
})

test('[VER-1] no body that was ever shipped has been edited, and none is gone', () => {
  const now = Object.fromEntries(
    files.map((name) => [name, hash('sha256', JSON.stringify(read(name)))]),
  )
  expect(now).toEqual(FROZEN)
})

test.each(files)('[VER-1] every body of %s is read as its type, and decided', (name) => {
  const entries = entriesOf(name)
  expect(entries.length).toBeGreaterThan(2)
  expect(entries.map(({ poison }) => poison)).toEqual(entries.map(() => null))
  expect(new Set(entries.map(({ type }) => type))).toEqual(new Set([name.replace(/\.v\d+$/, '')]))
  const floor = new TestFloor(pickList(), load(), load({ id: 'load-2' }), unit({ id: sscc(1) }))
  const { rulings } = decideBatch(entries, floor, CONTEXT)
  expect(rulings.filter(({ code }) => code === 'poison')).toEqual([])
})

test('[VER-1] with a clock and without one, a body means the same', () => {
  for (const name of files) {
    const [without, within] = entriesOf(name)
    expect(within?.action).toEqual(without?.action)
  }
})

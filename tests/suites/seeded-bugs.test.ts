import { expect, test } from 'vitest'
import { occurrences } from '../seeded-bugs/broken-tree.ts'
import { SEEDED_BUGS } from '../seeded-bugs/bugs.ts'
import { catchBug } from '../seeded-bugs/catch-bug.ts'

/** A copy of the tree, a database and some seeds each. */
const TIMEOUT_MS = 300_000

test('twelve bugs and more are seeded, each in code that still stands like that', () => {
  expect(SEEDED_BUGS.length).toBeGreaterThanOrEqual(12)
  const stale = SEEDED_BUGS.flatMap(({ name, edits }) =>
    edits.filter((edit) => occurrences(edit) !== 1).map(({ file }) => `${name}: ${file}`),
  )
  expect(stale).toEqual([])
})

test.each(SEEDED_BUGS)(
  'a seeded bug is caught: $name',
  async (bug) => {
    const { isCaught, output } = await catchBug(bug)
    expect(isCaught, output.slice(-4_000)).toBe(true)
  },
  TIMEOUT_MS,
)

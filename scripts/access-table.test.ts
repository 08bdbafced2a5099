import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ACCESS_FILE, accessTable } from './access-table.ts'

test('docs/ACCESS.md is current; `node scripts/access-table.ts` writes it', async () => {
  expect(readFileSync(ACCESS_FILE, 'utf8')).toBe(await accessTable())
})

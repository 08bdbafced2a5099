import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { ORDER_TRANSITIONS } from '#contract/orders/order-status.ts'
import { SCOPES } from '#contract/http/scopes.ts'
import { OFFICE_MODULES } from '#contract/orders/history.ts'

const root = dirname(dirname(import.meta.dirname))
const text = readFileSync(join(root, 'docs/ORDER-STATES.md'), 'utf8')

test('the table of states in the document is the one in the code', () => {
  const [table = ''] = text.split('## Who may cancel when')
  const rows = [...table.matchAll(/^\| `([A-Z_]+)`\s*\|([^|]*)\|$/gm)]
  const documented = rows.map(([, from, to]) => [
    from,
    [...(to ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, state]) => state),
  ])
  expect(Object.fromEntries(documented)).toEqual(ORDER_TRANSITIONS)
})

test('every status that the office writes into a history is in the document, and no other', () => {
  const statuses = new RegExp(`'((?:${OFFICE_MODULES.join('|')}):[a-z_]+)'`, 'g')
  const scopes: readonly string[] = SCOPES
  const files = globSync('{contract,sync-server}/**/*.ts', { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts'),
  )
  const written = files
    .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(statuses)])
    .map(([, status]) => status ?? '')
    .filter((status) => !scopes.includes(status))
  const documented = [...text.matchAll(/^\| `([a-z]+:[a-z_]+)`/gm)].map(([, status = '']) => status)
  expect(documented.toSorted()).toEqual([...new Set(written)].toSorted())
})

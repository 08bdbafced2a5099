import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { IMPORT_BYTES_MAX, IMPORT_ROWS_MAX } from '#contract/http/intent-import-routes.ts'
import { INTENT_VERSIONS, OrderIntent, ORDER_LINES_MAX } from '#contract/orders/order-intent.ts'
import { PAYMENT_WINDOW_MS } from './confirm-intent.ts'
import { intentsOfRows } from './intents-of-rows.ts'
import { readCsv } from './read-csv.ts'

const text = readFileSync(join(import.meta.dirname, '../../docs/ORDER-INTENTS.md'), 'utf8')
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, block = '']) => block,
  )

test('every example in the document is an intent that the office reads whole', () => {
  const examples = blocks('json').map((block) => JSON.parse(block) as unknown)
  expect(examples).toHaveLength(3)
  for (const example of examples) expect(OrderIntent.parse(example)).toEqual(example)
})

test('the file in the document holds the orders it says', () => {
  const [file = ''] = blocks('csv')
  const groups = intentsOfRows(readCsv(file), '2026-03-10T08:00:00.000Z')
  expect(groups).toMatchObject([
    { intent: { orderIntentId: 'A-1', lineItems: [{ quantity: 3 }, { quantity: 23.5 }] } },
    { intent: { orderIntentId: 'A-2', customerRef: 'C-7' } },
  ])
})

test('the document names every field, version and limit as they are', () => {
  const lines = [...text.matchAll(/^\| `(?:lineItems\[\]\.)?([A-Za-z]+)` *\| (\d) /gm)]
  const documented = lines.map(([, name]) => name)
  const first = OrderIntent.parse(JSON.parse(blocks('json')[1] ?? ''))
  const fields = [...Object.keys(first), ...Object.keys(first.lineItems[0] ?? {})]
  expect(documented).toEqual(expect.arrayContaining(fields))
  expect(new Set(lines.map(([, , version]) => version))).toEqual(new Set(INTENT_VERSIONS))
  expect(text).toContain(`1 to ${ORDER_LINES_MAX} lines`)
  expect(text).toContain(
    `at most ${IMPORT_BYTES_MAX / 1024 / 1024} MiB and ${IMPORT_ROWS_MAX / 1000},000 rows`,
  )
  expect(text).toContain(`kept for ${PAYMENT_WINDOW_MS / 60_000} minutes`)
})

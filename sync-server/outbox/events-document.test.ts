import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EVENTS, EventType } from '#contract/http/events.ts'

const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'EVENTS.md'), 'utf8')

test.each(EventType.options)('docs/EVENTS.md lists %s with its example', (type) => {
  const { summary, example } = EVENTS[type]
  expect(text).toMatch(new RegExp(`^\\| \`${type}\` .*${summary.slice(0, 20)}`, 'm'))
  const [, rest = ''] = text.split(`### \`${type}\`\n`)
  const [, json = ''] = rest.split('```json\n')
  expect(JSON.parse(json.slice(0, json.indexOf('```')))).toEqual(example.data)
})

test('docs/EVENTS.md lists nothing else', () => {
  const listed = [...text.matchAll(/^### `(.+)`$/gm)].map(([, type]) => type)
  expect(new Set(listed)).toEqual(new Set(EventType.options))
  expect(listed).toHaveLength(EventType.options.length)
})

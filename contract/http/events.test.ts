import { expect, test } from 'vitest'
import { EVENTS, EventType } from './events.ts'

test.each(EventType.options)('the example of %s is one', (type) => {
  const { data, example, subject } = EVENTS[type]
  expect(data.strict().parse(example.data)).toEqual(example.data)
  expect(example.subject.startsWith(`${subject}/`)).toBe(true)
})

test('an event of an unknown type does not parse', () => {
  expect(EventType.safeParse('order.vanished').success).toBe(false)
})

import type { z } from 'zod'

/** Most choices that one sentence names. */
const CHOICES_NAMED_MAX = 20

const THINGS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const FORMATS: Readonly<Record<string, string>> = {
  date: 'must be a day, as 2026-03-11',
  datetime: 'must be a time with its zone, as 2026-03-11T08:00:00Z',
  url: 'must be an address, as https://example.com/path',
}

/**
 * What is wrong with a value, for the person who reads the answer; a schema that says it in words of its
 * own goes first. Undefined leaves it to zod.
 */
export function plainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing'
      return THINGS[issue.expected] && `must be ${THINGS[issue.expected]}`
    case 'invalid_value':
      if (issue.input === undefined) return 'is missing'
      return issue.values.length > CHOICES_NAMED_MAX
        ? undefined
        : `must be one of: ${issue.values.map(String).join(', ')}`
    case 'too_small':
      if (issue.origin === 'string' && Number(issue.minimum) === 1) return 'must not be empty'
      return issue.inclusive === false
        ? `must be more than ${issue.minimum}`
        : `must be at least ${issue.minimum}${unitOf(issue.origin, issue.minimum)}`
    case 'too_big':
      return issue.inclusive === false
        ? `must be less than ${issue.maximum}`
        : `must be at most ${issue.maximum}${unitOf(issue.origin, issue.maximum)}`
    case 'invalid_format':
      return FORMATS[issue.format]
    default:
      return undefined
  }
}

function unitOf(origin: string, count: number | bigint): string {
  const isOne = Number(count) === 1
  if (origin === 'string') return isOne ? ' character' : ' characters'
  if (origin === 'array') return isOne ? ' entry' : ' entries'
  return ''
}

import { expect, test } from 'vitest'
import { readsGzip } from './compress-answers.ts'

test('gzip is read where it is named, in any place and with any weight but none', () => {
  for (const accepted of ['gzip', 'deflate, GZIP', 'br;q=1.0, gzip;q=0.8', 'gzip; q=0.1']) {
    expect(readsGzip(accepted), accepted).toBe(true)
  }
  expect(readsGzip(['br', 'gzip'])).toBe(true)
})

test('gzip is not sent to those who do not name it or forbid it', () => {
  for (const refused of [undefined, '', 'identity', 'br, deflate', 'gzip;q=0', 'gzip; q=0.000']) {
    expect(readsGzip(refused), refused ?? 'nothing').toBe(false)
  }
})

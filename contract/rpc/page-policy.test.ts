import { expect, test } from 'vitest'
import { pagePolicy } from './page-policy.ts'

const nonce = 'q7bJd0wXl3c2r8Zk5u1v9A=='

test('a page runs no inline script and no style without its nonce', () => {
  const policy = pagePolicy({ nonce, connect: [] })
  expect(policy).not.toContain('unsafe')
  expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`)
  expect(policy).toContain("script-src 'self';")
})

test('a page may open the sockets that were named, by origin', () => {
  const policy = pagePolicy({ nonce, connect: ['ws://127.0.0.1:4410/rpc'] })
  expect(policy).toContain("connect-src 'self' ws://127.0.0.1:4410;")
})

test('nothing in an address or a nonce can add a directive', () => {
  expect(pagePolicy({ nonce, connect: ['wss://bench; script-src *'] })).not.toContain('*')
  expect(() => pagePolicy({ nonce, connect: ['https://elsewhere.example'] })).toThrow('ws:')
  expect(() => pagePolicy({ nonce: "x' 'unsafe-inline", connect: [] })).toThrow('nonce')
})

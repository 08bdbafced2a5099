import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { knownDevice, knownDeviceCookie } from './known-devices.ts'

const DAY_MS = 86_400_000
const ilse = { name: 'ilse', passwordHash: 'argon2id$of-ilse' }
const nowMs = Date.UTC(2026, 10, 23)
const bytes = (count: number) => new Uint8Array(randomBytes(count))

function here(cookies?: string, more: { nowMs?: number; isSecure?: boolean } = {}) {
  return { cookies, nowMs, isSecure: false, ...more }
}
/** What the browser sends back of what it was given. */
function kept(header: string): string {
  return header.split(';')[0] ?? ''
}
const known = kept(knownDeviceCookie(ilse, here(), bytes))

test('a browser is known for whoever signed in with it, and for nobody else', () => {
  expect(knownDevice(ilse, here(known))).toMatch(/^[\w-]{16}$/)
  expect(knownDevice({ ...ilse, name: 'karim' }, here(known))).toBeUndefined()
  expect(knownDevice(ilse, here())).toBeUndefined()
})

test('a new password voids it, and so does time', () => {
  expect(knownDevice({ ...ilse, passwordHash: 'another' }, here(known))).toBeUndefined()
  expect(knownDevice(ilse, here(known, { nowMs: nowMs + 179 * DAY_MS }))).toBeDefined()
  expect(knownDevice(ilse, here(known, { nowMs: nowMs + 181 * DAY_MS }))).toBeUndefined()
})

test('whoever alters it in any place is a stranger', () => {
  const [name = '', value = ''] = known.split('=')
  const text = Buffer.from(value, 'base64url').toString('latin1')
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === '1' ? '2' : '1'
    const altered = Buffer.from(text.slice(0, at) + other + text.slice(at + 1), 'latin1')
    const cookie = `${name}=${altered.toString('base64url')}`
    expect(knownDevice(ilse, here(cookie)), String(at)).toBeUndefined()
  }
})

test.each(['', 'x', '~~~', 'a.b.c', 'a.1.c.d', 'x'.repeat(5_000)])('%j is no mark', (text) => {
  const cookie = `loadline-known=${Buffer.from(text).toString('base64url')}`
  expect(knownDevice(ilse, here(cookie))).toBeUndefined()
})

test('the same browser stays the same, and knows eight people at most', () => {
  const again = kept(knownDeviceCookie(ilse, here(known), bytes))
  expect(knownDevice(ilse, here(again))).toBe(knownDevice(ilse, here(known)))
  let cookie = known
  for (let count = 1; count <= 7; count += 1) {
    const other = { name: `other-${count}`, passwordHash: `hash-${count}` }
    cookie = kept(knownDeviceCookie(other, here(cookie), bytes))
  }
  expect(knownDevice(ilse, here(cookie))).toBeDefined()
  const one = { name: 'one-more', passwordHash: 'hash' }
  cookie = kept(knownDeviceCookie(one, here(cookie), bytes))
  expect(knownDevice(ilse, here(cookie))).toBeUndefined()
  expect(knownDevice(one, here(cookie))).toBeDefined()
})

test('over TLS only the cookie counts that this host alone can set, and no script reads it', () => {
  const header = knownDeviceCookie(ilse, here(undefined, { isSecure: true }), bytes)
  expect(header).toMatch(/^__Host-loadline-known=[\w-]+; /)
  for (const part of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/']) {
    expect(header).toContain(part)
  }
  expect(knownDevice(ilse, here(known, { isSecure: true }))).toBeUndefined()
  expect(knownDevice(ilse, here(kept(header), { isSecure: true }))).toBeDefined()
  expect(header).not.toMatch(/ilse|Domain/)
})

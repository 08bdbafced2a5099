import { expect, test } from 'vitest'
import { takeLocalToken } from './local-token.ts'

function place(hash: string, kept: string | null = null) {
  const storage = new Map<string, string>()
  if (kept !== null) storage.set('loadline.token', kept)
  const addresses: string[] = []
  return {
    addresses,
    location: { hash, pathname: '/', search: '?a=1' },
    history: { replaceState: (_: unknown, __: string, url: string) => void addresses.push(url) },
    storage: {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => void storage.set(key, value),
    },
  }
}

test('a token in the fragment is kept for the tab and leaves the address', () => {
  const page = place('#token=abc123')
  expect(takeLocalToken(page)).toBe('abc123')
  expect(page.addresses).toEqual(['/?a=1'])
  expect(page.storage.getItem('loadline.token')).toBe('abc123')
})

test('what else the fragment says stays in the address', () => {
  const page = place('#token=abc123&view=load')
  takeLocalToken(page)
  expect(page.addresses).toEqual(['/?a=1#view=load'])
})

test('a reload without a fragment uses the kept token and leaves the address alone', () => {
  const page = place('', 'kept')
  expect(takeLocalToken(page)).toBe('kept')
  expect(page.addresses).toEqual([])
})

test('a newer token in the fragment replaces the kept one', () => {
  const page = place('#token=new', 'old')
  expect(takeLocalToken(page)).toBe('new')
  expect(page.storage.getItem('loadline.token')).toBe('new')
})

test('a page opened without any token has none', () => {
  expect(takeLocalToken(place(''))).toBeNull()
  expect(takeLocalToken(place('#token='))).toBeNull()
})

import { expect, test } from 'vitest'
import { isLoopbackHost, isSameName, requireOwnPage, type CallOrigin } from './own-page.ts'

const call = (headers: CallOrigin['headers'], more: Partial<CallOrigin> = {}) => {
  const origin = {
    headers,
    host: 'loadline.example:8443',
    isSecure: true,
    publicUrl: null,
    ...more,
  }
  return () => requireOwnPage(origin)
}

test('a page of this office, a person at the address bar and a program may call', () => {
  for (const headers of [
    {},
    { 'sec-fetch-site': 'same-origin', origin: 'https://loadline.example:8443' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://LOADLINE.example:8443' },
  ]) {
    expect(call(headers)).not.toThrow()
  }
})

test('a page of anybody else may not, be it a neighbour under the same name', () => {
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'https://loadline.example' },
    { origin: 'https://loadline.example:8443.evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
  ]) {
    expect(call(headers)).toThrow('not one of this office')
  }
})

test('behind a proxy that asks for another host, the address that was configured counts', () => {
  const behind = { host: 'office:4400', publicUrl: 'https://loadline.example' }
  expect(call({ origin: 'https://loadline.example' }, behind)).not.toThrow()
  expect(call({ origin: 'https://evil.example' }, behind)).toThrow('not one of this office')
})

test('names of this machine are told from names that only begin like them', () => {
  for (const host of ['localhost:4400', '127.0.0.1', '127.8.0.1:80', '[::1]:4400', 'LocalHost']) {
    expect(isLoopbackHost(host)).toBe(true)
  }
  for (const host of [
    '',
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example:4400',
  ]) {
    expect(isLoopbackHost(host)).toBe(false)
  }
  expect(isSameName('Loadline.example:1', 'loadline.example')).toBe(true)
})

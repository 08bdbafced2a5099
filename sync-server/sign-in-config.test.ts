import { expect, test } from 'vitest'
import { readCompanyConfig, readTlsConfig } from './sign-in-config.ts'

const WHOLE = {
  LOADLINE_OIDC_ISSUER: 'https://login.vloeren.example/realms/office',
  LOADLINE_OIDC_CLIENT_ID: 'loadline',
  LOADLINE_OIDC_CLIENT_SECRET: 'a secret of the client',
}
const HERE = { publicUrl: 'https://loadline.vloeren.example', isLoopback: false }

const read = (more: Record<string, string | undefined> = {}, here = HERE) =>
  readCompanyConfig({ ...WHOLE, ...more }, here)

test('without its three variables there is no log-in of a company', () => {
  expect(readCompanyConfig({}, HERE)).toEqual({ ok: true, value: undefined })
})

test('a log-in of a company lets in whoever is a user already, and nobody else', () => {
  expect(read()).toEqual({
    ok: true,
    value: {
      issuer: 'https://login.vloeren.example/realms/office',
      clientId: 'loadline',
      clientSecret: 'a secret of the client',
      name: 'login.vloeren.example',
      domains: null,
      defaultRole: null,
      isEmailVerified: false,
    },
  })
})

test('a name, domains and a role for new people can be given', () => {
  const found = read({
    LOADLINE_OIDC_NAME: 'Vloeren BV',
    LOADLINE_OIDC_DOMAINS: 'vloeren.example, Tegels.example',
    LOADLINE_OIDC_DEFAULT_ROLE: 'picker',
    LOADLINE_OIDC_EMAIL_VERIFIED: 'always',
  })
  expect(found).toMatchObject({
    value: {
      name: 'Vloeren BV',
      domains: ['vloeren.example', 'tegels.example'],
      defaultRole: 'picker',
      isEmailVerified: true,
    },
  })
})

test.each([
  ['set together', { LOADLINE_OIDC_CLIENT_SECRET: '' }],
  ['must be an https address', { LOADLINE_OIDC_ISSUER: 'http://login.vloeren.example' }],
  ['must be an https address', { LOADLINE_OIDC_ISSUER: 'login' }],
  ['must be one of picker', { LOADLINE_OIDC_DEFAULT_ROLE: 'admin', LOADLINE_OIDC_DOMAINS: 'a.b' }],
  ['LOADLINE_OIDC_DOMAINS', { LOADLINE_OIDC_DEFAULT_ROLE: 'picker' }],
  ['must be always', { LOADLINE_OIDC_EMAIL_VERIFIED: 'yes' }],
])('a mistake is a sentence: %s', (sentence, more) => {
  const found = read(more)
  expect(found.ok ? '' : found.error).toContain(sentence)
})

test('browsers need an address to come back to; on this machine it is known', () => {
  const found = readCompanyConfig(WHOLE, { publicUrl: undefined, isLoopback: false })
  expect(found.ok ? '' : found.error).toContain('LOADLINE_PUBLIC_URL')
  expect(readCompanyConfig(WHOLE, { publicUrl: undefined, isLoopback: true }).ok).toBe(true)
})

test('a certificate comes with its key, or not at all', () => {
  expect(readTlsConfig({})).toEqual({ ok: true, value: undefined })
  expect(readTlsConfig({ LOADLINE_TLS_CERT: 'a.pem', LOADLINE_TLS_KEY: 'b.pem' })).toEqual({
    ok: true,
    value: { certFile: 'a.pem', keyFile: 'b.pem' },
  })
  expect(readTlsConfig({ LOADLINE_TLS_CERT: 'a.pem' }).ok).toBe(false)
})

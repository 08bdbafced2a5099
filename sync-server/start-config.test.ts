import { expect, test } from 'vitest'
import { readStartConfig } from './start-config.ts'

test('without flags the office listens on the loopback, port 4400, in memory', () => {
  expect(readStartConfig([], {})).toEqual({
    host: '127.0.0.1',
    port: 4400,
    dataFolder: undefined,
    databaseUrl: undefined,
    connections: undefined,
    givenToken: undefined,
    logLevel: 'info',
    webhookAllow: '',
    trustedProxies: '',
    publicUrl: undefined,
    tls: undefined,
    company: undefined,
    customerDays: undefined,
    drainMs: 0,
    isDemo: false,
  })
})

test('flags and environment are read', () => {
  const config = readStartConfig(['--port', '0', '--host', '::1', '--data', 'd', '--demo'], {
    DATABASE_URL: 'postgres://db/loadline',
    LOADLINE_ADMIN_TOKEN: '',
    LOADLINE_PUBLIC_URL: 'https://Office.example/',
  })
  expect(config.publicUrl).toBe('https://office.example')
  expect(config).toMatchObject({ port: 0, host: '::1', dataFolder: 'd', isDemo: true })
  expect(config.databaseUrl).toBe('postgres://db/loadline')
  expect(config.givenToken).toBeUndefined()
})

test('every mistake is one clear sentence', () => {
  const allow = { LOADLINE_WEBHOOK_ALLOW: 'erp.local:8080, 10.0.0.0/99' }
  expect(() => readStartConfig([], allow)).toThrow('10.0.0.0/99 is neither')
  const proxies = { LOADLINE_TRUSTED_PROXIES: '10.0.0.1, proxy.local' }
  expect(() => readStartConfig([], proxies)).toThrow('proxy.local is neither')
  expect(() => readStartConfig([], { LOADLINE_CUSTOMER_DAYS: '0' })).toThrow('from 1 to 36500')
  const publicUrl = { LOADLINE_PUBLIC_URL: 'http://office.example' }
  expect(() => readStartConfig([], publicUrl)).toThrow('must be an https address')
  expect(() => readStartConfig(['--port', '99999'], {})).toThrow('--port must be a number')
  expect(() => readStartConfig(['--port', '4e3'], {})).toThrow('--port must be a number')
  expect(() => readStartConfig(['--prot', '1'], {})).toThrow('usage: npm run server')
  expect(() => readStartConfig([], { DATABASE_URL: 'mysql://db' })).toThrow('postgres://')
  expect(() => readStartConfig([], { DATABASE_URL: 'postgres://db' })).toThrow(
    'LOADLINE_ADMIN_TOKEN',
  )
  expect(() => readStartConfig([], { LOADLINE_LOG_LEVEL: 'loud' })).toThrow('LOADLINE_LOG_LEVEL')
})

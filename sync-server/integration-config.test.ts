import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readIntentsFolder, readNatsConfig } from './integration-config.ts'

const errorOf = (environment: Record<string, string>) => {
  const read = readNatsConfig({ LOADLINE_NATS_URL: 'nats://nats.local', ...environment })
  return read.ok ? null : read.error
}

test('without an address there is no NATS; with one alone all else has a default', () => {
  expect(readNatsConfig({})).toEqual({ ok: true, value: undefined })
  expect(readNatsConfig({ LOADLINE_NATS_URL: 'nats://a:4222, nats://b' })).toEqual({
    ok: true,
    value: {
      servers: 'nats://a:4222,nats://b',
      isTls: false,
      stream: 'LOADLINE',
      prefix: 'loadline',
      auth: { kind: 'none' },
    },
  })
})

test('what is said about NATS is checked at the start, in a sentence', () => {
  expect(errorOf({ LOADLINE_NATS_URL: 'http://nats.local' })).toContain('lists nats://')
  expect(errorOf({ LOADLINE_NATS_URL: 'nats://me:secret@nats.local' })).toContain('_TOKEN')
  expect(errorOf({ LOADLINE_NATS_URL: 'tls://a,nats://b' })).toContain('or none')
  expect(errorOf({ LOADLINE_NATS_STREAM: 'a.b' })).toContain('letters')
  expect(errorOf({ LOADLINE_NATS_SUBJECT_PREFIX: 'a.>' })).toContain('words')
  expect(errorOf({ LOADLINE_NATS_USER: 'me' })).toContain('set together')
  expect(errorOf({ LOADLINE_NATS_TOKEN: 't', LOADLINE_NATS_USER: 'me' })).toContain('set one')
  expect(errorOf({ LOADLINE_NATS_CREDS: '/nowhere/office.creds' })).toContain('cannot be read')
  const alone = readNatsConfig({ LOADLINE_NATS_TOKEN: 't' })
  expect(alone).toEqual({
    ok: false,
    error: 'LOADLINE_NATS_TOKEN means nothing without LOADLINE_NATS_URL.',
  })
})

test('a folder of intents must be there, and be one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-intents-'))
  writeFileSync(join(folder, 'file'), '')
  expect(readIntentsFolder({})).toEqual({ ok: true, value: undefined })
  expect(readIntentsFolder({ LOADLINE_INTENTS_FOLDER: folder })).toEqual({
    ok: true,
    value: folder,
  })
  for (const wrong of [join(folder, 'file'), join(folder, 'missing')]) {
    expect(readIntentsFolder({ LOADLINE_INTENTS_FOLDER: wrong }).ok).toBe(false)
  }
  rmSync(folder, { recursive: true })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chooseAttachment } from './attach.ts'

const environment = { LOADLINE_STATION_TOKEN: 'local-token' }

function choose(attach: string | undefined, tokenFile?: string) {
  return chooseAttachment({ attach, tokenFile }, environment)
}

test('without the flag the shell runs its own host', () => {
  expect(choose(undefined)).toEqual({ kind: 'own-host' })
})

test('the token comes from the environment, never from the address', () => {
  expect(choose('ws://127.0.0.1:4410/rpc')).toEqual({
    kind: 'attach',
    to: { url: 'ws://127.0.0.1:4410/rpc', token: 'local-token' },
  })
  expect(choose('ws://127.0.0.1:4410/rpc?token=x').kind).toBe('mistake')
  expect(choose('ws://someone:secret@127.0.0.1:4410/rpc').kind).toBe('mistake')
  expect(choose('ws://127.0.0.1:4410/rpc#token=x').kind).toBe('mistake')
})

test('a token file wins over the environment and must be there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-attach-'))
  const file = join(folder, 'token')
  writeFileSync(file, 'from-file\n')
  expect(choose('ws://localhost:4410/rpc', file)).toMatchObject({ to: { token: 'from-file' } })
  rmSync(folder, { recursive: true })
  expect(choose('ws://localhost:4410/rpc', file).kind).toBe('mistake')
})

test('plain ws: stays on this machine, wss: may leave it', () => {
  expect(choose('ws://192.168.1.20:4410/rpc').kind).toBe('mistake')
  expect(choose('ws://127.0.0.1.example.com/rpc').kind).toBe('mistake')
  expect(choose('wss://bench-3.example.com/rpc').kind).toBe('attach')
})

test('what is no socket address is a mistake in words', () => {
  for (const attach of ['', 'bench', 'http://127.0.0.1:4410', 'file:///etc/passwd']) {
    expect(choose(attach)).toMatchObject({ kind: 'mistake' })
  }
})

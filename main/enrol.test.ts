import { expect, test } from 'vitest'
import { EnrolError, identityOf } from './enrol.ts'
import { saveIdentity } from './store/identity.ts'
import type { OfficeClient } from './sync/office-client.ts'
import { manualClock } from './testing/manual-clock.ts'
import { tempFolder } from './testing/temp-folder.ts'

const SERVER = 'http://127.0.0.1:4400'

/** An office that takes one code once and remembers under which incarnation. */
function officeWith(code: string) {
  const incarnations: string[] = []
  const enrol: OfficeClient['enrol'] = (request) => {
    if (request.code !== code) {
      const failure = { kind: 'rejected', status: 404, code: 'bad-code', detail: 'No.' } as const
      return Promise.resolve({ ok: false, failure })
    }
    incarnations.push(request.incarnation)
    return Promise.resolve({
      ok: true,
      value: {
        stationId: `station-${incarnations.length}`,
        token: 'token',
        name: 'Pack 1',
        mode: 'pick-and-pack',
        warehouse: { code: 'MAIN', timezone: 'Europe/Amsterdam' },
        epoch: 'e1',
        serverTime: '2026-03-02T08:00:00.000Z',
        numberRange: { from: 1, to: 10_000, prefix: '38712345' },
      },
    })
  }
  return { office: { enrol } as OfficeClient, incarnations }
}

function start(dataFolder: string, office: OfficeClient, code: string | null) {
  return identityOf({
    dataFolder,
    serverUrl: SERVER,
    code,
    appVersion: '0',
    office,
    clock: manualClock(),
    random: () => 0,
    onTrouble: () => undefined,
  })
}

test('a bench is enrolled once and knows itself from then on', async () => {
  const folder = tempFolder()
  const { office, incarnations } = officeWith('AAAA-BBBB')
  const first = await start(folder, office, 'AAAA-BBBB')
  expect(first.incarnation).toMatch(/^[0-9a-f]{32}$/)
  expect(await start(folder, office, null)).toEqual(first)
  expect(incarnations).toEqual([first.incarnation])
})

test('a bench without identity and code says what to do', async () => {
  const { office } = officeWith('AAAA-BBBB')
  await expect(start(tempFolder(), office, null)).rejects.toThrow('--code CODE')
  await expect(start(tempFolder(), office, 'WRONG')).rejects.toThrow(EnrolError)
})

test('a bench has a key of its own, and one that was enrolled without makes one at its next start', async () => {
  const folder = tempFolder()
  const { office } = officeWith('AAAA-BBBB')
  const { key, ...older } = await start(folder, office, 'AAAA-BBBB')
  expect(key).toMatchObject({ isKnown: true })
  saveIdentity(folder, older)
  const upgraded = await start(folder, office, null)
  expect(upgraded.key).toMatchObject({ isKnown: false })
  expect(upgraded.key?.public).not.toBe(key?.public)
  expect(await start(folder, office, null)).toEqual(upgraded)
})

import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { EnrolError, identityOf } from './enrol.ts'
import { saveIdentity, type StationIdentity } from './store/identity.ts'
import { noteDisowned, noteStop } from './store/log-stop.ts'
import { openOwnLog } from './store/own-log.ts'
import type { OfficeClient } from './sync/office-client.ts'
import { writeSyncState } from './sync/sync-state.ts'
import { logAction } from './testing/logged.ts'
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

test('[ID-2] an answer to the enrolment that got lost is asked for again by the same log', async () => {
  const { office, incarnations } = officeWith('AAAA-BBBB')
  const clock = manualClock()
  let lost = 2
  const enrol: OfficeClient['enrol'] = async (request) => {
    const answer = await office.enrol(request)
    lost -= 1
    if (lost < 0) return answer
    return { ok: false, failure: { kind: 'unreachable', detail: 'the answer is lost' } }
  }
  const options = {
    dataFolder: tempFolder(),
    serverUrl: SERVER,
    code: 'AAAA-BBBB',
    appVersion: '0',
  }
  const enrolled = identityOf({
    ...options,
    office: { enrol } as OfficeClient,
    clock,
    random: () => 0,
    onTrouble: () => undefined,
  })
  for (let n = 0; n < 2; n += 1) {
    await vi.waitFor(() => expect(clock.nextDueMs()).not.toBeNull())
    clock.advance(60_000)
  }
  const { incarnation } = await enrolled
  expect(incarnations).toEqual([incarnation, incarnation, incarnation])
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

test('[ID-2, ID-4] a folder whose log was stopped becomes a station of its own with a new code', async () => {
  const folder = tempFolder()
  const { office } = officeWith('AAAA-BBBB')
  const first = await start(folder, office, 'AAAA-BBBB')
  const own = openOwnLog({ dataFolder: folder, identity: first, nowMs: 0 })
  const sent = logAction(own.log, 'session.sign-in', {})
  noteStop(own.log, 'forked')
  own.log.close()
  // The code of the first enrolment, as it may stand in a start script, changes nothing.
  const other = officeWith('CCCC-DDDD').office
  expect(await start(folder, other, 'AAAA-BBBB')).toEqual({ ...first, hasLog: true })
  const anew = await start(folder, office, 'AAAA-BBBB')
  expect(anew.stationId).toBe('station-2')
  expect(anew.incarnation).not.toBe(first.incarnation)
  expect(anew.key?.public).not.toBe(first.key?.public)
  const again = openOwnLog({ dataFolder: folder, identity: anew, nowMs: 0 })
  expect(again.identity).toEqual(anew)
  expect(again.log.actionsFrom(1, 10)).toMatchObject([{ id: sent.id, body: sent.body }])
  again.log.close()
  // From then on it is an ordinary station, with or without a code.
  expect(await start(folder, office, 'AAAA-BBBB')).toEqual(anew)
})

test('[I12, SEC-1] a bench that the office has forgotten is enrolled again with a code, and all its work goes along', async () => {
  const folder = tempFolder()
  const { office } = officeWith('AAAA-BBBB')
  const first = await start(folder, office, 'AAAA-BBBB')
  const own = openOwnLog({ dataFolder: folder, identity: first, nowMs: 0 })
  const known = (['session.sign-in', 'stock.count', 'stock.count'] as const).map((type) => {
    return logAction(own.log, type, {})
  })
  const acknowledged = { epoch: 'e1', ackedSeq: 2, durableSeq: 2, knownHead: 9, openRefusals: [] }
  own.log.transaction(() => writeSyncState(own.log, acknowledged))
  // The code as it stands in a start script makes no new station of one that the office knows.
  own.log.close()
  expect(await start(folder, office, 'AAAA-BBBB')).toEqual({ ...first, hasLog: true })
  noteDisownedIn(folder, first)
  expect(await start(folder, office, null)).toEqual({ ...first, hasLog: true })
  const anew = await start(folder, office, 'AAAA-BBBB')
  expect(anew.stationId).toBe('station-2')
  const again = openOwnLog({ dataFolder: folder, identity: anew, nowMs: 0 })
  expect(again.log.actionsFrom(1, 10).map(({ id }) => id)).toEqual(known.map(({ id }) => id))
  expect(again.salvage).toMatchObject({ reason: 'disowned', carried: 3, lost: 0 })
  again.log.close()
  expect(await start(folder, office, 'AAAA-BBBB')).toEqual(anew)
})

test('[LOG-1] a forgotten bench that can record does not wait for an office that is away', async () => {
  const folder = tempFolder()
  const { office } = officeWith('AAAA-BBBB')
  const first = await start(folder, office, 'AAAA-BBBB')
  openOwnLog({ dataFolder: folder, identity: first, nowMs: 0 }).log.close()
  noteDisownedIn(folder, first)
  const away: OfficeClient['enrol'] = () =>
    Promise.resolve({ ok: false, failure: { kind: 'unreachable', detail: 'no network' } })
  const kept = await start(folder, { enrol: away } as OfficeClient, 'AAAA-BBBB')
  expect(kept).toEqual({ ...first, hasLog: true })
})

function noteDisownedIn(dataFolder: string, identity: StationIdentity): void {
  const { log } = openOwnLog({ dataFolder, identity, nowMs: 0 })
  noteDisowned(log, true)
  log.close()
}

test('a log without its station.json is never enrolled over, and a torn one says so', async () => {
  const folder = tempFolder()
  const { office, incarnations } = officeWith('AAAA-BBBB')
  const first = await start(folder, office, 'AAAA-BBBB')
  openOwnLog({ dataFolder: folder, identity: first, nowMs: 0 }).log.close()
  rmSync(join(folder, 'station.json'))
  await expect(start(folder, office, 'AAAA-BBBB')).rejects.toThrow('station.json is gone')
  writeFileSync(join(folder, 'station.json'), '{"stationId": "stat')
  await expect(start(folder, office, 'AAAA-BBBB')).rejects.toThrow('does not know which one it is')
  expect(incarnations).toHaveLength(1)
})

import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { NO_DEVICES } from './devices/device-config.ts'
import { startStation, type StationConfig } from './station.ts'
import { lockDataFolder } from './store/single-instance.ts'
import type { OfficeClient } from './sync/office-client.ts'
import { manualClock } from './testing/manual-clock.ts'
import { tempFolder } from './testing/temp-folder.ts'

const away = () =>
  Promise.resolve({ ok: false as const, failure: { kind: 'unreachable' as const, detail: '' } })
const OFFICE: OfficeClient = {
  enrol: away,
  push: away,
  pull: away,
  scope: away,
  heartbeat: away,
  live: () => Promise.resolve(),
}

function config(dataFolder: string, port: number): StationConfig {
  return {
    dataFolder,
    identity: {
      stationId: 'station-1',
      token: 'secret',
      name: 'Bench 1',
      mode: 'pick-and-pack',
      warehouse: { code: 'MAIN', timezone: 'Europe/Amsterdam' },
      epoch: 'e1',
      numberRange: { from: 1, to: 10_000, prefix: '38712345' },
      serverUrl: 'http://127.0.0.1:1',
      incarnation: 'ab'.repeat(16),
    },
    devices: NO_DEVICES,
    port,
    localToken: 'local',
    pagesFolder: null,
    appVersion: '0',
    isDemo: false,
  }
}

test('a host whose port is taken lets go of everything, so that it ends', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const folder = tempFolder()
  const clock = manualClock()
  const parts = {
    clock,
    newId: () => 'id',
    random: () => 0,
    office: OFFICE,
    onTrouble: () => undefined,
  }
  await expect(startStation(config(folder, port), parts)).rejects.toThrow('EADDRINUSE')
  expect(clock.waiting()).toBe(0)
  lockDataFolder(folder).release()
  other.close()
})

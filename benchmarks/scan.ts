import { join } from 'node:path'
import { systemClock } from '../main/clock.ts'
import { NO_DEVICES } from '../main/devices/device-config.ts'
import { uuidV7 } from '../main/ids.ts'
import { startStation } from '../main/station.ts'
import { openDatabase } from '../main/store/open-database.ts'
import { httpOfficeClient } from '../main/sync/office-client.ts'
import { percentile, printFigure, timed } from './figures.ts'
import { BADGE, EAN, LIST_CODE, NOBODY, stationFolder } from './station-folder.ts'

const SCANS = 2_000
const WARM_UP = 200
const FULL_LOG = 200_000

/**
 * From a complete code to the feedback that follows its commit, through a whole host whose office is
 * away; beside it, the bare commit of one row on the same disk at the same settings.
 */
export async function benchScan(): Promise<void> {
  for (const [name, actions] of [
    ['empty', 0],
    ['full', FULL_LOG],
  ] as const) {
    const samples = await scanSamples(actions)
    const bare = bareCommits()
    const detail = { scans: SCANS, actionsInLog: actions, durability: 'WAL, synchronous=FULL' }
    for (const [label, share] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const) {
      const value = percentile(samples, share)
      const ratioToBareCommit = Number((value / percentile(bare, share)).toPrecision(3))
      printFigure({
        name: `scan.${name}.${label}`,
        value,
        unit: 'ms',
        ratioToBareCommit,
        ...detail,
      })
    }
  }
}

async function scanSamples(actions: number): Promise<number[]> {
  const folder = stationFolder({ actions })
  let sounds = 0
  const station = await startStation(
    {
      dataFolder: folder.path,
      identity: folder.identity,
      devices: NO_DEVICES,
      port: 0,
      localToken: 'benchmark',
      pagesFolder: null,
      appVersion: '0.0.0-benchmark',
      isDemo: false,
    },
    {
      clock: systemClock,
      newId: uuidV7(systemClock),
      random: () => 0.5,
      office: httpOfficeClient({ url: NOBODY, token: () => null }),
      onTrouble: () => undefined,
    },
  )
  const scan = (text: string) => {
    const done = station.bench.takeScan({ scannerId: 'benchmark', text })
    if (done?.became !== 'action') throw new Error(`a scan became ${String(done?.became)}`)
    sounds += 1
  }
  scan(BADGE)
  scan(LIST_CODE)
  for (let n = 0; n < WARM_UP; n += 1) scan(EAN)
  const samples: number[] = []
  for (let n = 0; n < SCANS; n += 1) {
    samples.push(timed(() => scan(EAN)))
    // Let the sync lanes and timers run in between, as they do between two trigger pulls.
    await new Promise((resolve) => setImmediate(resolve))
  }
  await station.close()
  folder.remove()
  if (sounds !== SCANS + WARM_UP + 2) throw new Error('a scan went without its sound')
  return samples
}

function bareCommits(): number[] {
  const folder = stationFolder({ actions: 0 })
  const db = openDatabase(
    join(folder.path, 'bare.db'),
    'CREATE TABLE row (id INTEGER PRIMARY KEY, body TEXT) STRICT',
  )
  const insert = db.prepare('INSERT INTO row (body) VALUES (?)')
  const body = 'x'.repeat(300)
  const samples = Array.from({ length: SCANS }, () => timed(() => void insert.run(body)))
  db.close()
  folder.remove()
  return samples
}

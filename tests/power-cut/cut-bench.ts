import {
  assembleStation,
  type AttachedDevices,
  openStore,
  type StationParts,
} from '../../main/assemble-station.ts'
import type { DeviceConfig } from '../../main/devices/device-config.ts'
import { readIdentity, type StationIdentity } from '../../main/store/identity.ts'
import { LogStore } from '../../main/store/log-store.ts'
import { openOwnLog } from '../../main/store/own-log.ts'
import { DAY, STATION } from '../../main/testing/floor.ts'
import { manualClock } from '../../main/testing/manual-clock.ts'
import { FIRST_INCARNATION, shopOffice } from './shop-office.ts'

const PRINTERS: DeviceConfig['printers'] = [
  {
    id: 'p1',
    language: 'zpl',
    link: 'tcp://127.0.0.1:9100',
    dpi: 203,
    widthMm: 102,
    heightMm: 152,
    status: 'none',
  },
]

/** What the bench says to the outside: each is a promise that a power cut must not break. */
export type Outside = {
  /** The operator hears that a scan counted. */
  sound?: (sound: 'good' | 'bad' | 'attention') => void
  /** A label's bytes leave for the printer. */
  print?: (unitId: string) => void
  /** The office is handed the log up to here. */
  sent?: (lastSeq: number) => void
  /** Nothing reaches the office. */
  isOffline?: boolean
  /** The log just opened, before anything is written: where a canary weakens it. */
  opened?: (log: LogStore) => void
}

export const ENROLLED: StationIdentity = {
  stationId: STATION,
  token: 'not-a-secret',
  name: 'Pack 1',
  mode: 'pick-and-pack',
  warehouse: { code: 'MAIN', timezone: 'Europe/Amsterdam' },
  epoch: 'e1',
  numberRange: { from: 1, to: 9_999, prefix: '38712345' },
  serverUrl: 'http://127.0.0.1:9',
  incarnation: FIRST_INCARNATION,
}

export type CutBench = ReturnType<typeof openCutBench>

/**
 * The real host over the files of `folder`, as `startStation` wires it but for its doors and its lock:
 * an office in the same process, hands instead of devices, and a clock that only a caller moves.
 */
export function openCutBench(folder: string, outside: Outside = {}) {
  const known = readIdentity(folder)
  if (known === null) throw new Error('this bench is not enrolled')
  const clock = manualClock(Date.parse(`${DAY}T08:00:00.000Z`))
  const openLog = () => {
    const log = new LogStore(folder)
    outside.opened?.(log)
    return log
  }
  const own = openOwnLog({ dataFolder: folder, identity: known, nowMs: clock.now(), openLog })
  const { log, identity } = own
  const troubles: string[] = []
  let made = idsIn(log)
  const parts: StationParts = {
    clock,
    newId: () => `00000000-0000-7000-8000-${String((made += 1)).padStart(12, '0')}`,
    random: () => 0.5,
    office: shopOffice(identity, outside),
    onTrouble: (text) => void troubles.push(text),
  }
  const config = {
    dataFolder: folder,
    identity,
    printers: PRINTERS,
    appVersion: '0',
    isDemo: false,
  }
  const store = openStore(log, config, parts)
  const floor = assembleStation(config, parts, store, () => hands(outside))
  return {
    folder,
    log,
    store,
    clock,
    identity,
    troubles,
    floor,
    start: () => floor.start(),
    scan: (text: string) => floor.view.bench.takeScan({ scannerId: 's1', text }),
    /** Lets everything run that can; no time passes. */
    async settle(): Promise<void> {
      for (let n = 0; n < 12; n += 1) await new Promise((resolve) => setImmediate(resolve))
    },
    async close(): Promise<void> {
      await floor.close()
      store.close()
    },
  }
}

function hands(outside: Outside): AttachedDevices {
  return {
    hasScale: false,
    reading: null,
    scaleDivisionGrams: 1,
    list: () => [],
    print: (_printerId, job) => {
      outside.print?.(unitIdOn(Buffer.from(job.bytes).toString('latin1')))
      return Promise.resolve({ outcome: 'printed', detail: '' })
    },
    feedback: (_scannerId, sound) => {
      outside.sound?.(sound)
      return Promise.resolve(true)
    },
    close: () => Promise.resolve(),
  }
}

function unitIdOn(zpl: string): string {
  const unitId = /\(00\)(\d{18})/.exec(zpl)?.[1]
  if (unitId === undefined) throw new Error('the label bears no unit')
  return unitId
}

/** The highest id in use: ids go on where the life before ended. */
function idsIn(log: LogStore): number {
  const ids = log.db
    .prepare<[], string>('SELECT id FROM action UNION SELECT id FROM print_job')
    .pluck()
    .all()
  return Math.max(0, ...ids.map((id) => Number(id.slice(-12))))
}

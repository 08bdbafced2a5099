import type { DocumentKind } from '#contract/documents/document.ts'
import { DEFAULT_BENCH_SETTINGS } from '#contract/rpc/bench-settings.ts'
import { SubmitAction, type SubmitParts } from '../actions/submit-action.ts'
import { Bench, type BenchParts, type Sound } from '../bench.ts'
import { PrintJobs } from '../labels/print-jobs.ts'
import { Topics } from '../rpc/topics.ts'
import { CacheStore } from '../store/cache-store.ts'
import { DISK_RESERVE_BYTES, DiskReserve } from '../store/disk-reserve.ts'
import { LogStore } from '../store/log-store.ts'
import { NumberSource, savedSerials } from '../store/number-source.ts'
import { StationView } from '../store/view.ts'
import { DAY, STATION } from './floor.ts'
import { manualClock } from './manual-clock.ts'
import { tempFolder } from './temp-folder.ts'

export type Known = { kind: DocumentKind; id: string; doc: unknown }

const WAREHOUSE = {
  code: 'MAIN',
  name: 'Hoofdmagazijn',
  timezone: 'Europe/Amsterdam',
  gs1CompanyPrefix: '8712345',
  address: 'Kade 1, 1011 AB Amsterdam',
  qrKey: 'ab'.repeat(32),
  qrPersonalData: 'full',
}

type Changed = Partial<BenchParts> & { serverOffsetMs?: () => number }
type Scale = ReturnType<SubmitParts['devices']['scale']>
const NO_SCALE: Scale = { hasScale: false, reading: null, divisionGrams: 1 }

/** A bench over real databases in `folder`, with a label printer and, unless one is given, no scale. */
export function realBench(
  known: readonly Known[],
  { serverOffsetMs = () => 0, ...changed }: Changed = {},
  folder = tempFolder(),
  scale = NO_SCALE,
) {
  const clock = manualClock(Date.parse(`${DAY}T08:00:00.000Z`))
  const log = new LogStore(folder)
  const cache = new CacheStore(folder)
  cache.apply(
    [{ kind: 'warehouse' as const, id: 'MAIN', doc: WAREHOUSE }, ...known].map(
      ({ kind, id, doc }) => ({ kind, id, seq: 1, body: JSON.stringify(doc) }),
    ),
    { epoch: 'e1', cursor: 1, processedSeq: 0 },
  )
  const range = { incarnation: 'i', prefix: '38712345', from: 1, to: 9_999 }
  const rangeDoc = { stationId: STATION, ranges: [range] }
  cache.apply([{ kind: 'number-range', id: STATION, seq: 1, body: JSON.stringify(rangeDoc) }], null)
  const view = new StationView(cache, log, STATION)
  const jobs = new PrintJobs(log)
  const numbers = new NumberSource(savedSerials(log), () => [range])
  const seen = changed.clock ?? clock
  const submit = openSubmit({ log, view, jobs, numbers, clock: seen, serverOffsetMs }, scale)
  const sounds: Sound[] = []
  const troubles: string[] = []
  const bench = new Bench({
    submit,
    log,
    view,
    topics: new Topics(),
    clock,
    disk: new DiskReserve({ clock, freeBytes: () => DISK_RESERVE_BYTES }),
    sound: (_scannerId, sound) => void sounds.push(sound),
    onCommitted: () => undefined,
    onTrouble: (text) => void troubles.push(text),
    ...changed,
  })
  const scan = (...texts: string[]) =>
    texts.map((text) => bench.takeScan({ scannerId: 's1', text }))
  const close = () => {
    bench.close()
    cache.close()
    log.close()
  }
  return {
    bench,
    log,
    cache,
    view,
    jobs,
    submit,
    numbers,
    clock,
    sounds,
    troubles,
    scan,
    close,
    folder,
  }
}

function openSubmit(
  parts: Pick<SubmitParts, 'log' | 'view' | 'jobs' | 'numbers' | 'clock' | 'serverOffsetMs'>,
  scale: Scale,
): SubmitAction {
  // Actions and print jobs of the lives before this one have their ids already.
  let made = parts.log.lastSeq + parts.jobs.newest(1_000).length
  return new SubmitAction({
    ...parts,
    newId: () => `00000000-0000-7000-8000-${String((made += 1)).padStart(12, '0')}`,
    station: { id: STATION, mode: 'pick-and-pack', warehouse: 'MAIN' },
    devices: {
      scale: () => scale,
      labelPrinter: (id = 'p1') => ({ id, widthMm: 102, heightMm: 152 }),
    },
    knownHead: () => 0,
    bootId: '0'.repeat(32),
    newWorkStop: () => null,
    settings: () => DEFAULT_BENCH_SETTINGS,
    shiftSoFar: () => null,
  })
}

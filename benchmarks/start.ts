import { benchConfirm } from './confirm.ts'
import { benchDevices } from './devices.ts'
import { benchGrowth } from './growth.ts'
import { benchLabel } from './label.ts'
import { benchOffice } from './office.ts'
import { benchOfficePages } from './office-pages.ts'
import { benchPage } from './page.ts'
import { benchPaint } from './paint.ts'
import { benchPickLists } from './pick-lists.ts'
import { benchPush } from './push.ts'
import { benchReconnect } from './reconnect.ts'
import { benchScan } from './scan.ts'
import { benchStart } from './start-up.ts'
import { benchSync } from './sync/bench-sync.ts'

/** Every benchmark by the name `npm run bench -- <name>` takes. */
const BENCHMARKS = {
  scan: benchScan,
  paint: benchPaint,
  page: benchPage,
  label: benchLabel,
  push: benchPush,
  confirm: benchConfirm,
  picklists: benchPickLists,
  start: benchStart,
  reconnect: benchReconnect,
  growth: benchGrowth,
  office: benchOffice,
  'office-pages': benchOfficePages,
  devices: benchDevices,
  sync: benchSync,
}

// Broken off, it still takes its servers with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const words = process.argv.slice(2)
const isSmall = words.includes('--small')
const SYSTEMS = '--systems='
const systems = words
  .find((word) => word.startsWith(SYSTEMS))
  ?.slice(SYSTEMS.length)
  .split(',')
const asked = words.filter((word) => !word.startsWith('--'))
const unknown = asked.filter((name) => !Object.hasOwn(BENCHMARKS, name))
if (unknown.length > 0) {
  process.stderr.write(
    `no such benchmark: ${unknown.join(', ')}; there are ${Object.keys(BENCHMARKS).join(', ')}\n`,
  )
  process.exitCode = 1
} else {
  for (const [name, run] of Object.entries(BENCHMARKS)) {
    if (asked.length === 0 || asked.includes(name))
      await run({ isSmall, ...(systems && { systems }) })
  }
}

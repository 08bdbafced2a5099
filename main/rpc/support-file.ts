import { release } from 'node:os'
import { benchView, type ViewParts } from './bench-view.ts'
import { recordingOf } from './doctor-views.ts'
import { queueEntries } from './queue-entries.ts'

/** Rows of each kind in a support file: a shift's worth, small enough to send by mail. */
const SUPPORT_ROWS_MAX = 500

/**
 * One file to send when something broke. It holds no names, addresses or badges: the log keeps
 * references and SSCCs only, labels are left out, and the flight recording is masked. `flight` can be
 * played on virtual devices.
 */
export async function supportFile(parts: ViewParts) {
  const { stationId, mode, server, log, alert, scale, devices, printJobs } = benchView(parts)
  return {
    madeAt: new Date(parts.clock.now()).toISOString(),
    versions: { node: process.version, platform: process.platform, os: release() },
    memoryBytes: process.memoryUsage().rss,
    station: { stationId, mode, server, log, alert: alert?.code ?? null },
    devices,
    scale,
    printJobs: {
      counts: printJobs,
      newest: parts.jobs.newest(SUPPORT_ROWS_MAX).map(({ document: _, ...job }) => job),
    },
    scans: parts.log.newestScans(SUPPORT_ROWS_MAX),
    actions: queueEntries(parts, { limit: SUPPORT_ROWS_MAX }),
    flight: await recordingOf(parts),
  }
}

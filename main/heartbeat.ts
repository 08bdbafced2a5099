import type { Heartbeat } from '#contract/sync/envelope.ts'
import type { AssemblyConfig } from './assemble-station.ts'
import { floorReport } from './floor/floor-report.ts'
import { benchView, type ViewParts } from './rpc/bench-view.ts'

/** How this bench is, as the office hears every twenty seconds. */
export function heartbeatOf(view: ViewParts, { appVersion, identity }: AssemblyConfig): Heartbeat {
  const bench = benchView(view)
  const { log, server, devices, printJobs } = bench
  const { key, warehouse } = identity
  const nowMs = view.clock.now()
  const troubledSince = view.deviceTroubles.note(devices, nowMs)
  const wantsPeople = view.view.get('warehouse', warehouse.code)?.personFigures === true
  return {
    appVersion,
    name: identity.name,
    ...(key === undefined || key.isKnown ? {} : { publicKey: key.public }),
    logTrouble: log.trouble,
    pending: log.pending,
    oldestPendingAt: log.oldestPendingAt,
    clockOffsetMs: server.clockOffsetMs,
    devices: devices.map(({ id, kind, state, detail }) => ({
      id,
      kind,
      state,
      detail: detail.slice(0, 200),
      ...sinceOf(troubledSince.get(id)),
    })),
    printJobs,
    ...floorReport(bench, { figures: view.figures, wantsPeople, nowMs }),
  }
}

function sinceOf(since: string | undefined): { since?: string } {
  return since === undefined ? {} : { since }
}

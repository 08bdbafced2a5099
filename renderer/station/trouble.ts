import type { BenchView } from '#contract/rpc/bench-view.ts'
import {
  ENROLLED_ANEW,
  LOG_DAMAGES,
  LOG_STOPS,
  type SalvageReason,
} from '#contract/sync/log-trouble.ts'
import type { TextValues } from '../text/text.ts'

/** Everything a bench can be troubled by, each with a title, what happened, what to do and what is safe. */
export type TroubleName =
  | 'forked'
  | 'set-back'
  | 'pruned-past'
  | 'damaged'
  | 'disk-none'
  | 'withdrawn'
  | 'withdrawn-draining'
  | 'withdrawn-empty'
  | 'unauthorized'
  | 'upgrade'
  | 'upgrade-push'
  | 'office-too-old'
  | 'rejected'
  | 'salvaged'
  | 'salvaged-lost'
  | 'salvaged-end'
  | 'replaced'
  | 'login-network'
  | 'not-understood'
  | 'failing'
  | 'clock-behind'
  | 'clock-ahead'
  | 'disk-little'
  | 'parked-scans'
  | 'resending'
  | 'loading'
  | 'offline'

export type Trouble = {
  name: TroubleName
  /** `stop`: nothing is recorded or begun. `warn`: somebody should act. `info`: it passes by itself. */
  tone: 'stop' | 'warn' | 'info'
  values: TextValues
  /** How far something that passes by itself has come, 0 to 1. */
  share: number | null
  /** What a supervisor can do about it here. */
  actions: readonly TroubleAction[]
  /** False for what the top bar says already: a strip over the work would only be in the way. */
  hasStrip: boolean
}

export type TroubleAction = 'new-log' | 'seen' | 'save' | 'parked'

type Seen = Pick<BenchView, 'server' | 'log' | 'parked' | 'devices'>

/** What troubles this bench, worst first. */
export function troublesOf(bench: Seen): Trouble[] {
  return [
    ...logTroubles(bench),
    ...blockTroubles(bench),
    ...parkedTroubles(bench),
    ...wayTroubles(bench),
    ...passingTroubles(bench),
  ]
}

/** The trouble for which nothing is recorded any more; it takes the whole screen. */
export function stoppedTrouble(bench: Pick<Seen, 'log'>): Trouble | null {
  const isStopped = bench.log.trouble?.kind === 'stopped'
  return isStopped ? (logTroubles(bench)[0] ?? null) : null
}

/** Where the end of a log is gone nobody can say how much was behind it. */
const ENDLESS: readonly SalvageReason[] = ['file-missing', 'wal-missing', 'not-a-database']

/** Begun anew with nothing damaged: after a copy, an older disk, an older office or a new enrolment. */
const REPLACED: readonly SalvageReason[] = [...LOG_STOPS, ...ENROLLED_ANEW]

function logTroubles({ log }: Pick<Seen, 'log'>): Trouble[] {
  const found: Trouble[] = []
  const { trouble } = log
  if (trouble?.kind === 'stopped') found.push(stopped(trouble.reason))
  if (log.room === 'none') found.push(make('disk-none', 'stop'))
  if (trouble?.kind === 'salvaged') {
    const { reason, carried, lost } = trouble
    const isWhole = lost === 0
    const name = REPLACED.includes(reason)
      ? 'replaced'
      : ENDLESS.includes(reason)
        ? 'salvaged-end'
        : isWhole
          ? 'salvaged'
          : 'salvaged-lost'
    found.push(make(name, 'warn', { values: { carried, lost }, actions: ['seen'] }))
  }
  if (log.room === 'little') found.push(make('disk-little', 'warn'))
  return found
}

function stopped(reason: SalvageReason): Trouble {
  if (reason === 'forked' || reason === 'set-back') {
    return make(reason, 'stop', { actions: ['new-log', 'save'] })
  }
  const isDamage = LOG_DAMAGES.some((damage) => damage === reason)
  return make(isDamage ? 'damaged' : 'pruned-past', 'stop', { actions: ['save'] })
}

function blockTroubles({ server, log }: Seen): Trouble[] {
  const count = log.pending
  const save: readonly TroubleAction[] = count > 0 ? ['save'] : []
  if (server.newWorkStop === 'bench-revoked') {
    if (count === 0) return [make('withdrawn-empty', 'stop')]
    const name = server.isDraining ? 'withdrawn-draining' : 'withdrawn'
    return [make(name, 'stop', { values: { count }, actions: save })]
  }
  if (server.newWorkStop === 'upgrade-needed') return [make('upgrade', 'stop')]
  if (server.block === 'upgrade') return [make('upgrade-push', 'warn', { actions: save })]
  if (server.block === 'unauthorized') return [make('unauthorized', 'warn', { actions: save })]
  if (server.block === 'office-too-old') return [make('office-too-old', 'warn')]
  if (server.block === 'rejected') return [make('rejected', 'warn', { actions: save })]
  const isTold = log.trouble?.kind === 'stopped'
  if (isTold || server.block === 'none') return []
  return [make(server.block, 'stop', { actions: save })]
}

/** A scanner's memory that nobody has decided on. */
function parkedTroubles({ parked, devices }: Seen): Trouble[] {
  if (parked === null) return []
  const { scannerId, count } = parked
  const name = devices.find(({ id }) => id === scannerId)?.name ?? scannerId
  return [make('parked-scans', 'warn', { values: { count, name }, actions: ['parked'] })]
}

/** What stands on the way to the office, and the two clocks. */
function wayTroubles({ server, log }: Seen): Trouble[] {
  const found: Trouble[] = []
  if (server.trouble === 'not-the-office') found.push(make('login-network', 'warn'))
  if (server.trouble === 'not-understood') found.push(make('not-understood', 'warn'))
  if (server.trouble === 'failing') found.push(make('failing', 'warn'))
  if (server.clockIsOff) {
    const isBehind = server.clockOffsetMs > 0
    const offMs = Math.abs(server.clockOffsetMs)
    found.push(make(isBehind ? 'clock-behind' : 'clock-ahead', 'warn', { values: { offMs } }))
  }
  const isAway = server.trouble === 'unreachable' || server.trouble === 'busy'
  if (isAway && !server.online) {
    const values = { count: log.pending }
    found.push(make('offline', 'info', { values, hasStrip: false }))
  }
  return found
}

function passingTroubles({ server, log }: Seen): Trouble[] {
  const found: Trouble[] = []
  if (log.resending !== null) {
    const { done, total } = log.resending
    found.push(make('resending', 'info', { values: { done, total }, share: done / total }))
  }
  if (server.isLoading) {
    const { documents, share } = server.loading ?? { documents: 0, share: 0 }
    found.push(make('loading', 'info', { values: { documents }, share }))
  }
  return found
}

function make(
  name: TroubleName,
  tone: Trouble['tone'],
  more: Partial<Omit<Trouble, 'name' | 'tone'>> = {},
): Trouble {
  return { name, tone, values: {}, share: null, actions: [], hasStrip: true, ...more }
}

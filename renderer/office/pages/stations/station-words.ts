import type { StationSummary } from '#contract/http/station-summary.ts'
import { LOG_DAMAGES, type LogTrouble } from '#contract/sync/log-trouble.ts'
import { isTextKey, type Say } from '../../text/text.ts'
import type { Times } from '../../components/use-times.ts'

/** How a station does, worst first. */
export type StationState = 'revoked' | 'new' | 'offline' | 'trouble' | 'fine'

export function stateOf(station: StationSummary): StationState {
  if (station.revoked) return 'revoked'
  if (station.lastSeenAt === null) return 'new'
  if (!station.online) return 'offline'
  return troublesOf(station) ? 'trouble' : 'fine'
}

function troublesOf({ logTrouble, clockIsOff, devices }: StationSummary): boolean {
  return logTrouble !== null || clockIsOff || devices.some(isTroubled)
}

type Device = StationSummary['devices'][number]

export function isTroubled({ state }: Device): boolean {
  return state !== 'ready' && state !== 'opening'
}

const DEVICE_KINDS = ['scanner', 'scale', 'printer'] as const
const DEVICE_STATES = ['ready', 'opening', 'lost', 'attention', 'denied', 'stopped'] as const

/** A device and how it is, in words; what a newer bench says besides is shown as it is. */
export function deviceWords(device: Device, say: Say): { name: string; is: string } {
  const kind = DEVICE_KINDS.find((known) => known === device.kind)
  const state = DEVICE_STATES.find((known) => known === device.state)
  const name = kind === undefined ? device.kind : say(`stations.device.${kind}`)
  const is = state === undefined ? device.state : say(`stations.device-is.${state}`)
  return { name, is: device.detail === '' ? is : `${is}: ${device.detail}` }
}

/** Everything about a station that somebody should look at, each with what to do. */
export function thingsToDo(station: StationSummary, say: Say, times: Times): string[] {
  const { logTrouble, clockIsOff, devices, printJobs, revoked, online, lastSeenAt } = station
  if (revoked) return [say('stations.do.revoked')]
  if (lastSeenAt === null) return [say('stations.do.new')]
  return [
    ...(online ? [] : [say('stations.do.offline')]),
    ...(logTrouble === null ? [] : [logTroubleWords(logTrouble, say)]),
    ...(clockIsOff
      ? [`${say('stations.clock')}: ${clockWords(station, say)}. ${say('stations.do.clock')}`]
      : []),
    ...devices.filter(isTroubled).map((device) => {
      const { name, is } = deviceWords(device, say)
      const since = device.since === undefined ? '' : ` (${sinceWords(device.since, say, times)})`
      return `${name}: ${is}${since}`
    }),
    ...(printJobs.failed === 0
      ? []
      : [say('stations.do.print-failed', { count: printJobs.failed })]),
  ]
}

const ENDLESS = ['file-missing', 'wal-missing', 'not-a-database']
const DAMAGES: readonly string[] = LOG_DAMAGES

/** What became of a station's log, and what to do; as `logTroubleSentence` has it for programs. */
export function logTroubleWords({ kind, reason, carried, lost }: LogTrouble, say: Say): string {
  if (kind === 'stopped') {
    const key = `log-trouble.${reason}`
    return say(isTextKey(key) ? key : 'log-trouble.damaged')
  }
  const begun = say('log-trouble.new-log', { count: carried })
  if (!DAMAGES.includes(reason)) return begun
  const missing = ENDLESS.includes(reason)
    ? say('log-trouble.lost-end')
    : lost === 0
      ? say('log-trouble.lost-none')
      : say('log-trouble.lost-some', { count: lost })
  return `${say('log-trouble.was-damaged')} ${begun} ${missing}`
}

function sinceWords(since: string, say: Say, times: Times): string {
  return say('stations.since', { time: times.short(since) })
}

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

/** Whether its clock is right, to two seconds; nobody sees less. */
export function clockWords({ clockOffsetMs }: StationSummary, say: Say): string {
  const off = Math.abs(clockOffsetMs)
  if (off < 2 * SECOND_MS) return say('stations.clock-right')
  const time =
    off < 2 * MINUTE_MS ? `${Math.round(off / SECOND_MS)} s` : `${Math.round(off / MINUTE_MS)} min`
  // The offset is what must be added to its clock.
  return say(clockOffsetMs > 0 ? 'stations.clock-behind' : 'stations.clock-ahead', { time })
}

export function waitingWords(station: StationSummary, say: Say, times: Times): string {
  const { pending, oldestPendingAt } = station
  if (pending === 0 || oldestPendingAt === null) return say('stations.waiting-none')
  return say('stations.waiting-some', { count: pending, time: times.short(oldestPendingAt) })
}

import type { LogOrderAnswer, LogOrderInput } from '#contract/rpc/log-order.ts'
import { dismissSalvage } from './log-trouble.ts'
import type { SupervisorCheck } from './refusals/supervisor-check.ts'
import { askForNewLog, stopOf } from './store/log-stop.ts'
import type { LogStore } from './store/log-store.ts'
import type { SalvageReport } from './store/salvage-report.ts'
import type { StationView } from './store/view.ts'

/** What a supervisor may say about the log of this bench. */
export type LogOrders = {
  /** Sets a log that was stopped aside and begins a new one, at the start of the host that follows. */
  beginNewLog: (input: LogOrderInput) => Promise<LogOrderAnswer>
  /** Has seen what became of a damaged log. */
  dismissLogTrouble: (input: LogOrderInput) => Promise<LogOrderAnswer>
  /** Whether a supervisor stands behind the wish to carry the log away. */
  mayCarryLog: (input: LogOrderInput) => Promise<LogOrderAnswer>
}

export function logOrders(parts: {
  log: LogStore
  salvage: SalvageReport | null
  view: StationView
  supervisors: SupervisorCheck
  signedIn: () => string | null
  restart: (() => void) | undefined
}): LogOrders {
  const { log, salvage, view, supervisors, restart } = parts
  const asSupervisor = async (input: LogOrderInput, work: () => void): Promise<LogOrderAnswer> => {
    const ref = parts.signedIn()
    const operator = ref === null ? null : (view.get('operator', ref) ?? null)
    const checked = await supervisors.check(input, view, operator)
    if (!checked.ok) return { accepted: false, trouble: checked.trouble }
    work()
    return { accepted: true }
  }
  return {
    beginNewLog: async (input) => {
      if (stopOf(log) === null) return { accepted: false, trouble: 'not-open' }
      return asSupervisor(input, () => {
        askForNewLog(log)
        restart?.()
      })
    },
    dismissLogTrouble: async (input) => {
      if (salvage === null) return { accepted: false, trouble: 'not-open' }
      return asSupervisor(input, () => dismissSalvage(log, salvage))
    },
    mayCarryLog: (input) => asSupervisor(input, () => undefined),
  }
}

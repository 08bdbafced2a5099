import {
  BenchSettings,
  type BenchSettingsInput,
  DEFAULT_BENCH_SETTINGS,
} from '#contract/rpc/bench-settings.ts'
import type { LogOrderAnswer } from '#contract/rpc/log-order.ts'
import { BENCH_SETTINGS_KEY } from './bench-settings-key.ts'
import type { SupervisorCheck } from './refusals/supervisor-check.ts'
import type { LogStore } from './store/log-store.ts'
import type { StationView } from './store/view.ts'

/** What is set at this bench. What another version wrote counts if this one can read it. */
export function readBenchSettings(log: Pick<LogStore, 'meta'>): BenchSettings {
  const kept = parsed(log.meta(BENCH_SETTINGS_KEY))
  const settings = BenchSettings.safeParse({ ...DEFAULT_BENCH_SETTINGS, ...kept })
  return settings.success ? settings.data : DEFAULT_BENCH_SETTINGS
}

export type SettingsDesk = {
  current: () => BenchSettings
  change: (input: BenchSettingsInput) => Promise<LogOrderAnswer>
}

/** The settings of one bench, which only a supervisor changes. */
export function benchSettings(parts: {
  log: LogStore
  view: StationView
  supervisors: SupervisorCheck
  signedIn: () => string | null
  onChange: () => void
}): SettingsDesk {
  const { log, view, supervisors, signedIn, onChange } = parts
  let settings = readBenchSettings(log)
  return {
    current: () => settings,
    change: async ({ change, ...who }) => {
      const ref = signedIn()
      const operator = ref === null ? null : (view.get('operator', ref) ?? null)
      const checked = await supervisors.check(who, view, operator)
      if (!checked.ok) return { accepted: false, trouble: checked.trouble }
      const changed = BenchSettings.parse({ ...settings, ...change })
      log.transaction(() => log.setMeta(BENCH_SETTINGS_KEY, JSON.stringify(changed)))
      settings = changed
      onChange()
      return { accepted: true }
    },
  }
}

function parsed(text: string | null): object {
  const kept: unknown = text === null ? null : JSON.parse(text)
  return typeof kept === 'object' && kept !== null ? kept : {}
}

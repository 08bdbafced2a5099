import type { ScaleFindings } from '#contract/rpc/doctor-view.ts'
import type { Clock } from '../../clock.ts'
import type { ScaleConfig } from '../device-config.ts'
import type { OpenDevice } from '../link/byte-link.ts'
import type { ScaleDriver } from '../scale/start-scale.ts'
import { detectAtScale } from './detect-at-scale.ts'

type Running = { readonly isClosed: boolean; readonly scales: ReadonlyMap<string, ScaleDriver> }

/** Starts scales, and again after each was listened to without its driver: a scale has one line. */
export type ScaleStarter = {
  add: (scale: ScaleConfig, open: OpenDevice, start: () => void) => void
  detect: (scaleId: string, running: Running) => Promise<ScaleFindings>
}

export function scaleStarter(clock: Clock): ScaleStarter {
  const scales = new Map<string, { scale: ScaleConfig; open: OpenDevice; start: () => void }>()
  const busy = new Set<string>()
  return {
    add: (scale, open, start) => {
      scales.set(scale.id, { scale, open, start })
      start()
    },
    detect: async (scaleId, running) => {
      const known = scales.get(scaleId)
      if (known === undefined || busy.has(scaleId)) return { suggestions: [], trouble: null }
      busy.add(scaleId)
      try {
        await running.scales.get(scaleId)?.close()
        return await detectAtScale(known.scale, known.open, clock)
      } finally {
        busy.delete(scaleId)
        if (!running.isClosed) known.start()
      }
    },
  }
}

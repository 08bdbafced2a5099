import type { DeviceParts, DeviceKind } from '../devices.ts'
import type { PrintJob, PrintResult } from '../printer/printer-driver.ts'
import type { FeedbackKind } from '../scanner/scanner-feedback.ts'
import type { Opener } from './recorded-link.ts'
import { recordedOpener } from './recorded-link.ts'

type Hooks = Pick<DeviceParts, 'onScan' | 'onReading' | 'onState' | 'onFault'>

/** The recorder's ears at every door of the devices; nothing that passes is changed or waits. */
export type Ears = {
  hooks: Hooks
  opener: (id: string, kind: DeviceKind, open: Opener) => Opener
  printed: (id: string, job: PrintJob, print: Promise<PrintResult>) => Promise<PrintResult>
  sounded: (id: string, sound: FeedbackKind, done: Promise<boolean>) => Promise<boolean>
  /** Drops the connection of a device; false where there is none. */
  drop: (id: string) => boolean
}

export function listenIn(parts: DeviceParts): Ears {
  const { recorder } = parts
  const drops = new Map<string, () => boolean>()
  let links = 0
  const newLinkNumber = (): number => (links += 1)
  return {
    hooks: hooksOf(parts),
    opener: (id, kind, open) => {
      const recorded = recordedOpener(open, { device: { id, kind }, recorder, newLinkNumber })
      drops.set(id, recorded.drop)
      return recorded.open
    },
    printed: async (device, job, print) => {
      const result = await print
      const { outcome, detail } = result
      const { jobId, bytes } = job
      recorder?.note({ kind: 'print', device, jobId, outcome, detail, bytes: bytes.length })
      return result
    },
    sounded: async (device, sound, sounding) => {
      const done = await sounding
      recorder?.note({ kind: 'feedback', device, sound, done })
      return done
    },
    drop: (id) => drops.get(id)?.() ?? false,
  }
}

function hooksOf({ recorder, onScan, onReading, onState, onFault }: DeviceParts): Hooks {
  if (recorder === undefined) return { onScan, onReading, onState, onFault }
  return {
    onScan: (scan) => {
      const { scannerId: device, text, aim } = scan
      recorder.note({ kind: 'scan', device, text, aim })
      onScan(scan)
    },
    onReading: (reading, device) => {
      const { kind: says, raw } = reading
      const grams = 'grams' in reading ? reading.grams : null
      recorder.note({ kind: 'reading', device, says, grams, raw })
      onReading(reading, device)
    },
    onState: (view) => {
      const { id: device, state, detail } = view
      recorder.note({ kind: 'state', device, state, detail })
      onState(view)
    },
    onFault: (fault) => {
      const { deviceId: device, code, detail, raw } = fault
      const words = raw === undefined ? {} : { raw }
      recorder.note({ kind: 'fault', device, code, detail, ...words })
      onFault(fault)
    },
  }
}

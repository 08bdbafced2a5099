import type { Alert } from '#contract/rpc/alert-view.ts'
import { alertMessage } from './workflow/alert-messages.ts'

/** Why nothing more may be built on the log; each is an alert of its name. */
export type RecordingStop = 'log-damaged' | 'log-forked' | 'log-set-back'

/** What the operator is told when nothing can be written. */
export function storageAlert(reason: 'log-full' | RecordingStop): Alert {
  return {
    code: 'wrong-state',
    tone: 'stop',
    reason,
    detail: {},
    message: alertMessage(reason, {}),
    meanwhile: [],
  }
}

import { isIdle, parseHostStatus, troublesOf } from './host-status.ts'
import type { PrinterDialect } from './printer-dialect.ts'
import { report } from './printer-report.ts'

const ASK_STATUS = new TextEncoder().encode('~HS\r\n')

/** Ends a label that was cut and cancels what it left. It cancels others' labels too, so never else. */
const AFTER_CUT = new TextEncoder().encode('^XZ~JA')

/** Zebra's language: answers `~HS`, except while a person must act, when current models fall silent. */
export const zplDialect: PrinterDialect = {
  language: 'zpl',
  cleanUp: () => AFTER_CUT,
  questions: [
    {
      bytes: ASK_STATUS,
      read: (heard) => {
        const status = parseHostStatus(Buffer.from(heard).toString('latin1'))
        if (status === undefined) return undefined
        return report({
          faults: troublesOf(status),
          isIdle: isIdle(status),
          isPartial: status.partialFormat,
        })
      },
    },
  ],
  ending: { by: 'asking', calmLooks: 2 },
  readPushed: () => [],
  silence: 'The printer does not answer: check labels, ribbon and head',
}

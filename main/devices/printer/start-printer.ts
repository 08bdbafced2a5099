import type { PrinterConfig } from '../device-config.ts'
import { parseLink } from '../link/link-target.ts'
import { brotherDialect } from './brother-dialect.ts'
import { escPosDialect } from './escpos-dialect.ts'
import type { PrinterDialect } from './printer-dialect.ts'
import { startPrinterDriver } from './printer-driver.ts'
import type { PrinterDriver, PrinterDriverParts } from './printer-driver.ts'
import { tsplDialect } from './tspl-dialect.ts'
import { zplDialect } from './zpl-dialect.ts'

const DIALECTS: Record<PrinterConfig['language'], PrinterDialect> = {
  zpl: zplDialect,
  tspl: tsplDialect,
  escpos: escPosDialect,
  'brother-ql': brotherDialect,
}

/** The driver that speaks this printer's language. */
export function startPrinter(config: PrinterConfig, parts: PrinterDriverParts): PrinterDriver {
  const link = parseLink(config.link)
  // A queue takes jobs and brings no answers: a question would be printed.
  const canAnswer = !(link.ok && link.value.kind === 'cups')
  return startPrinterDriver({
    ...parts,
    dialect: DIALECTS[config.language],
    isAsked: canAnswer && config.status !== 'none',
  })
}

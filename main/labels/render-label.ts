import type { LabelDocument } from '#contract/label/label-document.ts'
import type { PrinterConfig } from '../devices/device-config.ts'
import { labelToZpl } from './zpl.ts'

/** The label in the printer's own language; throws for what that language can't hold. */
export function renderLabel(
  document: LabelDocument,
  printer: Pick<PrinterConfig, 'language' | 'dpi' | 'widthMm' | 'heightMm'>,
): Promise<Uint8Array> {
  if (printer.language === 'zpl') return Promise.resolve(labelToZpl(document, printer))
  return Promise.reject(new Error(`no labels are made in ${printer.language}`))
}

import type { LabelDocument } from '#contract/label/label-document.ts'
import type { PrinterConfig } from '../devices/device-config.ts'
import { labelToBrotherQl } from './brother-ql.ts'
import { labelToEscpos } from './escpos.ts'
import { labelToTspl } from './tspl.ts'
import { labelToZpl } from './zpl.ts'

/** The label in the printer's own language; rejects for what that language can't hold. */
export async function renderLabel(
  document: LabelDocument,
  printer: Pick<PrinterConfig, 'language' | 'dpi' | 'widthMm' | 'heightMm' | 'printHead'>,
): Promise<Uint8Array> {
  switch (printer.language) {
    case 'zpl':
      return labelToZpl(document, printer)
    case 'tspl':
      return labelToTspl(document, printer)
    case 'escpos':
      return labelToEscpos(document, printer)
    default:
      return labelToBrotherQl(document, printer)
  }
}

import { rulerLabel } from '#contract/label/ruler-label.ts'
import { renderLabel } from '../../labels/render-label.ts'
import type { PrinterConfig } from '../device-config.ts'

/** A ruler for this printer, in its own language; it says what the printer is set up as. */
export function rulerBytes(printer: PrinterConfig): Promise<Uint8Array> {
  const { id, name = id, language, dpi, widthMm, heightMm } = printer
  const lines = [`${language} ${dpi} dpi`, `${widthMm} x ${heightMm} mm`, 'Loadline ruler']
  return renderLabel(rulerLabel({ widthMm, heightMm, title: name, lines }), printer)
}

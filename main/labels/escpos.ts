import type { LabelDocument } from '#contract/label/label-document.ts'
import { receiptMarginMm } from '#contract/label/receipt-roll.ts'
import { DOTS_PER_MM, type Dpi } from './dots-per-mm.ts'
import { drawLabel } from './raster-label.ts'
import type { RasterPicture } from './raster-picture.ts'

declare module 'node-thermal-printer' {
  interface ThermalPrinter {
    /** `ESC @`, which the library's types leave out. */
    initHardware: () => void
  }
}

/** Rows sent in one picture; small printers have room for few, and a cut one is filled up sooner. */
const BAND_ROWS = 24

/** `GS V 66 0`: feeds to the knife and cuts, where there is one. */
const FEED_AND_CUT = Buffer.from([0x1d, 0x56, 66, 0])

/**
 * The label as one ESC/POS job: every row of its picture, blank ones too, as the height of a feed
 * differs from printer to printer while the height of a row does not; then a cut. What lies beside
 * the head of a roll is left out, as the first dot of a row is the first that the head reaches.
 *
 * The picture and the cut are bytes of our own. The library's picture says widths from 2048 dots on
 * wrong and takes seconds for them, and its cut goes through the label where the knife is behind
 * the head. It is loaded with the first label, for hosts without such a printer.
 */
export async function labelToEscpos(
  document: LabelDocument,
  printer: { dpi: Dpi },
): Promise<Uint8Array> {
  const { PrinterTypes, ThermalPrinter } = await import('node-thermal-printer')
  // Without an interface it is no way to a printer, only a buffer.
  const job = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: '' })
  const perMm = DOTS_PER_MM[printer.dpi]
  const marginMm = receiptMarginMm(document.widthMm)
  const reached = {
    ...document,
    widthMm: document.widthMm - 2 * marginMm,
    elements: document.elements.map((element) => ({ ...element, xMm: element.xMm - marginMm })),
  }
  job.initHardware()
  job.add(Buffer.concat(bands(drawLabel(reached, { xPerMm: perMm, yPerMm: perMm }))))
  job.add(FEED_AND_CUT)
  return job.getBuffer()
}

function bands(picture: RasterPicture): Uint8Array[] {
  const { bytesPerRow, heightDots } = picture
  const parts: Uint8Array[] = []
  for (let y = 0; y < heightDots; y += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, heightDots - y)
    const size = [bytesPerRow & 0xff, bytesPerRow >> 8, rows & 0xff, rows >> 8]
    parts.push(
      Uint8Array.from([0x1d, 0x76, 0x30, 0, ...size]),
      picture.bytes.subarray(y * bytesPerRow, (y + rows) * bytesPerRow),
    )
  }
  return parts
}

import type { LabelDocument } from '#contract/label/label-document.ts'
import { DOTS_PER_MM, type Dpi } from './dots-per-mm.ts'
import { drawLabel } from './raster-label.ts'
import type { RasterPicture } from './raster-picture.ts'

/** Rows sent in one picture; small printers have room for few, and a cut one is filled up sooner. */
const BAND_ROWS = 24

/** `ESC @`: forgets what was set and what stands in the line. */
const INITIALIZE = [0x1b, 0x40]

/** `GS V 66 0`: feeds to the knife and cuts, where there is one. */
const CUT = [0x1d, 0x56, 66, 0]

/**
 * The label as one ESC/POS job: every row of its picture, blank ones too, as the height of a feed
 * differs from printer to printer while the height of a row does not; then a cut.
 */
export function labelToEscpos(document: LabelDocument, printer: { dpi: Dpi }): Uint8Array {
  const perMm = DOTS_PER_MM[printer.dpi]
  const picture = drawLabel(document, { xPerMm: perMm, yPerMm: perMm })
  return Buffer.concat([Uint8Array.from(INITIALIZE), ...bands(picture), Uint8Array.from(CUT)])
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

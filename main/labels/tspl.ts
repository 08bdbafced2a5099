import type { LabelDocument } from '#contract/label/label-document.ts'
import { DOTS_PER_MM, type Dpi } from './dots-per-mm.ts'
import { drawLabel } from './raster-label.ts'
import type { RasterPicture } from './raster-picture.ts'

/** Rows sent in one BITMAP; few, as a job that was cut inside one is cleaned up by filling it. */
const BAND_ROWS = 16

const encoder = new TextEncoder()

/**
 * The label as one TSPL job: a picture in bands, without those that are blank. It says the size and
 * nothing else about the media, so that gap or mark stay as the printer was calibrated.
 */
export function labelToTspl(document: LabelDocument, printer: { dpi: Dpi }): Uint8Array {
  const perMm = DOTS_PER_MM[printer.dpi]
  const picture = drawLabel(document, { xPerMm: perMm, yPerMm: perMm })
  const head = [
    `SIZE ${document.widthMm} mm,${document.heightMm} mm`,
    'DIRECTION 0',
    'REFERENCE 0,0',
    'CLS',
  ]
  return Buffer.concat([
    encoder.encode(`${head.join('\r\n')}\r\n`),
    ...bands(picture),
    encoder.encode('PRINT 1,1\r\n'),
  ])
}

function bands(picture: RasterPicture): Uint8Array[] {
  const { bytesPerRow, heightDots } = picture
  const parts: Uint8Array[] = []
  for (let y = 0; y < heightDots; y += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, heightDots - y)
    const bytes = picture.bytes.subarray(y * bytesPerRow, (y + rows) * bytesPerRow)
    if (bytes.every((byte) => byte === 0)) continue
    parts.push(
      encoder.encode(`BITMAP 0,${y},${bytesPerRow},${rows},0,`),
      // A set bit is white here.
      bytes.map((byte) => byte ^ 0xff),
      encoder.encode('\r\n'),
    )
  }
  return parts
}

import { PNG } from 'pngjs'
import type { LabelDocument } from '#contract/label/label-document.ts'
import type { PrinterConfig } from '../devices/device-config.ts'
import { createBrotherJobs } from '../devices/virtual/brother-job.ts'
import { createEscposJobs } from '../devices/virtual/escpos-job.ts'
import type { PictureJobs, PrintedPicture } from '../devices/virtual/picture-job.ts'
import { createTsplJobs } from '../devices/virtual/tspl-job.ts'
import { DOTS_PER_MM, type Dpi } from '../labels/dots-per-mm.ts'
import { RasterPicture } from '../labels/raster-picture.ts'
import { renderLabel } from '../labels/render-label.ts'
import { renderZpl } from '../labels/render-zpl.ts'

export type Language = PrinterConfig['language']

export const LANGUAGES = ['zpl', 'tspl', 'escpos', 'brother-ql'] as const satisfies Language[]
export const RASTER_LANGUAGES = ['tspl', 'escpos', 'brother-ql'] as const

/** The other side of a language that is sent dots. */
export function pictureJobs(language: Exclude<Language, 'zpl'>, dpi: Dpi): PictureJobs {
  const dotsPerMm = DOTS_PER_MM[dpi]
  if (language === 'tspl') return createTsplJobs({ dotsPerMm })
  return language === 'escpos' ? createEscposJobs({ dotsPerMm }) : createBrotherJobs()
}

/** The label as a printer that reads nothing but the bytes brings it to paper. */
export async function printLabel(
  document: LabelDocument,
  language: Language,
  dpi: Dpi = 203,
): Promise<PrintedPicture> {
  const { widthMm, heightMm } = document
  const bytes = await renderLabel(document, { language, dpi, widthMm, heightMm })
  if (language === 'zpl') {
    const perMm = DOTS_PER_MM[dpi]
    const picture = pictureOfPng(await renderZpl(bytes, { widthMm, heightMm, dpi }))
    return { picture, xPerMm: perMm, yPerMm: perMm, texts: [] }
  }
  const labels = pictureJobs(language, dpi)
    .feed(bytes)
    .flatMap((event) => (event.kind === 'label' ? [event.label] : []))
  const [label] = labels
  if (label === undefined || labels.length > 1) throw new Error(`${labels.length} labels came out`)
  return label
}

export function pictureOfPng(png: Buffer): RasterPicture {
  const { width, height, data } = PNG.sync.read(png)
  const picture = new RasterPicture(width, height)
  for (let at = 0; at < width * height; at += 1) {
    const x = at % width
    if ((data[at * 4] ?? 255) < 128) picture.fillSpan(Math.floor(at / width), x, x + 1)
  }
  return picture
}

export type Ink = { leftMm: number; topMm: number; rightMm: number; bottomMm: number; dots: number }

/** Where the ink of a part of a label begins and ends, in millimetres from its top-left corner. */
export function inkOf(
  { picture, xPerMm, yPerMm }: PrintedPicture,
  box: { xMm: number; yMm: number; widthMm: number; heightMm: number },
): Ink {
  const ink = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity, dots: 0 }
  const toY = Math.round((box.yMm + box.heightMm) * yPerMm)
  const toX = Math.round((box.xMm + box.widthMm) * xPerMm)
  for (let y = Math.round(box.yMm * yPerMm); y < toY; y += 1) {
    for (let x = Math.round(box.xMm * xPerMm); x < toX; x += 1) {
      if (!picture.isBlack(x, y)) continue
      ink.left = Math.min(ink.left, x)
      ink.right = Math.max(ink.right, x + 1)
      ink.top = Math.min(ink.top, y)
      ink.bottom = Math.max(ink.bottom, y + 1)
      ink.dots += 1
    }
  }
  return {
    leftMm: ink.left / xPerMm,
    rightMm: ink.right / xPerMm,
    topMm: ink.top / yPerMm,
    bottomMm: ink.bottom / yPerMm,
    dots: ink.dots,
  }
}

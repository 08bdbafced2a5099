import { readBarcodes } from '../../labels/read-barcodes.ts'
import { renderZpl } from '../../labels/render-zpl.ts'
import type { Media } from '../../labels/render-zpl.ts'
import { rasterToPng } from '../../labels/raster-png.ts'
import type { Clock } from '../../clock.ts'
import type { VirtualLabel } from './printer-voice.ts'

/** Labels kept with their pictures, some 30 kB each; the oldest goes first. */
export const LABELS_KEPT_MAX = 300

export type PrintedLabel = {
  /** 1 for the first label since the start, and on. */
  n: number
  printer: string
  /** ISO 8601 UTC. */
  receivedAt: string
  codes: { text: string; symbology: string }[]
  /** Null until it is drawn, and for a label that cannot be. */
  png: Buffer | null
  /** Why there is no picture. */
  trouble: string | null
  source: VirtualLabel
}

export type LabelGallery = {
  add: (printer: string, label: VirtualLabel, media: Media) => void
  /** Newest first, with pictures; waits for those being drawn. */
  list: () => Promise<PrintedLabel[]>
  get: (n: number) => Promise<PrintedLabel | null>
  count: () => number
}

/** Draws labels one at a time in the order they came, and reads their codes back from the picture. */
export function createLabelGallery(clock: Clock): LabelGallery {
  const labels: PrintedLabel[] = []
  let made = 0
  let drawing: Promise<void> = Promise.resolve()

  async function draw(label: PrintedLabel, media: Media): Promise<void> {
    try {
      const png = await picture(label.source, media)
      label.codes = (await readBarcodes(png)).map(({ text, symbology }) => ({ text, symbology }))
      label.png = png
    } catch (error) {
      label.trouble = error instanceof Error ? error.message : String(error)
    }
  }

  return {
    add: (printer, source, media) => {
      made += 1
      const receivedAt = new Date(clock.now()).toISOString()
      const label = { n: made, printer, receivedAt, codes: [], png: null, trouble: null, source }
      labels.unshift(label)
      if (labels.length > LABELS_KEPT_MAX) labels.pop()
      drawing = drawing.then(() => draw(label, media))
    },
    list: async () => {
      await drawing
      return [...labels]
    },
    get: async (n) => {
      await drawing
      return labels.find((label) => label.n === n) ?? null
    },
    count: () => made,
  }
}

/** ZPL is drawn as a printer would; what was sent as dots is a picture already. */
function picture(label: VirtualLabel, media: Media): Promise<Buffer> | Buffer {
  if (label.kind === 'zpl') return renderZpl(Buffer.from(label.zpl), media)
  return rasterToPng(label.picture.picture)
}

import { DOTS_PER_MM } from './dots-per-mm.ts'

/** How a label comes out of a printer, as far as a picture can show it. */
export type Media = { widthMm: number; heightMm: number; dpi: number }

/**
 * Draws one ZPL label as a PNG. The renderer is large, so it is loaded with the first label. It is
 * not a printer's firmware: it proves our bytes, not the printer.
 */
export async function renderZpl(bytes: Uint8Array, media: Media): Promise<Buffer> {
  const { ready } = await import('zpl-renderer-js')
  const { api } = await ready
  const known: Record<number, number> = DOTS_PER_MM
  const dotsPerMm = known[media.dpi] ?? Math.round(media.dpi / 25.4)
  const zpl = Buffer.from(bytes).toString('utf8')
  const base64 = await api.zplToBase64Async(zpl, media.widthMm, media.heightMm, dotsPerMm)
  return Buffer.from(base64, 'base64')
}

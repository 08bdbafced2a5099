import type { RasterPicture } from '../../labels/raster-picture.ts'

/** A label as it comes out of a printer that was sent dots. */
export type PrintedPicture = {
  picture: RasterPicture
  xPerMm: number
  yPerMm: number
  /** What the printer would have set in its own letters or codes, which ours are never sent. */
  texts: string[]
}

/** What a printer makes of its input, in order. */
export type PictureJobEvent =
  | { kind: 'label'; label: PrintedPicture }
  /** Paper with a part of a label on it, of a job that was cut. */
  | { kind: 'scrap'; label: PrintedPicture }
  /** Asked how it is; `n` is what of, where the language can ask that. */
  | {
      kind: 'status'
      command: 'esc-q' | 'esc-s' | 'dle-eot' | 'asb' | 'gs-r' | 'brother'
      n: number
    }

export type PictureJobs = {
  /** Takes bytes in any pieces; what is not understood is dropped. */
  feed: (bytes: Uint8Array) => PictureJobEvent[]
  /** True while the printer waits for the rest of a label. */
  isPartial: () => boolean
}

/** Bytes of one command waited for; a label of ours sends a few thousand at once. */
export const COMMAND_BYTES_MAX = 4_000_000

/** Rows of one label; a metre at 600 dpi. */
export const ROWS_MAX = 24_000

/** Texts remembered of one label. */
export const TEXTS_MAX = 200

/** What a parser read at the front of its buffer: so many bytes, and maybe an event. */
export type Read = { bytes: number; event?: PictureJobEvent | undefined }

/** Feeds pieces to a reader of whole commands, which answers null until there is enough for one. */
export function createCommandBuffer(read: (buffer: Buffer) => Read | null): {
  feed: (bytes: Uint8Array) => PictureJobEvent[]
  waiting: () => Buffer
} {
  let buffer: Buffer = Buffer.alloc(0)
  return {
    feed: (bytes) => {
      buffer = Buffer.concat([buffer, bytes])
      const events: PictureJobEvent[] = []
      while (buffer.length > 0) {
        const done = read(buffer)
        if (done === null) break
        if (done.event !== undefined) events.push(done.event)
        buffer = buffer.subarray(done.bytes)
      }
      if (buffer.length > COMMAND_BYTES_MAX) buffer = Buffer.alloc(0)
      return events
    },
    waiting: () => buffer,
  }
}

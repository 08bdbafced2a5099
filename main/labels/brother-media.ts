/** Rolls of the QL series as their makers' raster references list them, in dots of 1/300 inch. */
export type BrotherMedia = {
  widthMm: number
  /** 0 for an endless roll. */
  lengthMm: number
  /** Across the whole roll. */
  totalDots: number
  /** Of these the head reaches. */
  printableDots: number
  /** Pins of the narrow head to the right of what it reaches. */
  rightPins: number
  /** Along a label cut beforehand: all of it, and what the head reaches. 0 for an endless roll. */
  totalRows: number
  printableRows: number
}

/** A print head: bytes sent for a row, and pins to the right of where the narrow one begins. */
export type BrotherHead = { rowBytes: number; extraRightPins: number }

/** QL-5xx to QL-8xx, and the wide QL-10xx and QL-11xx. */
export const BROTHER_HEADS = {
  narrow: { rowBytes: 90, extraRightPins: 0 },
  wide: { rowBytes: 162, extraRightPins: 44 },
} as const satisfies Record<string, BrotherHead>

export const BROTHER_DOTS_PER_MM = 300 / 25.4

/** Where the knife and the rollers keep the head from printing on an endless roll: 3 mm. */
export const BROTHER_FEED_ROWS = 35

const ENDLESS: readonly (readonly number[])[] = [
  [12, 142, 106, 29],
  [29, 342, 306, 6],
  [38, 449, 413, 12],
  [50, 590, 554, 12],
  [54, 636, 590, 0],
  [62, 732, 696, 12],
  [102, 1200, 1164, 12],
]

const CUT_BEFOREHAND: readonly (readonly number[])[] = [
  [17, 54, 201, 165, 0, 636, 566],
  [17, 87, 201, 165, 0, 1026, 956],
  [23, 23, 272, 202, 42, 272, 202],
  [29, 42, 342, 306, 6, 495, 425],
  [29, 90, 342, 306, 6, 1061, 991],
  [38, 90, 449, 413, 12, 1061, 991],
  [39, 48, 461, 425, 6, 565, 495],
  [52, 29, 614, 578, 0, 341, 271],
  [62, 29, 732, 696, 12, 341, 271],
  [62, 100, 732, 696, 12, 1179, 1109],
  [102, 51, 1200, 1164, 12, 596, 526],
  [102, 152, 1200, 1164, 12, 1804, 1660],
]

/** Widths up to this many millimetres are printed by the narrow head. */
const NARROW_MM_MAX = 62

/**
 * The roll for labels of a size: one cut beforehand where there is such a one, else an endless roll
 * of that width. Null for a width that no roll has.
 */
export function brotherMedia(size: { widthMm: number; heightMm: number }): BrotherMedia | null {
  for (const row of CUT_BEFOREHAND) {
    const [widthMm = 0, lengthMm = 0, totalDots = 0, printableDots = 0, rightPins = 0] = row
    const [totalRows = 0, printableRows = 0] = row.slice(5)
    if (size.widthMm === widthMm && size.heightMm === lengthMm) {
      return { widthMm, lengthMm, totalDots, printableDots, rightPins, totalRows, printableRows }
    }
  }
  for (const [widthMm = 0, totalDots = 0, printableDots = 0, rightPins = 0] of ENDLESS) {
    if (size.widthMm !== widthMm) continue
    const along = { lengthMm: 0, totalRows: 0, printableRows: 0 }
    return { widthMm, totalDots, printableDots, rightPins, ...along }
  }
  return null
}

/** The head that a roll is printed with, unless a wide printer holds a narrow roll. */
export function brotherHeadFor(widthMm: number): keyof typeof BROTHER_HEADS {
  return widthMm > NARROW_MM_MAX ? 'wide' : 'narrow'
}

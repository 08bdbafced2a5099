export type Dpi = 203 | 300 | 600

/** Label printers speak of 203 dpi and mean 8 dots per millimetre; so do 300 (12) and 600 (24). */
export const DOTS_PER_MM = { 203: 8, 300: 12, 600: 24 } as const satisfies Record<Dpi, number>

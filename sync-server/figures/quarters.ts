/** Figures are kept by these: an hour of any zone is a whole number of them. */
const QUARTER_MS = 15 * 60 * 1_000

/** How long figures can be looked at; the same weekday of the last four weeks, and some days more. */
export const FIGURES_KEPT_MS = 35 * 24 * 60 * 60 * 1_000

/** What is older is not counted any more, well before it is purged, so that neither waits for the other. */
export const COUNTED_BACK_MS = FIGURES_KEPT_MS - 24 * 60 * 60 * 1_000

/** The start of the quarter of an hour that holds an instant, both in milliseconds. */
export function quarterOf(atMs: number): number {
  return atMs - (atMs % QUARTER_MS)
}

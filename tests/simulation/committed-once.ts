/** One row of the ledger that a pick has written. */
export type CommittedRow = {
  lot: string
  quantity: number
  on_hand_delta: number
  reserved_delta: number
}

/**
 * I3: whether the rows of one pick say what a single pick says, however many lots its line is of. One row
 * takes the goods off their shelf, all of them; the others only move what is reserved for the line between
 * lots, as goods beyond what was asked for take it from every lot that is read after theirs. No lot moves
 * twice, nothing leaves the building, and no more is reserved in the end than what was taken.
 */
export function isCommittedOnce(rows: readonly CommittedRow[], picked: number): boolean {
  const lots = new Set(rows.map(({ lot }) => lot))
  const taking = rows.findIndex((row) => row.quantity === picked && row.reserved_delta >= 0)
  const others = rows.filter((_, index) => index !== taking)
  const reserved = rows.reduce((sum, row) => sum + row.reserved_delta, 0)
  return (
    taking !== -1 &&
    lots.size === rows.length &&
    rows.every((row) => row.on_hand_delta === 0) &&
    others.every((row) => row.quantity === Math.abs(row.reserved_delta)) &&
    reserved >= 0 &&
    reserved <= picked
  )
}

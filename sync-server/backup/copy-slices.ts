/** Of a table held in memory at once, as the rows lie there: as text they are somewhat longer, and one may be more. */
export const SLICE_BYTES = 4 * 1024 * 1024

/** More rows than a page of a table can hold (`MaxHeapTuplesPerPage` is 291 with pages of 8 kB). */
const PLACES_PER_PAGE = 512

/** Rows of a table by where they lie: from one place up to, and without, another; as PostgreSQL writes a `tid`. */
export type Slice = { from: string; to: string }

/** `size` is what the rows take where they lie, packed as they are there; `read` answers their text. */
export type SliceSource = {
  pages: number
  size: (slice: Slice) => Promise<number>
  read: (slice: Slice) => Promise<Uint8Array>
}

/**
 * Walks over a table in slices that memory has room for. Rows are of all lengths, and how long they are as text only
 * those before tell: each slice is made as long as they let hope that it fits, and halved until its rows do.
 */
export async function* copySlices({ pages, size, read }: SliceSource): AsyncGenerator<Uint8Array> {
  const end = pages * PLACES_PER_PAGE
  let places = PLACES_PER_PAGE
  for (let at = 0; at < end;) {
    let count = Math.min(places, end - at)
    const slice = () => ({ from: tidOf(at), to: tidOf(at + count) })
    while (count > 1 && (await size(slice())) > SLICE_BYTES) count = Math.ceil(count / 2)
    const bytes = await read(slice())
    if (bytes.length > 0) yield bytes
    at += count
    places = Math.max(1, Math.floor(count * Math.min(2, SLICE_BYTES / Math.max(1, bytes.length))))
  }
}

function tidOf(place: number): string {
  return `(${Math.floor(place / PLACES_PER_PAGE)},${place % PLACES_PER_PAGE})`
}

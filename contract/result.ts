/** Expected trouble is a value: a caller must look at `ok` before it can touch either side. */
export type Result<Value, Trouble> = { ok: true; value: Value } | { ok: false; error: Trouble }

/** The good side of a Result. */
export function ok<Value>(value: Value): { ok: true; value: Value } {
  return { ok: true, value }
}

/** The other side of a Result. */
export function fail<Trouble>(error: Trouble): { ok: false; error: Trouble } {
  return { ok: false, error }
}

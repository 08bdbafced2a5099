/** Makes of a payload of one version what it would have been in the next; throws where that cannot be. */
export type Upcaster = (payload: unknown) => unknown

/** By action type, and by the version that is read. */
export type Upcasters = Readonly<Record<string, Readonly<Record<number, Upcaster>>>>

/**
 * How older payloads are read (VER-1). A body is immutable and benches keep theirs for weeks, so every
 * version ever shipped has its way to the newest here, and its bodies in contract/actions/corpus. A
 * changed meaning is a new type and never a new version.
 */
export const upcasters: Upcasters = {}

/** Versions of a type that can be read, oldest first: those with an unbroken way to the newest. */
export function versionsRead(ways: Upcasters, type: string, newest: number): number[] {
  const versions = [newest]
  while (waysOf(ways, type)[(versions[0] ?? 1) - 1] !== undefined) {
    versions.unshift((versions[0] ?? 1) - 1)
  }
  return versions
}

/** The payload of a body as one of the newest version. */
export function upcast(
  ways: Upcasters,
  body: { type: string; v: number; payload: unknown },
  newest: number,
): unknown {
  let { payload } = body
  for (let v = body.v; v < newest; v += 1) {
    const way = waysOf(ways, body.type)[v]
    if (way === undefined) throw new Error(`no way from version ${v} of ${body.type}`)
    payload = way(payload)
  }
  return payload
}

/** A type comes from a bench, so it may be the name of anything an object has by itself. */
function waysOf(ways: Upcasters, type: string): Readonly<Record<number, Upcaster>> {
  return Object.hasOwn(ways, type) ? (ways[type] ?? {}) : {}
}

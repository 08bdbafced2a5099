/** Different things by name; with their counts they fit on two rows of the smallest screen. */
const NAMED_MAX = 4

/** What a host counts on without naming it stands last, as `+7`. */
const UNNAMED = /^\+(\d+)$/

export type Meanwhile = {
  /** Scans in all. */
  count: number
  /** Each thing once, in the order in which it was first scanned. */
  named: { text: string; times: number }[]
  /** Scans of what is not among the named. */
  rest: number
}

/** What was scanned under an alert, the same thing said once with how often. */
export function meanwhileOf(texts: readonly string[]): Meanwhile {
  const unnamed = Number(UNNAMED.exec(texts.at(-1) ?? '')?.[1] ?? 0)
  const scans = unnamed === 0 ? texts : texts.slice(0, -1)
  const times = new Map<string, number>()
  for (const text of scans) times.set(text, (times.get(text) ?? 0) + 1)
  const named = [...times].slice(0, NAMED_MAX).map(([text, count]) => ({ text, times: count }))
  const count = scans.length + unnamed
  return { count, named, rest: count - named.reduce((sum, one) => sum + one.times, 0) }
}

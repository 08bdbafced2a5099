/** One member of what was changed; null where it did not stand there, or was not asked for. */
export type Member = {
  name: string
  before: string | null
  after: string | null
  isChanged: boolean
}

/**
 * What stood there beside what was asked for. Where something was given, its members alone are compared, and
 * those that stayed are only counted; where nothing was, all that stood there is shown.
 */
export function compare(before: unknown, after: unknown): { members: Member[]; same: number } {
  const stood = membersOf(before)
  const asked = membersOf(after)
  if (asked.size === 0) {
    const members = [...stood].map(([name, value]) => memberOf(name, value, null))
    return { members, same: 0 }
  }
  const all = [...asked].map(([name, value]) => memberOf(name, stood.get(name) ?? null, value))
  const members = all.filter(({ isChanged }) => isChanged)
  return { members, same: all.length - members.length }
}

function memberOf(name: string, before: string | null, after: string | null): Member {
  return { name, before, after, isChanged: after !== null && before !== after }
}

function membersOf(state: unknown): Map<string, string> {
  if (typeof state !== 'object' || state === null) return new Map()
  return new Map(
    Object.entries(state).map(([name, value]: [string, unknown]) => [name, textOf(value)]),
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

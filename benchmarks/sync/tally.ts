import type { Held } from './system.ts'

export type Tally = {
  /** Recorded at a station and not on the server, when every station says that it has sent all. */
  lost: number
  /** The same when some have not: it is on its way still, or lost, which cannot be told apart yet. */
  waiting: number
  /** Counted more than once, and pieces counted beyond those that were picked. */
  doubled: number
  /** Pieces promised beyond those there were, by takers whom nothing told otherwise. */
  oversold: number
}

/** What stations recorded beside what the server holds, once everything has drained. */
export function tallyOf(options: {
  recorded: readonly string[]
  held: Held
  picked: number
  goods: number
  granted: number
  isDrained: boolean
}): Tally {
  const { recorded, held, picked, goods, granted, isDrained } = options
  const counted = new Map<string, number>()
  for (const id of held.ids) counted.set(id, (counted.get(id) ?? 0) + 1)
  const missing = recorded.filter((id) => !counted.has(id)).length
  const repeated = [...counted.values()].reduce((sum, times) => sum + times - 1, 0)
  const beyond = held.pieces === null ? 0 : Math.max(0, held.pieces - picked)
  return {
    lost: isDrained ? missing : 0,
    waiting: isDrained ? 0 : missing,
    doubled: repeated + beyond,
    oversold: Math.max(0, granted - goods),
  }
}

/** One place of the product made wrong: `find` stands exactly once in the file. */
export type Edit = { file: string; find: string; replace: string }

/**
 * What has to notice: the simulation, by one of these rules and within so many seeds; or one test of a
 * suite, where the bug needs several real connections, a real disk or processes to show.
 */
export type Catcher =
  | { kind: 'simulation'; rules: readonly string[]; withinRuns: number }
  | { kind: 'suite'; file: string; test: string; rule: string }

/** A mistake that somebody could make, put into a copy of the tree to see that it is noticed. */
export type SeededBug = { name: string; edits: readonly Edit[]; catcher: Catcher }

export type Catch = {
  isCaught: boolean
  /** Simulated runs until it was caught; one for a test of a suite. */
  runs: number
  /** The rule that was broken, or null while nothing was noticed. */
  rule: string | null
  output: string
}

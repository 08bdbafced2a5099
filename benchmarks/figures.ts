/** One figure on its own line, for people and programs; `name` is dotted and ends in what is measured. */
export function printFigure(figure: {
  name: string
  value: number
  unit: string
  [detail: string]: string | number
}): void {
  const value = Number(figure.value.toPrecision(4))
  process.stdout.write(`${JSON.stringify({ ...figure, value })}\n`)
}

/** The value below which the given share of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const found = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
  if (found === undefined) throw new Error('there are no samples')
  return found
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5)
}

/** Milliseconds a synchronous piece of work takes. */
export function timed(work: () => void): number {
  const startedAt = performance.now()
  work()
  return performance.now() - startedAt
}

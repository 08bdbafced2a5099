import { BENCH_TOKEN } from './office-process.ts'

/** Counts up to and including each bound in seconds, rising, as Prometheus has them. */
export type Histogram = { bound: number; count: number }[]

/** How long pushes took by the office's own account, so far. */
export async function pushHistogram(officeUrl: string): Promise<Histogram> {
  const response = await fetch(`${officeUrl}/metrics`, {
    headers: { authorization: `Bearer ${BENCH_TOKEN}` },
  })
  return readHistogram(await response.text(), 'loadline_push_seconds')
}

/** One histogram out of a page of metrics, its labels but `le` added up. */
export function readHistogram(text: string, name: string): Histogram {
  const counts = new Map<number, number>()
  for (const line of text.split('\n')) {
    if (!line.startsWith(`${name}_bucket{`)) continue
    const bound = Number(/le="([^"]+)"/.exec(line)?.[1]?.replace('+Inf', 'Infinity'))
    const count = Number(line.slice(line.lastIndexOf(' ')))
    counts.set(bound, (counts.get(bound) ?? 0) + count)
  }
  return [...counts]
    .map(([bound, count]) => ({ bound, count }))
    .toSorted((a, b) => a.bound - b.bound)
}

/** What came between two readings. */
export function since(before: Histogram, after: Histogram): Histogram {
  const earlier = new Map(before.map(({ bound, count }) => [bound, count]))
  return after.map(({ bound, count }) => ({ bound, count: count - (earlier.get(bound) ?? 0) }))
}

/** Seconds below which the share lies, evenly spread within a bucket; the last finite bound at most. */
export function quantile(histogram: Histogram, share: number): number {
  const wanted = share * (histogram.at(-1)?.count ?? 0)
  let below = { bound: 0, count: 0 }
  for (const bucket of histogram) {
    if (bucket.bound === Infinity) break
    if (bucket.count >= wanted && bucket.count > below.count) {
      const within = (wanted - below.count) / (bucket.count - below.count)
      return below.bound + within * (bucket.bound - below.bound)
    }
    below = bucket
  }
  return below.bound
}

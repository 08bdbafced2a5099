import { localTime } from '#contract/orders/local-time.ts'

const HALF_YEAR_MS = 182 * 86_400_000

/** True where clocks in both zones show the same, in summer and in winter. */
export function isSameClock(one: string, other: string, nowMs: number): boolean {
  return [nowMs, nowMs - HALF_YEAR_MS].every((atMs) => {
    const [here, there] = [localTime(atMs, one), localTime(atMs, other)]
    return here.day === there.day && here.time === there.time
  })
}

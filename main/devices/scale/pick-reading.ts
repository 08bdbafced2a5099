import type { ScaleReading } from './scale-reading.ts'

/**
 * What a bench with several scales goes by: the one that something lies on, whatever an empty or a broken
 * one beside it says. Of several that are loaded one that moves, as that is where somebody works; else the
 * one that spoke last.
 */
export function pickReading(readings: readonly ScaleReading[]): ScaleReading | null {
  const newestFirst = [...readings].sort((a, b) => b.at - a.at)
  const loaded = newestFirst.filter(isLoaded)
  return loaded.find(({ kind }) => kind === 'motion') ?? loaded[0] ?? newestFirst[0] ?? null
}

function isLoaded(reading: ScaleReading): boolean {
  if (reading.kind === 'stable') return reading.grams > 0
  return reading.kind === 'motion' || reading.kind === 'over'
}

export type ScaleLoad = {
  grams: number
  stable: boolean
}

/** What a scale's display shows: the kind tells whether the number may be said. */
export type ScaleFace = {
  kind: 'stable' | 'motion' | 'over' | 'under' | 'below-zero'
  /** Less zero and tare; may be negative. */
  grams: number
  isNet: boolean
  unit: 'kg' | 'lb'
}

const GRAMS_PER_POUND = 453.592_37

/** A hand's weight below zero, for a scale told to be there. */
const BELOW_ZERO_GRAMS = -150

/** The load cell and the keys of a scale, whatever language it speaks. */
export class VirtualScalePan {
  load: ScaleLoad = { grams: 0, stable: true }
  /** Shown instead of what lies there. */
  trouble: 'over' | 'under' | 'below-zero' | null = null
  unit: 'kg' | 'lb' = 'kg'
  readonly #maxGrams: number
  #zeroGrams = 0
  #tareGrams = 0

  constructor(maxGrams: number) {
    this.#maxGrams = maxGrams
  }

  get tareGrams(): number {
    return this.#tareGrams
  }

  face(): ScaleFace {
    const gross = this.load.grams - this.#zeroGrams
    const grams = this.trouble === 'below-zero' ? BELOW_ZERO_GRAMS : gross - this.#tareGrams
    return { kind: this.#kind(gross, grams), grams, isNet: this.#tareGrams !== 0, unit: this.unit }
  }

  /** False while the load moves: neither key does anything then. */
  zero(): boolean {
    if (!this.load.stable) return false
    this.#zeroGrams = this.load.grams
    this.#tareGrams = 0
    return true
  }

  tare(): boolean {
    if (!this.load.stable) return false
    this.#tareGrams = this.load.grams - this.#zeroGrams
    return true
  }

  clearTare(): void {
    this.#tareGrams = 0
  }

  #kind(gross: number, shown: number): ScaleFace['kind'] {
    if (this.trouble !== null) return this.trouble
    if (gross > this.#maxGrams) return 'over'
    if (gross < -this.#maxGrams / 10) return 'under'
    if (!this.load.stable) return 'motion'
    return shown < 0 ? 'below-zero' : 'stable'
  }
}

/** The number on the display, without its sign. */
export function shownNumber(face: ScaleFace, decimals: number): string {
  const value = Math.abs(face.grams)
  return (face.unit === 'kg' ? value / 1_000 : value / GRAMS_PER_POUND).toFixed(decimals)
}

/** Units a scale may answer in; everything is grams from here on. */
export type ScaleUnit = 'mg' | 'g' | 'kg' | 't' | 'lb' | 'oz'

/** `isNet` where the scale says that a tare is off already; many never say. */
type Weight = { grams: number; unit: ScaleUnit; raw: string; isNet?: boolean }

/** A reading before anybody looked at the clock. */
export type TimelessReading =
  | ({ kind: 'stable' } & Weight)
  /** Many scales say that they move and nothing more; others send the number that the hand makes. */
  | { kind: 'motion'; grams: number | null; unit: ScaleUnit | null; raw: string }
  | { kind: 'over'; raw: string }
  | { kind: 'under'; raw: string }
  | { kind: 'fault'; raw: string; needsZero?: boolean }

/**
 * What a scale said at one moment, `at` in UTC ms. Only `stable` is a weight to act on; `motion` is for
 * the eye. Overload, below zero and trouble never carry a number. `raw` is the frame as it came.
 */
export type ScaleReading = { at: number } & TimelessReading

export type StableReading = Extract<ScaleReading, { kind: 'stable' }>

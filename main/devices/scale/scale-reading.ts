/** Units a scale may answer in; everything is grams from here on. */
export type ScaleUnit = 'g' | 'kg' | 'mg' | 'lb' | 'oz'

type Weight = { grams: number; unit: ScaleUnit; raw: string }

/** A reading before anybody looked at the clock. */
export type TimelessReading =
  | ({ kind: 'stable' } & Weight)
  | ({ kind: 'motion' } & Weight)
  | { kind: 'over'; raw: string }
  | { kind: 'under'; raw: string }
  | { kind: 'fault'; raw: string }

/**
 * What a scale said at one moment, `at` in UTC ms. Only `stable` is a weight to act on; `motion` is for
 * the eye. Overload, below zero and trouble never carry a number. `raw` is the frame as it came.
 */
export type ScaleReading = { at: number } & TimelessReading

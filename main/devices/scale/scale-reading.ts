/** Units a scale may answer in; everything is grams from here on. */
export type ScaleUnit = 'g' | 'kg' | 'mg' | 'lb' | 'oz'

/**
 * What a scale said at one moment. Only `stable` is a weight to act on; `motion` is for the eye.
 * Overload, below zero and trouble never carry a number. `raw` is the frame as it came, as evidence.
 */
export type ScaleReading =
  | { at: number; kind: 'stable' | 'motion'; grams: number; unit: ScaleUnit; raw: string }
  | { at: number; kind: 'over' | 'under' | 'fault'; raw: string }

/** A reading before anybody looked at the clock. */
export type TimelessReading =
  | { kind: 'stable' | 'motion'; grams: number; unit: ScaleUnit; raw: string }
  | { kind: 'over' | 'under' | 'fault'; raw: string }

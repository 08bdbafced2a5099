/** Application identifiers of fixed length need no separator behind them (GS1 General Specifications). */
const FIXED_LENGTH_AI = /^(?:0[0-4]|1[1-9]|20|3[1-6]\d\d|41)/

/** True when a separator must part this element from the one behind it. */
export function needsSeparator(ai: string): boolean {
  return !FIXED_LENGTH_AI.test(ai)
}

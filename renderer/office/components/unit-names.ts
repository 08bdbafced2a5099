/** The last digits of an SSCC are what people call a carton by. */
const UNIT_NAME_DIGITS = 6

/** What people call a carton or a pallet. */
export function unitName(unitId: string): string {
  return `…${unitId.slice(-UNIT_NAME_DIGITS)}`
}

/** Eighteen digits in the groups that the label has. */
export function ssccText(unitId: string): string {
  return `(00) ${unitId.slice(0, 1)} ${unitId.slice(1, 8)} ${unitId.slice(8, 17)} ${unitId.slice(17)}`
}

import type { CodeReading } from '#contract/barcode/read-code.ts'
import type { FaultCode } from '../devices/fault.ts'

/**
 * What a code that could not be read says of its scanner or its label, for the devices panel and the
 * flight recorder; null for every code that could. The operator is told by an alert in any case.
 */
export function scanFaultOf(reading: CodeReading): { code: FaultCode; detail: string } | null {
  if (reading.kind !== 'unreadable') return null
  const { reason } = reading
  return reason === 'gs1-bad-check-digit'
    ? { code: 'scan-bad-check-digit', detail: 'A number in the code has a wrong check digit' }
    : { code: 'scan-unparsable', detail: `The code can't be read: ${reason}` }
}

import { EVENT_TYPE_PREFIX } from '#contract/http/events.ts'
import type { ClaimedEvent } from './claim.ts'

/** Digits of `sequence`, so that the greater number is the greater text. */
const SEQUENCE_DIGITS = 16

/** An event as it is sent: CloudEvents 1.0 in structured mode. */
export function cloudEventOf(event: ClaimedEvent): string {
  const { id, warehouse, type, subject, data, created_at: time, seq } = event
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: warehouse === '' ? '/loadline' : `/loadline/${encodeURIComponent(warehouse)}`,
    type: `${EVENT_TYPE_PREFIX}${type}`,
    subject,
    time,
    datacontenttype: 'application/json',
    sequence: String(seq).padStart(SEQUENCE_DIGITS, '0'),
    data,
  })
}

import type { ClaimedEvent } from './claim.ts'

/** What stands for a warehouse where an event is of none. */
const NO_WAREHOUSE = '_'

/**
 * The subject of an event in NATS: prefix, warehouse, type, and the id of what it happened to, as
 * `loadline.MAIN.order.status-changed.LL-000247`.
 */
export function natsSubjectOf(prefix: string, event: ClaimedEvent): string {
  const id = event.subject.slice(event.subject.indexOf('/') + 1)
  const warehouse = event.warehouse === '' ? NO_WAREHOUSE : token(event.warehouse)
  return `${prefix}.${warehouse}.${event.type}.${token(id)}`
}

/** NATS parts subjects at full stops and reads `*` and `>` as patterns; those become `_`. */
function token(text: string): string {
  return text.replaceAll(/[^\w-]/g, '_')
}

import type { DocumentChange, DocumentKey, DocumentReader } from '../documents/document.ts'
import type { OrderStatus } from '../orders/order-status.ts'
import type { ExceptionCode, RefusalCode } from '../sync/outcome.ts'

/** How a ledger row moves stock; see the stock rules in docs/PROTOCOL.md. */
export type LedgerKind =
  'RESERVED' | 'COMMITTED' | 'RELEASED' | 'SHIPPED' | 'RECEIVED' | 'ADJUSTED' | 'RETURNED'

/**
 * What a decision asks of tables only the office has. A bench computes them too and drops them, so
 * that both ends run the same code.
 */
export type Effect =
  | {
      kind: 'stock'
      ledger: LedgerKind
      sku: string
      lot: string
      quantity: number
      onHandDelta: number
      reservedDelta: number
      /** Goods taken from the shelf but not yet shipped. */
      pickedDelta: number
      orderNumber: string
      orderLineNo: number
    }
  | {
      kind: 'order-line'
      orderNumber: string
      orderLineNo: number
      picked: number
      short: number
      packed: number
      loaded: number
    }
  | { kind: 'order-status'; orderNumber: string; from: OrderStatus; to: OrderStatus }
  | {
      kind: 'history'
      orderNumber: string
      status: string
      severity: 'info' | 'warning' | 'blocking'
      payload: Record<string, unknown>
    }
  | {
      kind: 'capacity'
      region: string
      deliveryDate: string
      /** Of what the day has promised: estimates of what is not packed yet, and `packed`. */
      reservedGramsDelta: number
      reservedCm3Delta: number
      /** Of what has been packed for it, as measured. */
      packedGramsDelta: number
      packedCm3Delta: number
    }
  /** What the goods' own code says of their lot, for an office that may not know it. */
  | { kind: 'lot-expiry'; sku: string; lot: string; expiryDate: string; orderNumber: string }
  /** Without a lot it counts the whole product. */
  | { kind: 'count'; sku: string; counted: number; lot?: string }

/** A rule that a fact broke, with what a person needs to understand it. */
export type Break = { code: ExceptionCode; detail: Record<string, string | number> }

/**
 * What an action comes to. Facts never carry a refusal; claims never carry breaks. At a bench a
 * break latches an alert and nothing is recorded; at the office it is recorded and excepted.
 */
export type Decision = {
  changes: readonly DocumentChange[]
  effects: readonly Effect[]
  breaks: readonly Break[]
  refusal: RefusalCode | null
}

/** Everything a decision may know besides its payload. No clock, no database, no device. */
export type DecisionContext = {
  read: DocumentReader
  stationId: string
  operatorId: string | null
  /** Server time of the decision, and until when a claim granted now is leased. ISO 8601 UTC. */
  now: string
  leaseUntil: string
}

/** One action type: its name, version, class, payload and rule. */
export type ActionDefinition<Type extends string, Payload> = {
  type: Type
  v: number
  kind: 'fact' | 'claim'
  /** Throws a ZodError on a bad payload. */
  parse(payload: unknown): Payload
  /** Keys the rule may read. Called again with what was found, until it names nothing new. */
  touches(payload: Payload, read: DocumentReader, stationId: string): DocumentKey[]
  decide(payload: Payload, context: DecisionContext): Decision
}

/** A decision that changes documents and breaks whatever `breaks` holds. */
export function recorded(
  changes: readonly DocumentChange[],
  effects: readonly Effect[] = [],
  breaks: readonly Break[] = [],
): Decision {
  return { changes, effects, breaks, refusal: null }
}

/** A claim said no to. */
export function refused(refusal: RefusalCode): Decision {
  return { changes: [], effects: [], breaks: [], refusal }
}

/** A fact about something the office has never heard of: recorded as bytes, nothing else to change. */
export function unknownReference(what: string, id: string): Decision {
  return recorded([], [], [{ code: 'unknown-reference', detail: { what, id } }])
}

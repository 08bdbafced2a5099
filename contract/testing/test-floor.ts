import { type ActionType, decide, parseAction, type PayloadOf, touches } from '../actions/index.ts'
import type { Decision, Effect } from '../actions/decision.ts'
import type { DocumentKey, DocumentKind, DocumentOf } from '../documents/document.ts'
import type { Load } from '../documents/load.ts'
import type { PickLine, PickList } from '../documents/pick-list.ts'
import type { Unit } from '../documents/unit.ts'
import {
  type AnyDocument,
  keyed,
  LEASE_UNTIL,
  load,
  masterData,
  NORTH,
  NOW,
  pickList,
  sscc,
} from './builders.ts'

export type Actor = { station?: string; operator?: string | null; now?: string }

type StockEffect = Extract<Effect, { kind: 'stock' }>

/** No rule names more generations of documents than this. */
const TOUCH_ROUNDS_MAX = 8

/**
 * The office in miniature: documents in memory, every action decided by its rule and applied whatever
 * it breaks, as the office does with facts (FACT-1). It also holds each rule to its word: a rule that reads
 * a document it did not name crashes the test.
 */
export class TestFloor {
  readonly #documents = new Map<string, AnyDocument['doc']>()
  readonly effects: Effect[] = []

  constructor(...documents: (PickList | Unit | Load)[]) {
    const working = documents.length > 0 ? documents : [pickList(), load()]
    for (const { kind, id, doc } of [...masterData(), ...working.map(keyed)]) {
      this.#documents.set(`${kind}/${id}`, doc)
    }
  }

  get<K extends DocumentKind>(kind: K, id: string): DocumentOf<K> | undefined {
    return this.#documents.get(`${kind}/${id}`) as DocumentOf<K> | undefined
  }

  /** Puts a working document there as the office writes it. */
  put(document: PickList | Unit | Load): void {
    const { kind, id, doc } = keyed(document)
    this.#documents.set(`${kind}/${id}`, doc)
  }

  /** Decides an action, applies what it changes, and answers with the decision. */
  act<T extends ActionType>(type: T, payload: PayloadOf<T>, actor: Actor = {}): Decision {
    const parsed = parseAction({ type, v: 1, payload })
    if (!parsed.ok) throw new Error(parsed.problem)
    const { station: stationId = NORTH, operator = operatorFor(type), now = NOW } = actor
    const named = this.#named(parsed.action, { stationId, operatorId: operator })
    const decision = decide(parsed.action, {
      read: {
        get: (kind, id) => {
          if (!named.has(`${kind}/${id}`)) throw new Error(`${type} reads ${kind} ${id} unnamed`)
          return this.get(kind, id)
        },
      },
      stationId,
      operatorId: operator,
      now,
      leaseUntil: LEASE_UNTIL,
    })
    for (const { kind, id, doc } of decision.changes) this.#documents.set(`${kind}/${id}`, doc)
    this.effects.push(...decision.effects)
    return decision
  }

  list(id = 'list-1'): PickList {
    return this.#need('pick-list', id)
  }

  line(lineNo = 1, listId = 'list-1'): PickLine {
    const line = this.list(listId).lines.find((candidate) => candidate.lineNo === lineNo)
    if (line === undefined) throw new Error(`no line ${lineNo}`)
    return line
  }

  status(listId = 'list-1'): string | undefined {
    return this.list(listId).orders[0]?.status
  }

  unit(serial = 1): Unit {
    return this.#need('unit', sscc(serial))
  }

  load(id = 'load-1'): Load {
    return this.#need('load', id)
  }

  /** Every document that actions change, for a comparison of before and after. */
  working(): Record<string, unknown> {
    const kinds = ['pick-list/', 'unit/', 'load/']
    const entries = [...this.#documents].filter(([key]) => kinds.some((k) => key.startsWith(k)))
    return structuredClone(Object.fromEntries(entries))
  }

  /** What the stock effects so far come to for one order line. */
  stock(orderNumber = 'LL-000001', orderLineNo = 1) {
    const moves = this.effects.filter(
      (effect): effect is StockEffect =>
        effect.kind === 'stock' &&
        effect.orderNumber === orderNumber &&
        effect.orderLineNo === orderLineNo,
    )
    const sum = (figure: (move: StockEffect) => number) =>
      moves.reduce((total, move) => total + figure(move), 0)
    return {
      onHand: sum((move) => move.onHandDelta),
      reserved: sum((move) => move.reservedDelta),
      picked: sum((move) => move.pickedDelta),
    }
  }

  /** The steps an order took, as `CONFIRMED>IN_PROGRESS`. */
  steps(orderNumber = 'LL-000001'): string[] {
    return this.effects.flatMap((effect) =>
      effect.kind === 'order-status' && effect.orderNumber === orderNumber
        ? [`${effect.from}>${effect.to}`]
        : [],
    )
  }

  /** Measured grams and cm³ of a delivery day, all regions together. */
  capacity(): { grams: number; cm3: number } {
    const moves = this.#capacityMoves()
    return {
      grams: moves.reduce((sum, move) => sum + move.packedGramsDelta, 0),
      cm3: moves.reduce((sum, move) => sum + move.packedCm3Delta, 0),
    }
  }

  /** By how much what days have promised has moved, all regions together. */
  promised(): { grams: number; cm3: number } {
    const moves = this.#capacityMoves()
    return {
      grams: moves.reduce((sum, move) => sum + move.reservedGramsDelta, 0),
      cm3: moves.reduce((sum, move) => sum + move.reservedCm3Delta, 0),
    }
  }

  #capacityMoves() {
    return this.effects.filter((effect) => effect.kind === 'capacity')
  }

  #need<K extends DocumentKind>(kind: K, id: string): DocumentOf<K> {
    const doc = this.get(kind, id)
    if (doc === undefined) throw new Error(`no ${kind} ${id}`)
    return doc
  }

  #named(
    action: Parameters<typeof touches>[0],
    context: Parameters<typeof touches>[2],
  ): Set<string> {
    const named = new Set<string>()
    const read = {
      get: <K extends DocumentKind>(kind: K, id: string) =>
        named.has(`${kind}/${id}`) ? this.get(kind, id) : undefined,
    }
    for (let round = 0; round < TOUCH_ROUNDS_MAX; round += 1) {
      const keys: DocumentKey[] = touches(action, read, context)
      const before = named.size
      for (const { kind, id } of keys) named.add(`${kind}/${id}`)
      if (named.size === before) return named
    }
    throw new Error(`${action.type} never stops naming documents`)
  }
}

/** The codes of what a decision breaks. */
export function codes(decision: Decision): string[] {
  return decision.breaks.map((broken) => broken.code)
}

/** A floor whose first order is claimed and wholly picked into carton 1. */
export function pickedFloor(...documents: (PickList | Unit | Load)[]): TestFloor {
  const floor = new TestFloor(...documents)
  floor.act('pick.claim', { pickListId: 'list-1' })
  const orderNumber = 'LL-000001'
  floor.act('pack.open', { unitId: sscc(1), kind: 'carton', orderNumber, packaging: 'CARTON' })
  for (const { lineNo, requested } of floor.list().lines) {
    floor.act('pick.confirm', {
      pickListId: 'list-1',
      lineNo,
      quantity: requested,
      unitId: sscc(1),
    })
  }
  return floor
}

/** As above, and the carton is weighed, closed and its label verified. */
export function packedFloor(...documents: (PickList | Unit | Load)[]): TestFloor {
  const floor = pickedFloor(...documents)
  weigh(floor, 1)
  floor.act('pack.close', { unitId: sscc(1) })
  floor.act('label.print', { unitId: sscc(1), copy: 1, printerId: 'p1', outcome: 'printed' })
  floor.act('label.verify', { unitId: sscc(1), copy: 1 })
  return floor
}

/** As above, and the carton stands on load 1, which North has claimed. */
export function loadedFloor(...documents: (PickList | Unit | Load)[]): TestFloor {
  const floor = packedFloor(...documents)
  floor.act('load.claim', { loadId: 'load-1' })
  floor.act('load.add', { loadId: 'load-1', unitId: sscc(1), copy: 1 })
  return floor
}

export function weigh(floor: TestFloor, serial: number, grossGrams = 3_850): Decision {
  const figures = { grossGrams, expectedGrams: grossGrams, toleranceGrams: 20 }
  return floor.act('pack.weigh', { unitId: sscc(serial), ...figures, source: 'scale' })
}

function operatorFor(type: ActionType): string {
  return type.startsWith('load.') ? 'noor' : 'sanne'
}

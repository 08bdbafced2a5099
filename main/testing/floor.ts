import { hash } from 'node:crypto'
import { type ActionType, parseAction } from '#contract/actions/index.ts'
import {
  COMMANDS,
  commandCode,
  encodeLoadlineCode,
  quantityCode,
  reasonCode,
  REASONS,
} from '#contract/barcode/loadline-code.ts'
import { appendCheckDigit } from '#contract/barcode/check-digit.ts'
import { normalizeGtin } from '#contract/barcode/gtin.ts'
import { buildSscc } from '#contract/barcode/sscc.ts'
import { unitQr } from '#contract/barcode/unit-qr.ts'
import type {
  DocumentChange,
  DocumentKind,
  DocumentOf,
  WorkingKind,
} from '#contract/documents/document.ts'
import { documentSchemas } from '#contract/documents/document.ts'
import type { Load } from '#contract/documents/load.ts'
import type { Operator, Packaging, Product } from '#contract/documents/master-data.ts'
import type { PickLine, PickList } from '#contract/documents/pick-list.ts'
import type { Unit } from '#contract/documents/unit.ts'
import type { Alert } from '#contract/rpc/alert-view.ts'
import type { ScaleReading } from '../devices/scale/scale-reading.ts'
import { readScan } from '../intake/read-scan.ts'
import { signUnitText, isUnitSignatureValid } from '../labels/unit-signature.ts'
import { stepWorkflow } from '../workflow/step.ts'
import { workView } from '../workflow/work-view.ts'
import {
  type RecordedDraft,
  SIGNED_OUT,
  type StationLookup,
  type WorkflowContext,
  type WorkflowInput,
  type WorkflowState,
  type WorkflowStep,
} from '../workflow/workflow-types.ts'

export const STATION = 'st-1'
export const REGION = 'NH'
export const DAY = '2026-04-17'
const NOW = '2026-04-16T08:00:00.000Z'
const LEASE_UNTIL = '2026-04-16T20:00:00.000Z'
const QR_KEY = 'ab'.repeat(32)
const PREFIX = '38712345'

/** Every command and reason as the command sheet spells it, and `Q5` through `quantity`. */
export const CODE = Object.fromEntries([
  ...COMMANDS.map((name) => [name, commandCode(name)]),
  ...REASONS.map(({ name }) => [name, reasonCode(name)]),
]) as Record<string, string>
export const quantity = quantityCode

export function badge(ref: string): string {
  return encodeLoadlineCode('badge', ref.toUpperCase())
}

export function ean(serial: number): string {
  return appendCheckDigit(`8712345${String(serial).padStart(5, '0')}`)
}

/** A product with an EAN of one piece and, on request, a code of a case. */
export function product(sku: string, more: Partial<Product> = {}): Product {
  return {
    sku,
    name: `Product ${sku}`,
    barcodes: [],
    weightGrams: 1_000,
    volumeCm3: 2_000,
    tracking: 'none',
    ...more,
  }
}

export type LineInput = Partial<PickLine> & { sku: string; requested: number }

export type FloorInput = {
  products: readonly Product[]
  operators?: readonly Operator[]
  lists?: readonly PickList[]
  loads?: readonly Load[]
  units?: readonly Unit[]
}

export function operator(ref: string, roles: Operator['roles']): Operator {
  const name = ref.charAt(0).toUpperCase() + ref.slice(1)
  return { ref, name, roles, badgeHash: hash('sha256', badge(ref), 'hex') }
}

const SHIP_TO = {
  name: 'Vloeren Discount',
  line1: 'Kade 1',
  postalCode: '1011 AB',
  city: 'Amsterdam',
  country: 'NL',
}

/** A list of one order, or of several where lines name theirs. */
export function list(
  id: string,
  lines: readonly LineInput[],
  more: Partial<PickList> = {},
): PickList {
  const numbers = [...new Set(lines.map((line) => line.orderNumber ?? `ORD-${id}`))]
  return {
    id,
    code: encodeLoadlineCode('pick-list', id.toUpperCase().replaceAll('-', '')),
    warehouse: 'MAIN',
    region: REGION,
    deliveryDate: DAY,
    mode: numbers.length === 1 ? 'order' : 'batch',
    status: 'open',
    claim: null,
    orders: numbers.map((orderNumber) => ({
      orderId: `id-${orderNumber}`,
      orderNumber,
      shipmentId: `ship-${orderNumber}`,
      customerRef: 'C1',
      shipTo: SHIP_TO,
      status: 'CONFIRMED',
      shortDecision: 'undecided',
    })),
    lines: lines.map((line, index) => ({
      lineNo: index + 1,
      orderNumber: `ORD-${id}`,
      orderLineNo: index + 1,
      location: `A-0${index + 1}`,
      eachWeightGrams: 1_000,
      eachVolumeCm3: 2_000,
      picked: 0,
      short: 0,
      packed: 0,
      loaded: 0,
      ...line,
    })),
    ...more,
  }
}

export function load(number: string, more: Partial<Load> = {}): Load {
  return {
    id: `load-${number}`,
    number,
    code: encodeLoadlineCode('load', number.replaceAll('-', '')),
    warehouse: 'MAIN',
    region: REGION,
    deliveryDate: DAY,
    vehicle: { plate: '12-ABC-3', maxWeightGrams: 1_000_000, maxVolumeCm3: 10_000_000 },
    driver: 'Piet',
    stops: [],
    status: 'open',
    claim: null,
    units: [],
    seal: null,
    ...more,
  }
}

/** A closed, labelled and verified unit of another bench. */
export function closedUnit(serial: number, more: Partial<Unit> = {}): Unit {
  return {
    id: buildSscc(PREFIX, 900_000 + serial),
    kind: 'carton',
    status: 'closed',
    stationId: 'st-9',
    orderNumbers: [`ORD-U${serial}`],
    shipmentId: `ship-U${serial}`,
    region: REGION,
    deliveryDate: DAY,
    shipTo: SHIP_TO,
    packaging: null,
    tareGrams: 0,
    contents: [],
    children: [],
    parentId: null,
    weight: { grossGrams: 5_000, expectedGrams: 5_000, toleranceGrams: 20, source: 'scale' },
    volumeCm3: 10_000,
    label: { lastCopy: 1, verifiedCopy: 1, voidedThrough: 0 },
    loadId: null,
    ...more,
  }
}

/** The text of a unit's QR; `sign` false makes a foreign sticker of it. */
export function qr(unitId: string, copy: number, isSigned = true): string {
  const fields = { unitId, copy, orderNumber: 'ORD', name: 'Vloeren', address: '1011 AB Amsterdam' }
  return unitQr(fields, (text) => signUnitText(isSigned ? QR_KEY : '00'.repeat(32), text))
}

/** Documents in memory, as a station's view would hold them. */
export class Floor implements StationLookup {
  readonly #docs = new Map<string, unknown>()
  readonly #barcodes = new Map<string, { product: Product; quantity: number }>()

  constructor(input: FloorInput) {
    const range = { incarnation: 'i', prefix: PREFIX, from: 1, to: 899_999 }
    this.put('number-range', STATION, { stationId: STATION, ranges: [range] })
    const people = input.operators ?? [
      operator('sanne', ['picker', 'loader']),
      operator('ilse', ['picker']),
      operator('karim', ['supervisor']),
      operator('lars', ['loader']),
    ]
    for (const person of people) this.put('operator', person.ref, person)
    for (const doc of input.products) {
      this.put('product', doc.sku, doc)
      for (const { code, quantity: each } of doc.barcodes) {
        this.#barcodes.set(normalizeGtin(code) ?? code, { product: doc, quantity: each })
      }
    }
    for (const doc of input.lists ?? []) this.put('pick-list', doc.id, doc)
    for (const doc of input.loads ?? []) this.put('load', doc.id, doc)
    for (const doc of input.units ?? []) this.put('unit', doc.id, doc)
  }

  put<K extends DocumentKind>(kind: K, id: string, doc: DocumentOf<K>): void {
    this.#docs.set(`${kind}\n${id}`, documentSchemas[kind].parse(doc))
  }

  remove(kind: DocumentKind, id: string): void {
    this.#docs.delete(`${kind}\n${id}`)
  }

  apply(changes: readonly DocumentChange[]): void {
    for (const { kind, id, doc } of changes) this.put(kind, id, doc)
  }

  get<K extends DocumentKind>(kind: K, id: string): DocumentOf<K> | undefined {
    return this.#docs.get(`${kind}\n${id}`) as DocumentOf<K> | undefined
  }

  all<K extends WorkingKind | 'operator' | 'packaging'>(kind: K): DocumentOf<K>[] {
    const entries = [...this.#docs].filter(([key]) => key.startsWith(`${kind}\n`))
    return entries.map(([, doc]) => doc as DocumentOf<K>)
  }

  productByGtin(gtin: string): { product: Product; quantity: number } | null {
    return this.#barcodes.get(gtin) ?? null
  }

  productByText(text: string): { product: Product; quantity: number } | null {
    return this.#barcodes.get(normalizeGtin(text) ?? text) ?? null
  }

  operatorByBadge(payload: string): Operator | null {
    const badgeHash = hash('sha256', encodeLoadlineCode('badge', payload), 'hex')
    return this.all('operator').find((person) => person.badgeHash === badgeHash) ?? null
  }

  pickListByCode(code: string): PickList | null {
    return this.pickLists().find((doc) => doc.code === code) ?? null
  }

  loadByCode(code: string): Load | null {
    return this.loads().find((doc) => doc.code === code) ?? null
  }

  packagings(): Packaging[] {
    return this.all('packaging')
  }

  pickLists(): PickList[] {
    return this.all('pick-list')
  }

  loads(): Load[] {
    return this.all('load')
  }

  unitsOf(filter: { region: string | null; deliveryDate: string }): Unit[] {
    return this.all('unit').filter(
      (unit) => unit.region === filter.region && unit.deliveryDate === filter.deliveryDate,
    )
  }

  openUnits(): Unit[] {
    return this.all('unit').filter(({ status }) => status === 'open')
  }

  closedUnits(): Unit[] {
    return this.all('unit').filter(({ status }) => status === 'closed')
  }
}

/**
 * A bench without machine: every input goes through the workflow, its changes into the floor's
 * documents, and the state through JSON, as a restart would take it. Each recorded action must parse.
 */
export class TestBench {
  readonly floor: Floor
  readonly log: RecordedDraft[] = []
  readonly prints: WorkflowStep['prints'][number][] = []
  readonly resolvedJobs: WorkflowStep['resolvedJobs'][number][] = []
  readonly setup: Partial<WorkflowContext>
  state: WorkflowState = SIGNED_OUT
  scale: ScaleReading | null = null
  numbersLeft = 1_000
  #lastSerial = 0
  #jobs = 0

  constructor(input: FloorInput, setup: Partial<WorkflowContext> = {}) {
    this.floor = new Floor(input)
    this.setup = setup
  }

  get context(): WorkflowContext {
    return {
      lookup: this.floor,
      stationId: STATION,
      mode: 'pick-and-pack',
      now: NOW,
      leaseUntil: LEASE_UNTIL,
      scale: this.scale,
      scaleDivisionGrams: 5,
      hasScale: true,
      hasPrinter: true,
      autoClose: true,
      newWorkStop: null,
      shiftSoFar: () => null,
      takeUnitId: () => {
        if (this.#lastSerial >= this.numbersLeft) return null
        this.#lastSerial += 1
        return buildSscc(PREFIX, this.#lastSerial)
      },
      isSignatureValid: (text, signature) => isUnitSignatureValid(QR_KEY, text, signature),
      ...this.setup,
    }
  }

  take(input: WorkflowInput): WorkflowStep {
    const step = stepWorkflow(this.state, input, this.context)
    for (const { type, payload } of step.actions) {
      const parsed = parseAction({ type, v: 1, payload: JSON.parse(JSON.stringify(payload)) })
      if (!parsed.ok) throw new Error(`${type}: ${parsed.problem}`)
    }
    this.log.push(...step.actions)
    this.prints.push(...step.prints)
    this.resolvedJobs.push(...step.resolvedJobs)
    this.floor.apply(step.changes)
    this.state = JSON.parse(JSON.stringify(step.state)) as WorkflowState
    return step
  }

  scan(...texts: string[]): WorkflowStep {
    let last: WorkflowStep | null = null
    for (const text of texts) {
      const { reading, shown } = readScan({ text })
      last = this.take({ kind: 'scan', reading, text: shown })
    }
    if (last === null) throw new Error('nothing was scanned')
    return last
  }

  /** Goods come to rest on the scale. */
  weigh(grams: number): WorkflowStep {
    const raw = `S S ${grams} g`
    const reading = { at: 0, kind: 'stable' as const, grams, unit: 'g' as const, raw }
    this.scale = reading
    return this.take({ kind: 'stable-weight', reading })
  }

  /** The newest label's print comes to an end. */
  printed(outcome: 'printed' | 'sent' | 'unknown'): WorkflowStep {
    const last = this.prints.at(-1)
    if (last === undefined) throw new Error('nothing was printed')
    this.#jobs += 1
    const jobId = `job-${this.#jobs}`
    return this.take({ kind: 'print-outcome', jobId, printerId: 'p1', outcome, ...last })
  }

  /** What stands in the log, newest last, without session actions. */
  types(): ActionType[] {
    return this.log.map(({ type }) => type).filter((type) => !type.startsWith('session.'))
  }

  get alert(): Alert | null {
    return this.state.alert
  }

  get view() {
    const { stationId, mode, now } = this.context
    return workView(this.state, this.floor, {
      stationId,
      mode,
      now,
      divisionGrams: 5,
      printState: () => 'none',
    })
  }

  /** The place while a list is open. */
  get place() {
    const { place } = this.state
    if (place.kind !== 'list') throw new Error(`no list is open but ${place.kind}`)
    return place
  }

  unit(id: string | null): Unit {
    const unit = id === null ? undefined : this.floor.get('unit', id)
    if (unit === undefined) throw new Error(`no unit ${id}`)
    return unit
  }

  list(id: string): PickList {
    const found = this.floor.get('pick-list', id)
    if (found === undefined) throw new Error(`no list ${id}`)
    return found
  }
}

import { z } from 'zod'
import { Day, PRINTABLE, Reference, ShipTo, Text, UnitId } from '../documents/ids.ts'
import { Load, Vehicle } from '../documents/load.ts'
import { OrderStatus } from '../orders/order-status.ts'
import { Holder } from './holder.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type RouteDefinition } from './route.ts'

/** Stops of one load: more than any truck makes in a day. */
export const STOPS_MAX = 500

/** Units that one call may name. */
const UNITS_MAX = 500

const Stops = z
  .array(z.string().min(1).max(64))
  .max(STOPS_MAX)
  .refine((stops) => new Set(stops).size === stops.length, 'each stop once')
  .describe('Ids of shipments in the order they are delivered in, each once.')

const LoadNumber = z.object({ number: Reference })

const LoadAnswer = z.object({
  id: z.string(),
  number: z.string(),
  code: z.string(),
  status: z.string(),
  warehouse: Reference,
  region: Reference,
  deliveryDate: Day,
  vehicle: Vehicle,
  driver: Text,
  stops: z.array(z.string()).describe('Shipments in the order they are delivered in.'),
  seal: z.string().nullable(),
  units: z.array(z.record(z.string(), z.unknown())),
  weightGrams: z.int(),
  volumeCm3: z.int(),
})

/** Why a unit on board does not belong there. */
export const WRONG_REASONS = ['region', 'date', 'open', 'cancelled'] as const

const EXPECTED =
  'What it carries when all of it is on board: as measured where packed, as ordered where not.'

/** How far a load is; given where `progress` was asked for. */
const LoadProgress = z.object({
  expectedUnits: z.int().describe('On board, and waiting for it.'),
  onBoardUnits: z.int(),
  missingUnits: z.int(),
  wrongUnits: z.int().describe('On board of it and of another region, day or order.'),
  ordersNotPacked: z.int().describe('Orders of its stops that are not packed yet.'),
  expectedGrams: z.int().describe(EXPECTED),
  expectedCm3: z.int(),
})

const ListedLoad = LoadAnswer.extend({
  heldBy: Holder.nullable().optional().describe('The station that fills it.'),
  progress: LoadProgress.optional(),
})

const ListedUnit = z.object({
  unitId: UnitId,
  kind: z.string(),
  status: z.string(),
  wrong: z.enum(WRONG_REASONS).nullable(),
  orderNumbers: z.array(z.string()),
  shipmentId: z.string().nullable(),
  stop: z.int().nullable().describe('1 for the first stop; null for what no stop was planned for.'),
  shipTo: ShipTo.nullable(),
  grossGrams: z.int(),
  volumeCm3: z.int(),
  onBoard: z.boolean(),
  labelVerified: z.boolean(),
})

const Candidate = z.object({
  shipmentId: z.string(),
  orderNumber: z.string(),
  status: OrderStatus,
  shipTo: ShipTo,
  weightGrams: z.int(),
  volumeCm3: z.int(),
})

const LoadingList = z.object({
  number: z.string(),
  code: z.string(),
  warehouse: Reference,
  seal: z.string().nullable(),
  heldBy: Holder.nullable().describe('The station that fills it.'),
  stops: z.array(Candidate).describe('In the order they are delivered in.'),
  status: z.string(),
  region: Reference,
  deliveryDate: Day,
  vehicle: Vehicle,
  driver: Text,
  units: z.array(ListedUnit).describe('The last stop first, as they go on board.'),
  missing: z.array(UnitId).describe('Units that should be on board and are not.'),
  totals: z.object({
    units: z.int(),
    grossGrams: z.int(),
    volumeCm3: z.int(),
    onBoardUnits: z.int(),
    onBoardGrams: z.int(),
    onBoardCm3: z.int(),
    expectedGrams: z.int().describe(EXPECTED),
    expectedCm3: z.int(),
    fits: z.boolean().describe('False when all of it together is more than the vehicle may carry.'),
  }),
})

export const loadingRoutes = {
  postLoad: {
    method: 'POST',
    path: '/v1/loads',
    tag: 'Loading',
    summary: 'Plan a load: a vehicle for a region and day, its stops by postal code unless given',
    description:
      'Each call plans another load. Without `stops` every shipment of the region and day that ' +
      'no other load takes is a stop, by postal code.',
    auth: 'office',
    scope: 'loading:write',
    body: z.object({
      warehouse: Reference,
      region: Reference,
      deliveryDate: Day,
      vehicle: Vehicle,
      driver: Text,
      stops: Stops.optional(),
    }),
    answers: { 201: { summary: 'The load', body: LoadAnswer } },
    problems: ['unknown-warehouse', 'unknown-region', 'unknown-shipment'],
  },
  listLoads: {
    method: 'GET',
    path: '/v1/loads',
    tag: 'Loading',
    summary: 'Loads, oldest first',
    auth: 'office',
    scope: 'loading:read',
    query: z.object({
      warehouse: Reference.optional(),
      deliveryDate: Day.optional(),
      region: Reference.optional(),
      status: Load.shape.status.optional(),
      progress: z.enum(['true', 'false']).optional().describe('Count what is missing and wrong.'),
      after: Reference.optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
    }),
    answers: {
      200: {
        summary: 'A page; `next` goes into `after`, null at the end',
        body: z.object({ items: z.array(ListedLoad), next: z.string().nullable() }),
      },
    },
    problems: ['not-found'],
  },
  listLoadCandidates: {
    method: 'GET',
    path: '/v1/load-candidates',
    tag: 'Loading',
    summary: 'What a load could take: shipments of a region and day, and vehicles known of late',
    description: 'Shipments that have not left and are no stop of another load, by postal code.',
    auth: 'office',
    scope: 'loading:read',
    query: z.object({
      warehouse: Reference,
      region: Reference,
      deliveryDate: Day,
      load: Reference.optional().describe('Number of a load whose own stops are named too.'),
    }),
    answers: {
      200: {
        summary: 'Shipments and vehicles',
        body: z.object({
          shipments: z.array(Candidate),
          vehicles: z
            .array(z.object({ vehicle: Vehicle, driver: Text }))
            .describe('Each plate once, with its last driver, the latest first.'),
        }),
      },
    },
    problems: ['not-found'],
  },
  getLoad: {
    method: 'GET',
    path: '/v1/loads/{number}',
    tag: 'Loading',
    summary: 'One load',
    auth: 'office',
    scope: 'loading:read',
    params: LoadNumber,
    answers: { 200: { summary: 'The load', body: LoadAnswer } },
    problems: ['not-found'],
  },
  putLoad: {
    method: 'PUT',
    path: '/v1/loads/{number}',
    tag: 'Loading',
    summary: 'Give a load another vehicle, driver or stops; what is not named stays as it was',
    description: 'Possible until it has departed. What is on board must fit the vehicle.',
    auth: 'office',
    scope: 'loading:write',
    params: LoadNumber,
    body: z.object({
      vehicle: Vehicle.optional(),
      driver: Text.optional(),
      stops: Stops.optional(),
    }),
    answers: { 200: { summary: 'The load', body: LoadAnswer } },
    problems: ['not-found', 'wrong-state', 'over-capacity', 'unknown-shipment'],
  },
  getLoadingList: {
    method: 'GET',
    path: '/v1/loads/{number}/loading-list',
    tag: 'Loading',
    summary: 'What should be on a load and what is, the last stop first',
    description:
      'Units of the last stop come first, as they go on board first. `fits` says whether all of ' +
      'it together is within the limits of the vehicle.',
    auth: 'office',
    scope: 'loading:read',
    params: LoadNumber,
    answers: { 200: { summary: 'The list', body: LoadingList } },
    problems: ['not-found'],
  },
  confirmLoad: {
    method: 'POST',
    path: '/v1/loads/{number}/confirm',
    tag: 'Loading',
    summary: 'Close the door: what is on board is loaded',
    description:
      'What is on board is shipped: it leaves the stock, and orders with nothing left behind ' +
      'are LOADED. Refused while a bench holds the load, above the limits of the vehicle, or ' +
      'with a unit on board that is open, cancelled or stopped.',
    auth: 'office',
    scope: 'loading:write',
    params: LoadNumber,
    body: z
      .object({ seal: z.string().trim().min(1).max(40).regex(PRINTABLE).optional() })
      .prefault({}),
    answers: { 200: { summary: 'The load', body: LoadAnswer } },
    problems: ['not-found', 'wrong-state', 'already-claimed', 'over-capacity'],
  },
  departLoad: {
    method: 'POST',
    path: '/v1/loads/{number}/depart',
    tag: 'Loading',
    summary: 'The truck has left: a fact, whatever was refused before',
    description:
      'Records what has happened, so it is refused only for a load that has departed before. ' +
      'What was not confirmed is shipped now; units in `leftBehind` are off the load, and each ' +
      'opens an exception. Its orders are OUT_FOR_DELIVERY.',
    auth: 'office',
    scope: 'loading:write',
    params: LoadNumber,
    body: z.object({ leftBehind: z.array(UnitId).max(UNITS_MAX).default([]) }).prefault({}),
    answers: { 200: { summary: 'The load', body: LoadAnswer } },
    problems: ['not-found', 'wrong-state'],
  },
  transferLoad: {
    method: 'POST',
    path: '/v1/loads/{number}/transfer',
    tag: 'Loading',
    summary: 'Units moved to another truck with their labels, as after a breakdown: a fact',
    description:
      'Records what has happened; the units are as far as the other truck is. Above its limits ' +
      'an exception is opened, named in `exceptionId`.',
    auth: 'office',
    scope: 'loading:write',
    params: LoadNumber,
    body: z.object({
      to: Reference,
      unitIds: z.array(UnitId).min(1).max(UNITS_MAX),
      reason: z.string().trim().min(1).max(40).regex(PRINTABLE),
    }),
    answers: {
      200: {
        summary: 'Both loads; with an exception where somebody must look at it',
        body: z.object({
          from: LoadAnswer,
          to: LoadAnswer,
          exceptionId: z.string().nullable(),
        }),
      },
    },
    problems: ['not-found', 'wrong-state'],
  },
} as const satisfies Record<string, RouteDefinition>

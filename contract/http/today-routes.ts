import { z } from 'zod'
import { Day, Instant, Reference } from '../documents/ids.ts'
import { OrderStatus } from '../orders/order-status.ts'
import { FloorStation } from '../sync/floor-answer.ts'
import type { RouteDefinition } from './route.ts'

/** Days whose orders are told apart; what is for later counts in the sum only. */
export const TODAY_ORDER_DAYS_MAX = 5

/** Days of capacity, today's first. */
export const TODAY_CAPACITY_DAYS = 5

/** Open exceptions that are told in full, and loads that are named. */
export const TODAY_EXCEPTIONS_MAX = 3
export const TODAY_LOADS_MAX = 60

/** What an office needs before the first order can be picked, in the order in which one sees to it. */
export const FIRST_STEPS = [
  'warehouse',
  'region',
  'products',
  'capacity',
  'people',
  'station',
] as const
export type FirstStep = (typeof FIRST_STEPS)[number]

const Counts = z.array(z.object({ status: OrderStatus, count: z.int() }))

const TodayOrders = z.object({
  all: Counts.describe(
    'Everything that is not delivered, completed or cancelled, and the day’s delivered.',
  ),
  late: z.int().describe('Still to be delivered though their day has passed.'),
  days: z
    .array(z.object({ deliveryDate: Day, counts: Counts }))
    .describe(`From today on, at most ${TODAY_ORDER_DAYS_MAX} days that have any.`),
})

const TodayProgress = z.object({
  region: Reference.nullable().describe('Null for what customers collect.'),
  regionName: z.string().nullable(),
  deliveryDate: Day,
  orders: z.int(),
  lines: z.int(),
  picked: z.int().describe('Lines with nothing left to take: found, or given up as short.'),
  packed: z.int(),
  loaded: z.int(),
})

const TodayCutOff = z.object({
  region: Reference,
  regionName: z.string(),
  timezone: z.string(),
  cutOffAt: Instant.describe('The next one.'),
  deliveryDate: Day.nullable().describe(
    'What is ordered before it is delivered on this day at the earliest.',
  ),
})

const TodayCapacity = z.object({
  days: z.array(Day),
  slots: z.array(
    z.object({
      region: Reference,
      regionName: z.string(),
      deliveryDate: Day,
      maxWeightGrams: z.int(),
      maxVolumeCm3: z.int(),
      reservedWeightGrams: z.int(),
      reservedVolumeCm3: z.int(),
      packedWeightGrams: z.int(),
      packedVolumeCm3: z.int(),
    }),
  ),
  closed: z
    .array(z.object({ region: Reference, deliveryDate: Day }))
    .describe('Days of these on which a region does not deliver.'),
})

const TodayExceptions = z.object({
  open: z.int(),
  oldestOpenedAt: Instant.nullable(),
  first: z
    .array(
      z.object({
        id: z.string(),
        code: z.string(),
        detail: z.record(z.string(), z.unknown()),
        sentence: z.string(),
        openedAt: Instant,
      }),
    )
    .describe('Oldest first.'),
})

const TodayStation = FloorStation.extend({
  warehouse: Reference,
  devices: z.array(z.object({ kind: z.string(), state: z.string(), detail: z.string() })),
  holds: z
    .array(z.object({ kind: z.enum(['list', 'load']), reference: z.string(), since: Instant }))
    .describe('Lists and loads that nobody else can work on.'),
})
export type TodayStation = z.infer<typeof TodayStation>

const TodayLoad = z.object({
  number: z.string(),
  region: Reference,
  deliveryDate: Day,
  status: z.enum(['open', 'claimed', 'confirmed', 'departed']),
  plate: z.string(),
  units: z.int(),
  weightGrams: z.int(),
  volumeCm3: z.int(),
  expectedGrams: z
    .int()
    .describe('When all of it is on board: as measured where packed, as ordered where not.'),
  expectedCm3: z.int(),
  maxWeightGrams: z.int(),
  maxVolumeCm3: z.int(),
})

const WITHOUT_RIGHT = 'Null for whoever may not read it.'

export const TodayAnswer = z.object({
  serverTime: Instant.describe('When the figures were read.'),
  isBehind: z
    .boolean()
    .describe(
      'True when the figures were begun before this call; whoever was told of a change asks again.',
    ),
  warehouses: z.array(z.object({ code: Reference, name: z.string(), timezone: z.string() })),
  timezone: z.string().describe('Of the warehouse, or of the first where all are asked for.'),
  today: Day,
  steps: z
    .array(z.object({ step: z.enum(FIRST_STEPS), isDone: z.boolean() }))
    .nullable()
    .describe('What is still to be set up; null once all of it was.'),
  cutOffs: z.array(TodayCutOff).describe('Soonest first.'),
  orders: TodayOrders.nullable().describe(WITHOUT_RIGHT),
  progress: z.array(TodayProgress).nullable().describe(WITHOUT_RIGHT),
  capacity: TodayCapacity.nullable().describe(WITHOUT_RIGHT),
  exceptions: TodayExceptions.nullable().describe(WITHOUT_RIGHT),
  stations: z.array(TodayStation).nullable().describe(WITHOUT_RIGHT),
  loads: z.array(TodayLoad).nullable().describe(WITHOUT_RIGHT),
})
export type TodayAnswer = z.infer<typeof TodayAnswer>

/** One hour of a day. Actions count when they happened, scans when the bench told of them. */
const TrendHour = z.object({
  startsAt: Instant,
  picks: z.int(),
  actions: z.int(),
  refused: z.int(),
  excepted: z.int(),
  scans: z.int().describe('As far as benches report them.'),
  errorScans: z.int().describe('Scans that latched an alert.'),
  waitedMsMax: z
    .int()
    .describe('The longest that an action had waited when the office heard of it.'),
})
export type TrendHour = z.infer<typeof TrendHour>

const TrendDay = z.object({
  day: Day,
  hours: z.array(TrendHour).describe('All hours of the day: 24, or 23 and 25 where clocks change.'),
})

export const TrendsAnswer = z.object({
  serverTime: Instant,
  timezone: z.string(),
  today: TrendDay.describe('The day that was asked for.'),
  before: TrendDay.describe('The same weekday a week before.'),
  keptSince: Day.describe('There are no figures of earlier days.'),
})
export type TrendsAnswer = z.infer<typeof TrendsAnswer>

const OfWarehouse = Reference.optional().describe('All warehouses where absent.')

export const todayRoutes = {
  getToday: {
    method: 'GET',
    path: '/v1/console/today',
    tag: 'Office',
    summary: 'The day’s work at a glance',
    description:
      'Read at most every half second, however many ask; `isBehind` says that the figures were not read ' +
      'for this call alone. Parts that the caller has no right to read are null.',
    auth: 'office',
    scope: 'office:read',
    query: z.object({ warehouse: OfWarehouse }),
    answers: { 200: { summary: 'Figures', body: TodayAnswer } },
    problems: ['unknown-warehouse'],
  },
  getTrends: {
    method: 'GET',
    path: '/v1/console/trends',
    tag: 'Office',
    summary: 'Picks, wrong scans and waiting of a day by the hour, beside the same weekday before',
    description: 'Kept for five weeks.',
    auth: 'office',
    scope: 'stations:read',
    query: z.object({
      warehouse: OfWarehouse,
      day: Day.optional().describe('Today where absent.'),
    }),
    answers: { 200: { summary: 'Two days', body: TrendsAnswer } },
    problems: ['unknown-warehouse'],
  },
} as const satisfies Record<string, RouteDefinition>

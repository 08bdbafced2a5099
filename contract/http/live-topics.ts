import type { RouteDefinition } from './route.ts'
import type { TagName } from './tags.ts'

/** What a page of the office may show; a hint names the topics whose figures may have moved. */
export const LIVE_TOPICS = [
  'orders',
  'picking',
  'loading',
  'stock',
  'capacity',
  'exceptions',
  'stations',
  'people',
  'settings',
] as const
export type LiveTopic = (typeof LIVE_TOPICS)[number]

/** What the work of a bench moves. */
const FLOOR_TOPICS: readonly LiveTopic[] = [
  'orders',
  'picking',
  'loading',
  'stock',
  'capacity',
  'exceptions',
  'stations',
]

const TOPICS_OF_TAG: Readonly<Record<TagName, readonly LiveTopic[]>> = {
  Orders: ['orders', 'picking', 'stock', 'capacity', 'exceptions'],
  Picking: ['picking', 'orders'],
  Loading: ['loading', 'orders', 'stock', 'exceptions'],
  Shipments: ['orders', 'loading'],
  Exceptions: ['exceptions', 'orders', 'picking', 'loading', 'stock'],
  Stock: ['stock', 'orders', 'capacity', 'exceptions'],
  Capacity: ['capacity'],
  'Master data': ['settings', 'stock', 'capacity'],
  Stations: ['stations'],
  Floor: FLOOR_TOPICS,
  Sync: FLOOR_TOPICS,
  Webhooks: ['settings'],
  Operators: ['people'],
  Users: ['people'],
  'API tokens': ['settings'],
  'Personal data': ['orders', 'picking'],
  Audit: [],
  EPCIS: [],
  Office: [],
}

/** What moves its station and nothing else. */
const STATION_ONLY: ReadonlySet<string> = new Set(['heartbeat', 'enrol', 'sendSupportFile'])

/** What a call that was answered well may have changed. Reading changes nothing; a heartbeat moves its station only. */
export function topicsOf(
  operation: string,
  { method, tag }: Pick<RouteDefinition, 'method' | 'tag'>,
): readonly LiveTopic[] {
  if (method === 'GET') return []
  return STATION_ONLY.has(operation) ? ['stations'] : TOPICS_OF_TAG[tag]
}

/** What happens without a call, at its hour, may touch everything that benches work on. */
export const JOB_TOPICS = FLOOR_TOPICS

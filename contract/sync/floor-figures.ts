import { z } from 'zod'
import { Instant } from '../documents/ids.ts'

/** Largest figure a station may report; no bench scans as much in a day. */
const FIGURE_MAX = 1_000_000

/** People that one station may report figures of. */
export const PEOPLE_OF_STATION_MAX = 50

const Figure = z.int().min(0).max(FIGURE_MAX)

/** What a station works on: a pick list by its code, or a load by its number, and how far it is. */
export const StationWork = z.object({
  kind: z.enum(['picking', 'packing', 'loading']),
  reference: z.string().max(64),
  done: Figure.describe('Lines of a list that are done, or units on board of a load.'),
  total: Figure,
})
export type StationWork = z.infer<typeof StationWork>

/** What went over a station's scanners, by its own log and clock. */
export const StationFigures = z.object({
  scansLastHour: Figure,
  errorScansLastHour: Figure.describe('Scans that latched an alert.'),
  picksLastHour: Figure.describe('Scans that took goods from a shelf.'),
  errorScansToday: Figure,
  scansToday: Figure.optional().describe('Absent from older apps.'),
  lastScanAt: Instant.nullable(),
})
export type StationFigures = z.infer<typeof StationFigures>

/** One person's picks at one station in the last hour; only where the company wants figures of people. */
export const PersonFigures = z.object({ operatorId: z.string().max(64), picksLastHour: Figure })
export type PersonFigures = z.infer<typeof PersonFigures>

import { z } from 'zod'
import { STATION_CODE_TYPED_MAX } from '../barcode/enrolment-qr.ts'
import { DeviceView } from './bench-view.ts'

/** Why a bench could not be enrolled; each has a sentence and a way out on the screen. */
export const FirstRunTrouble = z.enum([
  'not-enrolment',
  'damaged',
  'bad-address',
  'plain-http',
  'pinned-key',
  'bad-code',
  'code-used',
  'code-expired',
  'no-numbers',
  'unreachable',
  'not-the-office',
  'not-understood',
  'too-many-tries',
  'failed',
])
export type FirstRunTrouble = z.infer<typeof FirstRunTrouble>

/** Troubles that may pass by themselves: the bench asks the office again until somebody scans another code. */
export const PASSING_TROUBLES: readonly FirstRunTrouble[] = [
  'unreachable',
  'not-the-office',
  'too-many-tries',
  'failed',
]

/** A bench that belongs to no office yet. */
export const FirstRunView = z.object({
  step: z.enum(['scan', 'asking', 'failed', 'enrolled']),
  /** Of the code that was scanned or typed last; null before one was. */
  officeUrl: z.string().nullable(),
  trouble: FirstRunTrouble.nullable(),
  /** What the bench is called, once the office has said so. */
  name: z.string().nullable(),
  /** The scanners of the devices file: without one a person types. */
  scanners: z.array(DeviceView),
})
export type FirstRunView = z.infer<typeof FirstRunView>

/** Room for an address with its mistakes. */
const ADDRESS_TYPED_MAX = 300

/** What a person types where there is no scanner. */
export const TypedEnrolment = z.object({
  address: z.string().max(ADDRESS_TYPED_MAX),
  code: z.string().max(STATION_CODE_TYPED_MAX),
})
export type TypedEnrolment = z.infer<typeof TypedEnrolment>

import { z } from 'zod'
import { DeviceView } from './bench-view.ts'

/** Longest id of a device that a screen may name. */
const DEVICE_ID_MAX = 64

/**
 * What a person should do about a device: `fine` and `wait` ask for nothing; `plug-in`: it is not there;
 * `switch-on`: nothing answers at its address; `permission`: this account may not open it; `in-use`:
 * another program has it; `settings`: it is there and speaks otherwise than it is set up; `attend`: it says
 * itself what it lacks; `restart`: its drivers stopped; `change-link`: this machine can't open such a link.
 */
export const DoctorAdvice = z.enum([
  'fine',
  'wait',
  'plug-in',
  'switch-on',
  'permission',
  'in-use',
  'settings',
  'attend',
  'restart',
  'change-link',
])
export type DoctorAdvice = z.infer<typeof DoctorAdvice>

const Words = z.object({ at: z.int(), text: z.string() }).nullable()

/** One configured device: how it is, and what it said last, as bytes and as they were understood. */
export const DoctorDevice = DeviceView.extend({
  link: z.string(),
  /** Protocol of a scale, language of a printer, profile of a scanner. */
  speaks: z.string(),
  advice: DoctorAdvice,
  /** What came last, printable ASCII as it is and the rest as `\xNN`; UTC ms. */
  lastRaw: Words,
  lastMeaning: Words,
  lastSent: Words,
  connections: z.int(),
  bytesIn: z.int(),
  bytesOut: z.int(),
  /** Newest first. */
  faults: z.array(z.object({ at: z.int(), code: z.string(), detail: z.string() })),
})
export type DoctorDevice = z.infer<typeof DoctorDevice>

/** Something plugged into this machine that may be a device of a bench. */
export const DoctorAttached = z.object({
  family: z.enum(['serial', 'hid', 'usblp']),
  path: z.string(),
  name: z.string(),
  /** `0c2e:0b61`, with its serial number where it has one. */
  usb: z.string(),
  /** What a HID device says it is. */
  use: z.enum(['scanner', 'scale', 'printer', 'unknown']),
  /** How the devices file would name it. */
  link: z.string(),
  /** Whether this account may open it; `unknown` where that can't be asked. */
  access: z.enum(['ok', 'denied', 'unknown']),
  /** One sentence on how to get access; empty where there is. */
  remedy: z.string(),
})
export type DoctorAttached = z.infer<typeof DoctorAttached>

/** All that somebody who mends a bench wants to know about its devices. */
export const DoctorView = z.object({
  at: z.int(),
  devices: z.array(DoctorDevice),
  attached: z.array(DoctorAttached),
  /** Why nothing can be said of what is plugged in; null when it was looked at. */
  attachedTrouble: z.string().nullable(),
})
export type DoctorView = z.infer<typeof DoctorView>

/**
 * `label` prints a ruler and `weigh` waits for a weight to act on: a person asked for it. None of them changes
 * a setting.
 */
export const DeviceTest = z.object({
  deviceId: z.string().min(1).max(DEVICE_ID_MAX),
  test: z.enum(['sound-good', 'sound-bad', 'label', 'weigh', 'reconnect']),
})
export type DeviceTest = z.infer<typeof DeviceTest>

/** `done`: it was heard or taken; `cannot`: this device has no such thing; `failed`: `detail` says why. */
export const DeviceTestAnswer = z.object({
  outcome: z.enum(['done', 'cannot', 'failed']),
  detail: z.string(),
})
export type DeviceTestAnswer = z.infer<typeof DeviceTestAnswer>

/** A protocol that a scale may speak, as the devices file would say it, with what it said in it. */
export const ScaleSuggestion = z.object({ settings: z.string(), sample: z.string() })
export type ScaleSuggestion = z.infer<typeof ScaleSuggestion>

/** The likeliest first; a person compares with the scale's display and writes the file. */
export const ScaleFindings = z.object({
  suggestions: z.array(ScaleSuggestion),
  trouble: z.string().nullable(),
})
export type ScaleFindings = z.infer<typeof ScaleFindings>

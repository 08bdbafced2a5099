import { z } from 'zod'
import { fail, ok } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'
import { KeyboardLayout } from '#contract/rpc/scanner-profile.ts'
import { parseLink } from './link/link-target.ts'

/** Devices of one kind on a bench; a file with more is a mistake. */
export const DEVICES_PER_KIND_MAX = 16

/** Weight a bench or floor scale can carry, in grams: ten tonnes. */
export const SCALE_GRAMS_MAX = 10_000_000

const DeviceName = z.string().min(1).max(60)
const DeviceId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/, 'use letters, digits, - and _')

const Link = z
  .string()
  .max(300)
  .superRefine((text, context) => {
    const link = parseLink(text)
    if (!link.ok) context.addIssue({ code: 'custom', message: link.error })
  })

export const ScannerConfig = z.strictObject({
  id: DeviceId,
  name: DeviceName.optional(),
  link: Link,
  /** What ends a code; with any of CR, LF and CR LF a lone one of them ends it as well. */
  suffix: z.string().min(1).max(8).default('\r\n'),
  /** What every code must start with, when the scanner is set to send one. */
  prefix: z.string().min(1).max(8).optional(),
  /** The same code again within this many ms is the same trigger pull; 0 counts every code. */
  bounceMs: z.int().min(0).max(5_000).default(0),
  /**
   * More codes than this at once are the memory of a cordless scanner and wait for a person; 0 takes every
   * code as it comes, for a scanner that never stops.
   */
  parkMoreThan: z.int().min(0).max(1_000).default(8),
  /** Takes 50 ms of silence for the end of a code, for scanners that send no suffix. */
  endBySilence: z.boolean().default(false),
  /** Whose commands make this scanner beep; `none` sends it nothing. */
  profile: z.enum(['none', 'honeywell', 'datalogic', 'zebra', 'cipherlab']).default('none'),
  /** Scanning is off from each code until the bench has said good or bad, where the maker can do it. */
  holdUntilAnswered: z.boolean().default(false),
  /** What arrives in place of the separator of GS1 codes. A calibration knows better. */
  gs: z.string().length(1).optional(),
  /** False where the scanner is set to send no AIM id, so that codes are judged by what they hold. */
  sendsAim: z.boolean().default(true),
  /** Of a wedge: the country its keyboard is set to. A calibration knows better. */
  layout: KeyboardLayout.default('us'),
  /** Of a wedge: greatest mean time from key to key; slower keys are a person's. */
  keyAverageMs: z.int().min(5).max(200).default(50),
  /** Of a wedge: the function key it sends before every code, which leaves no doubt who typed. */
  prefixKey: z
    .string()
    .regex(/^F(?:1[3-9]|2[0-4])$/, 'use F13 to F24')
    .optional(),
})
export type ScannerConfig = z.infer<typeof ScannerConfig>

/** Protocols whose scales may be asked or be set to speak by themselves; the first is taken unsaid. */
export const SCALE_MODES: Readonly<Record<string, readonly ('asked' | 'streamed')[]>> = {
  'mt-sics': ['asked', 'streamed'],
  and: ['streamed', 'asked'],
  /** `streamed` are CAS's lines, `asked` the frames of its PD, SW and AP. */
  cas: ['streamed', 'asked'],
  sartorius: ['asked', 'streamed'],
}

export const ScaleProtocolName = z.enum([
  'mt-sics',
  'toledo-8217',
  'nci',
  'and',
  'cas',
  'toledo-continuous',
  'sartorius',
  'hid-pos',
])
export type ScaleProtocolName = z.infer<typeof ScaleProtocolName>

export const ScaleConfig = z
  .strictObject({
    id: DeviceId,
    name: DeviceName.optional(),
    protocol: ScaleProtocolName,
    link: Link,
    mode: z.enum(['asked', 'streamed']).optional(),
    /** What a scale weighs in whose frames do not say it. */
    unit: z.enum(['kg', 'lb']).optional(),
    divisionGrams: z.number().positive().max(10_000).default(5),
    maxGrams: z.int().positive().max(SCALE_GRAMS_MAX).optional(),
  })
  .superRefine(({ protocol, mode, unit }, context) => {
    const wrong = (key: string, message: string): void =>
      context.addIssue({ code: 'custom', message, path: [key] })
    if (mode !== undefined && SCALE_MODES[protocol]?.includes(mode) !== true) {
      wrong('mode', `a ${protocol} scale has no "mode"`)
    }
    const needsUnit = protocol === 'toledo-8217'
    if (needsUnit && unit === undefined) {
      wrong('unit', 'a toledo-8217 scale does not say its unit: add "unit", "kg" or "lb"')
    }
    if (!needsUnit && unit !== undefined) wrong('unit', `a ${protocol} scale says its own unit`)
  })
export type ScaleConfig = z.infer<typeof ScaleConfig>

export const PrinterConfig = z.strictObject({
  id: DeviceId,
  name: DeviceName.optional(),
  language: z.enum(['zpl', 'tspl', 'escpos', 'brother-ql']),
  link: Link,
  dpi: z.union([z.literal(203), z.literal(300), z.literal(600)]).default(203),
  widthMm: z.number().min(15).max(250),
  heightMm: z.number().min(5).max(1_000),
  /** Of a Brother QL: the wide ones are QL-10xx and QL-11xx. Else found from the width of the media. */
  printHead: z.enum(['narrow', 'wide']).optional(),
  /**
   * How the printer is asked how it is, before and after a label; many print servers never answer. `hs` is
   * ZPL's, `esc-q` TSPL's `ESC ! ?`, `dle-eot` ESC/POS's, `brother` the QL's 32 bytes.
   */
  status: z.enum(['none', 'hs', 'esc-q', 'dle-eot', 'brother']).default('none'),
})
export type PrinterConfig = z.infer<typeof PrinterConfig>

const STATUS_OF_LANGUAGE = {
  zpl: 'hs',
  tspl: 'esc-q',
  escpos: 'dle-eot',
  'brother-ql': 'brother',
} as const

/** What `--devices FILE` holds. */
export const DeviceConfig = z
  .strictObject({
    scanners: z.array(ScannerConfig).max(DEVICES_PER_KIND_MAX).default([]),
    scales: z.array(ScaleConfig).max(DEVICES_PER_KIND_MAX).default([]),
    printers: z.array(PrinterConfig).max(DEVICES_PER_KIND_MAX).default([]),
  })
  .superRefine((config, context) => {
    const ids = [...config.scanners, ...config.scales, ...config.printers].map((item) => item.id)
    const twice = ids.find((id, index) => ids.indexOf(id) !== index)
    for (const [index, { language, status, link }] of config.printers.entries()) {
      if (status !== 'none' && link.startsWith('cups:')) {
        // A question would be printed like everything else.
        const message = 'a queue brings no answers: leave status out'
        context.addIssue({ code: 'custom', message, path: ['printers', index, 'status'] })
      }
      if (status === 'none' || STATUS_OF_LANGUAGE[language] === status) continue
      const message = `a ${language} printer is asked by "${STATUS_OF_LANGUAGE[language]}"`
      context.addIssue({ code: 'custom', message, path: ['printers', index, 'status'] })
    }
    if (config.scanners.filter(({ link }) => link === 'wedge').length > 1) {
      const message = 'a bench has one keyboard, so one scanner can be a wedge'
      context.addIssue({ code: 'custom', message, path: ['scanners'] })
    }
    if (twice !== undefined) {
      context.addIssue({ code: 'custom', message: `two devices are called "${twice}"` })
    }
  })
export type DeviceConfig = z.infer<typeof DeviceConfig>

export const NO_DEVICES: DeviceConfig = { scanners: [], scales: [], printers: [] }

/** Checks a parsed devices file; the message says where it is wrong, for the person who wrote it. */
export function parseDeviceConfig(
  json: unknown,
): Result<DeviceConfig, { code: 'bad-devices'; message: string }> {
  const parsed = DeviceConfig.safeParse(json)
  if (parsed.success) return ok(parsed.data)
  const issues = parsed.error.issues.map((issue) => {
    const place = issue.path.map(String).join('.')
    return place === '' ? issue.message : `${place}: ${issue.message}`
  })
  return fail({ code: 'bad-devices', message: `The devices file is wrong. ${issues.join('; ')}` })
}

import { z } from 'zod'
import { readClickCodes } from './click-codes.ts'
import type { PrintedLabel } from './label-gallery.ts'
import type { VirtualBench } from './virtual-bench.ts'
import type { VirtualConfig } from './virtual-config.ts'
import { stateOf } from './virtual-state.ts'
import type { VirtualSwitches } from './virtual-switches.ts'

export type Answer =
  | { status: number; json: unknown }
  | { status: number; png: Buffer }
  | { status: number; code: string; detail: string }

const Scan = z.strictObject({ scanner: z.string(), text: z.string().min(1).max(4_096) })
const Weigh = z.strictObject({
  scale: z.string(),
  grams: z.int().min(-1_000_000).max(10_000_000),
  stable: z.boolean(),
})
const Printer = z.strictObject({
  printer: z.string(),
  paper: z.enum(['ok', 'out']).optional(),
  reading: z.boolean().optional(),
})

/** `kind` where two devices of different kinds share an id. */
const SetFault = z.strictObject({
  device: z.string(),
  name: z.string(),
  on: z.boolean(),
  kind: z.enum(['scanner', 'scale', 'printer']).optional(),
})

/** Answers what the page and scripts may ask; who may ask is the server's business. */
export async function answerGet(
  path: string,
  config: VirtualConfig,
  bench: VirtualBench,
  switches: VirtualSwitches,
): Promise<Answer | null> {
  if (path === '/v1/state') return { status: 200, json: stateOf(config, bench, switches) }
  if (path === '/v1/codes')
    return { status: 200, json: { items: await readClickCodes(config.codes) } }
  if (path === '/v1/labels') {
    return { status: 200, json: { items: (await bench.gallery.list()).map(labelView) } }
  }
  const n = /^\/v1\/labels\/(\d{1,9})\.png$/.exec(path)?.[1]
  if (n === undefined) return null
  const label = await bench.gallery.get(Number(n))
  if (label?.png == null) {
    return { status: 404, code: 'not-found', detail: label?.trouble ?? 'There is no such label' }
  }
  return { status: 200, png: label.png }
}

export function answerPost(
  path: string,
  body: unknown,
  bench: VirtualBench,
  switches: VirtualSwitches,
): Answer | null {
  switch (path) {
    case '/v1/scan':
      return checked(Scan, body, ({ scanner, text }) => {
        const device = bench.scanners.get(scanner)
        if (device === undefined) return unknownDevice(scanner)
        if (device.scan(text)) return { status: 200, json: { sent: true } }
        return { status: 409, code: 'not-connected', detail: 'No bench listens to this scanner' }
      })
    case '/v1/scale':
      return checked(Weigh, body, ({ scale, grams, stable }) => {
        const device = bench.scales.get(scale)
        if (device === undefined) return unknownDevice(scale)
        device.put({ grams, stable })
        return { status: 200, json: device.load() }
      })
    case '/v1/printer':
      return checked(Printer, body, ({ printer, paper, reading }) => {
        const device = bench.printers.get(printer)
        if (device === undefined) return unknownDevice(printer)
        if (paper !== undefined) device.setPaper(paper)
        if (reading !== undefined) device.setReading(reading)
        return { status: 200, json: { paper: device.paper(), reading: device.isReading() } }
      })
    case '/v1/fault':
      return checked(SetFault, body, (wanted) => setFault(wanted, switches))
    default:
      return null
  }
}

function setFault(wanted: z.infer<typeof SetFault>, switches: VirtualSwitches): Answer {
  const [kind] = wanted.kind === undefined ? switches.named(wanted.device) : [wanted.kind]
  const faults = kind === undefined ? [] : switches.of(kind, wanted.device)
  if (faults.length === 0) return unknownDevice(wanted.device)
  const found = faults.find(({ name }) => name === wanted.name)
  if (found === undefined) {
    const known = faults.map(({ name }) => name).join(', ')
    return { status: 404, code: 'unknown-fault', detail: `It has these: ${known}` }
  }
  found.set(wanted.on)
  return { status: 200, json: { name: found.name, on: found.isOn() } }
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  act: (body: z.infer<Schema>) => Answer,
): Answer {
  const parsed = schema.safeParse(body)
  if (parsed.success) return act(parsed.data)
  return { status: 422, code: 'bad-request', detail: z.prettifyError(parsed.error) }
}

function unknownDevice(id: string): Answer {
  return { status: 404, code: 'unknown-device', detail: `There is no device "${id}"` }
}

function labelView({ n, printer, receivedAt, codes, png, trouble }: PrintedLabel) {
  return { n, printer, receivedAt, codes, hasPicture: png !== null, trouble }
}

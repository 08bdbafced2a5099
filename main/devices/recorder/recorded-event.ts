import { z } from 'zod'

/** Version of every line; a reader leaves lines of a version that it does not know alone. */
export const RECORD_VERSION = 1

const device = z.string().max(64)
/** Counts the connections of one start of the host, so that bytes of two of them are never mixed up. */
const link = z.int().min(0)

/** A device as the devices file had it, so that a recording can be played without that file. */
export const RecordedDevice = z.object({
  id: device,
  kind: z.enum(['scanner', 'scale', 'printer']),
  link: z.string().max(300),
  /** Protocol, language or profile. */
  speaks: z.string().max(40),
  settings: z.record(z.string(), z.unknown()).optional(),
})
export type RecordedDevice = z.infer<typeof RecordedDevice>

/** Bytes as base64; `cut` says how many more there were. */
const bytes = z.object({ device, link, bytes: z.string(), cut: z.int().optional() })

const Happened = z.discriminatedUnion('kind', [
  /** First line of every segment and of every start. */
  z.object({ kind: z.literal('head'), boot: z.string(), devices: z.array(RecordedDevice) }),
  z.object({ kind: z.literal('opened'), device, link }),
  z.object({ kind: z.literal('not-opened'), device, why: z.string(), detail: z.string() }),
  z.object({ kind: z.literal('closed'), device, link, why: z.string().nullable() }),
  bytes.extend({ kind: z.literal('in') }),
  bytes.extend({ kind: z.literal('out') }),
  z.object({ kind: z.literal('scan'), device, text: z.string(), aim: z.string().nullable() }),
  z.object({
    kind: z.literal('reading'),
    device,
    says: z.string(),
    grams: z.number().nullable(),
    raw: z.string(),
  }),
  z.object({ kind: z.literal('state'), device, state: z.string(), detail: z.string() }),
  z.object({
    kind: z.literal('fault'),
    device,
    code: z.string(),
    detail: z.string(),
    raw: z.string().optional(),
  }),
  z.object({
    kind: z.literal('print'),
    device,
    jobId: z.string(),
    outcome: z.string(),
    detail: z.string(),
    bytes: z.int(),
  }),
  z.object({ kind: z.literal('feedback'), device, sound: z.string(), done: z.boolean() }),
  /** The disk was too slow, and so many lines were thrown away rather than waited for. */
  z.object({ kind: z.literal('dropped'), lines: z.int() }),
])
export type Happened = z.infer<typeof Happened>

const Stamp = z.object({
  v: z.literal(RECORD_VERSION),
  /** UTC ms: what the machine's clock said, right or wrong. */
  at: z.number(),
  /** Ms since the host started, which no setting of a clock moves. */
  mono: z.number(),
})

/** One line of a recording. */
export const RecordedEvent = z.intersection(Stamp, Happened)
export type RecordedEvent = z.infer<typeof RecordedEvent>

/** The events of lines of text; lines that are cut, damaged or of another version are counted. */
export function parseRecording(text: string): { events: RecordedEvent[]; unread: number } {
  const events: RecordedEvent[] = []
  let unread = 0
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const event = parseLine(line)
    if (event === null) unread += 1
    else events.push(event)
  }
  return { events, unread }
}

function parseLine(line: string): RecordedEvent | null {
  try {
    const parsed = RecordedEvent.safeParse(JSON.parse(line))
    return parsed.success ? parsed.data : null
  } catch {
    // The last line of a host that was killed may be half a line.
    return null
  }
}

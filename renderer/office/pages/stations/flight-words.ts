import { z } from 'zod'
import type { Say } from '../../text/text.ts'

/** Events that are shown; the file has all of them. */
const EVENTS_SHOWN_MAX = 100

/** Characters of what a device said that are shown. */
const SAID_LENGTH_MAX = 80

/** Of an event only what is shown of any; benches of other versions may say more, or less. */
const FlightEvent = z.object({
  at: z.number(),
  kind: z.string(),
  device: z.string().optional(),
  devices: z.array(z.unknown()).optional(),
  detail: z.string().optional(),
  why: z.string().nullish(),
  bytes: z.union([z.string(), z.number()]).optional(),
  cut: z.number().optional(),
  text: z.string().optional(),
  says: z.string().optional(),
  grams: z.number().nullish(),
  state: z.string().optional(),
  code: z.string().optional(),
  outcome: z.string().optional(),
  sound: z.string().optional(),
  lines: z.number().optional(),
})
type FlightEvent = z.infer<typeof FlightEvent> & { key: string }

/** The newest events of a support file, newest first; what cannot be read is left out. */
export function flightEvents(file: Readonly<Record<string, unknown>>): FlightEvent[] {
  const { flight } = file
  if (!Array.isArray(flight)) return []
  return flight
    .slice(-EVENTS_SHOWN_MAX)
    .flatMap((event, index) => {
      const read = FlightEvent.safeParse(event)
      return read.success ? [{ ...read.data, key: String(index) }] : []
    })
    .toReversed()
}

const KINDS = [
  'head',
  'opened',
  'not-opened',
  'closed',
  'in',
  'out',
  'scan',
  'reading',
  'state',
  'fault',
  'print',
  'feedback',
  'dropped',
] as const

/** One event in words. */
export function wordsOf(event: FlightEvent, say: Say): string {
  const kind = KINDS.find((known) => known === event.kind)
  if (kind === undefined) return say('stations.flight.other')
  const said = typeof event.bytes === 'string' ? decoded(event.bytes) : null
  return say(`stations.flight.${kind}`, {
    count: event.devices?.length ?? event.lines ?? 0,
    detail: event.detail ?? event.why ?? '',
    bytes: (said?.length ?? 0) + (event.cut ?? 0),
    text: printable(said ?? event.text ?? ''),
    says: event.says ?? '',
    grams: event.grams ?? '–',
    state: event.state ?? '',
    code: event.code ?? '',
    outcome: event.outcome ?? '',
    sound: event.sound ?? '',
  }).trim()
}

function decoded(base64: string): string {
  try {
    return atob(base64)
  } catch {
    return ''
  }
}

/** What cannot be seen stands as a dot. */
function printable(text: string): string {
  const seen = text.replaceAll(/[^\x20-\x7e]/g, '·')
  return seen.length > SAID_LENGTH_MAX ? `${seen.slice(0, SAID_LENGTH_MAX)}…` : seen
}

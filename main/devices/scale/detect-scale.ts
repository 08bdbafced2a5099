import type { Clock } from '../../clock.ts'
import type { ScaleConfig, ScaleProtocolName } from '../device-config.ts'
import type { ByteLink, LinkFault } from '../link/byte-link.ts'
import type { ScaleEvent, ScaleParser } from './scale-protocol.ts'
import { scaleProtocol } from './scale-protocols.ts'
import type { TimelessReading } from './scale-reading.ts'
import { WRONG_SETTINGS } from './start-scale.ts'

/** A scale that speaks by itself has done so several times by now. */
export const DETECT_LISTEN_MS = 1_500

/** Asked twice, as the first answer of a shape is not believed. */
export const DETECT_ASK_MS = 800
const ASK_TIMES = 2

export type ScaleCandidate = {
  /** What the devices file would have to say. */
  settings: Pick<ScaleConfig, 'protocol' | 'mode' | 'unit'>
  /** What it said, to be compared with its display by a person. */
  sample: TimelessReading
}

export type ScaleDetection = {
  /** The likeliest first; empty when nothing that was understood came. */
  candidates: ScaleCandidate[]
  trouble: LinkFault | null
}

type Settings = ScaleCandidate['settings']

/** Told apart by what they say by themselves. */
const SPEAKERS: readonly Settings[] = [
  { protocol: 'and', mode: 'streamed' },
  { protocol: 'cas', mode: 'streamed' },
  { protocol: 'toledo-continuous' },
  { protocol: 'sartorius', mode: 'streamed' },
  { protocol: 'mt-sics', mode: 'streamed' },
]

/** One question after the other; none of them sets, prints or tares anything. */
const QUESTIONS: readonly (readonly Settings[])[] = [
  [{ protocol: 'mt-sics', mode: 'asked' }],
  [
    { protocol: 'nci' },
    { protocol: 'toledo-8217', unit: 'kg' },
    { protocol: 'toledo-8217', unit: 'lb' },
  ],
  [{ protocol: 'and', mode: 'asked' }],
  [{ protocol: 'cas', mode: 'asked' }],
  [{ protocol: 'sartorius', mode: 'asked' }],
]

/**
 * Finds out what a scale speaks: listens first, and only a scale that says nothing is asked. It decides
 * nothing; a person compares the sample with the display. The link stays open, for its owner to close.
 */
export async function detectScale(
  link: ByteLink,
  parts: { clock: Clock; isHid?: boolean },
): Promise<ScaleDetection> {
  const ear = createEar(link, parts.clock)
  const heard = await ear.listen(
    parts.isHid === true ? [{ protocol: 'hid-pos' }] : SPEAKERS,
    DETECT_LISTEN_MS,
  )
  if (heard.length > 0) return { candidates: heard, trouble: null }
  // A scale that talks all the time in what nobody understands is not asked; it would not be heard.
  if (parts.isHid !== true && !ear.isNoisy()) {
    for (const settings of QUESTIONS) {
      const answered = await ask(link, ear, settings)
      if (answered.length > 0) return { candidates: answered, trouble: null }
    }
  }
  return { candidates: [], trouble: ear.trouble() }
}

async function ask(link: ByteLink, ear: Ear, settings: readonly Settings[]) {
  const [first] = settings
  const question = first === undefined ? null : scaleProtocol(first).question
  const listening = ear.listen(settings, DETECT_ASK_MS * ASK_TIMES, {
    everyMs: DETECT_ASK_MS,
    say: () => {
      if (question !== null) void link.write(question)
    },
  })
  return listening
}

type Ear = {
  listen: (
    settings: readonly Settings[],
    forMs: number,
    asking?: { everyMs: number; say: () => void },
  ) => Promise<ScaleCandidate[]>
  isNoisy: () => boolean
  trouble: () => LinkFault
}

type Hearing = { settings: Settings; parser: ScaleParser; sample: TimelessReading | null }

function createEar(link: ByteLink, clock: Clock): Ear {
  let hearing: Hearing[] = []
  let hasBytes = false
  let isWrongSettings = false

  const take = (one: Hearing, event: ScaleEvent): void => {
    if (event.kind === 'send') void link.write(event.bytes)
    if (event.kind === 'unread' && event.code === 'protocol-mismatch') isWrongSettings = true
    // Trouble proves no protocol: any line might be it.
    if (event.kind !== 'reading' || event.reading.kind === 'fault') return
    if (one.sample?.kind !== 'stable') one.sample = event.reading
  }
  link.onData((bytes) => {
    hasBytes = true
    for (const one of hearing) for (const event of one.parser.feed(bytes)) take(one, event)
  })

  return {
    listen: async (settings, forMs, asking) => {
      hearing = settings.map((one) => ({
        settings: one,
        parser: scaleProtocol(one).createParser(),
        sample: null,
      }))
      const untilMs = clock.monotonicMs() + forMs
      while (clock.monotonicMs() < untilMs) {
        asking?.say()
        const leftMs = untilMs - clock.monotonicMs()
        await pause(clock, Math.min(leftMs, asking?.everyMs ?? leftMs))
      }
      const found = hearing.flatMap(({ settings: one, sample }) =>
        sample === null ? [] : [{ settings: one, sample }],
      )
      return found.sort((a, b) => likelihood(b) - likelihood(a))
    },
    isNoisy: () => isWrongSettings,
    trouble: () => {
      if (!hasBytes) return { code: 'no-answer', detail: 'The scale said nothing, asked or not' }
      return { code: 'protocol-mismatch', detail: WRONG_SETTINGS }
    },
  }
}

/** A number that was read says more than a state; CAS's lines carry an id that A&D's do not. */
function likelihood({ settings, sample }: ScaleCandidate): number {
  const isNumber = sample.kind === 'stable' || sample.kind === 'motion'
  const raw = sample.raw.replace(/\\x[0-9a-f]{2}/g, '.')
  const isCasLine = /^\w\w,\w\w,..,/.test(raw)
  const fits: Partial<Record<ScaleProtocolName, boolean>> = {
    cas: isCasLine,
    and: !isCasLine && raw.includes(','),
    'mt-sics': raw.startsWith('S '),
  }
  return (isNumber ? 2 : 0) + (fits[settings.protocol] === true ? 1 : 0)
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve))
}

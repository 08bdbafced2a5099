import type { ScaleConfig } from '../device-config.ts'
import { createCasFrameParser } from './cas-frames.ts'
import { createCommaLineParser } from './comma-lines.ts'
import { createHidScaleParser } from './hid-scale.ts'
import { createMtSicsParser } from './mt-sics.ts'
import { createNciParser } from './nci.ts'
import { createSartoriusParser } from './sartorius.ts'
import type { ScaleProtocol } from './scale-protocol.ts'
import { createToledo8217Parser } from './toledo-8217.ts'
import { createToledoContinuousParser } from './toledo-continuous.ts'

/** A scale answers at once; this long without an answer is a missed one. */
export const SCALE_ANSWER_TIMEOUT_MS = 600

/** NCI's manuals allow a second. */
const SLOW_ANSWER_TIMEOUT_MS = 1_000

/** A scale that speaks by itself does so several times a second. */
export const SCALE_SILENCE_MS = 3_000

/** Of a scale that tells of changes only: silent for this long, what it said is what lies there. */
export const SCALE_REST_MS = 1_000

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** How the scale of this configuration is talked to. */
export function scaleProtocol(
  config: Pick<ScaleConfig, 'protocol' | 'mode' | 'unit'>,
): ScaleProtocol {
  const { protocol, mode, unit = 'kg' } = config
  switch (protocol) {
    case 'mt-sics':
      return mode === 'streamed'
        ? { ...streamed('MT-SICS', createMtSicsParser), start: bytes('SIR\r\n') }
        : asked('MT-SICS', createMtSicsParser, 'SI\r\n')
    case 'toledo-8217':
      return asked('Toledo 8217', () => createToledo8217Parser(unit), 'W')
    case 'nci': {
      const nci = asked('NCI', createNciParser, 'W\r')
      return { ...nci, answerTimeoutMs: SLOW_ANSWER_TIMEOUT_MS }
    }
    case 'and':
      return mode === 'asked'
        ? asked('A&D', createCommaLineParser, 'Q\r\n')
        : streamed('A&D', createCommaLineParser)
    case 'cas':
      return mode === 'asked'
        ? asked('CAS', createCasFrameParser, '\x05')
        : streamed('CAS', createCommaLineParser)
    case 'toledo-continuous':
      return streamed('Toledo continuous', createToledoContinuousParser)
    case 'sartorius':
      return mode === 'streamed'
        ? streamed('Sartorius', createSartoriusParser)
        : asked('Sartorius', createSartoriusParser, '\x1bP\r\n')
    default:
      // Its driver may hand on two reports of the weighing before; some say nothing while nothing changes.
      return {
        ...streamed('HID POS', createHidScaleParser),
        staleFrames: 2,
        silenceMs: null,
        restMs: SCALE_REST_MS,
      }
  }
}

function asked(title: string, createParser: ScaleProtocol['createParser'], question: string) {
  return {
    title,
    createParser,
    question: bytes(question),
    start: null,
    answerTimeoutMs: SCALE_ANSWER_TIMEOUT_MS,
    staleFrames: 1,
    silenceMs: null,
    restMs: null,
  }
}

function streamed(title: string, createParser: ScaleProtocol['createParser']) {
  return {
    title,
    createParser,
    question: null,
    start: null,
    answerTimeoutMs: SCALE_ANSWER_TIMEOUT_MS,
    staleFrames: 1,
    silenceMs: SCALE_SILENCE_MS,
    restMs: null,
  }
}

import { ok } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'
import type { ByteLink, LinkFault } from '../link/byte-link.ts'
import { badgeMask } from './badge-mask.ts'
import type { FlightRecorder } from './flight-recorder.ts'

/** Bytes of one read or write that are kept; more are counted. A label in ZPL fits. */
export const EVENT_BYTES_MAX = 16_384

export type Opener = () => Promise<Result<ByteLink, LinkFault>>

type Recorded = {
  device: { id: string; kind: 'scanner' | 'scale' | 'printer' }
  /** Without one only the dropping remains. */
  recorder: FlightRecorder | undefined
  newLinkNumber: () => number
}

/**
 * Opens as before, with the recorder listening in: it changes nothing that passes. The second part drops
 * the connection there is; whoever keeps it then opens another.
 */
export function recordedOpener(
  open: Opener,
  parts: Recorded,
): { open: Opener; drop: () => boolean } {
  let current: ByteLink | null = null
  return {
    open: async () => {
      const opened = await open()
      if (!opened.ok) {
        const { code: why, detail } = opened.error
        parts.recorder?.note({ kind: 'not-opened', device: parts.device.id, why, detail })
        return opened
      }
      const link = watchedLink(opened.value, parts, () => {
        if (current === link) current = null
      })
      current = link
      return ok(link)
    },
    drop: () => {
      if (current === null) return false
      current.destroy()
      return true
    },
  }
}

function watchedLink(inner: ByteLink, parts: Recorded, onEnd: () => void): ByteLink {
  const ears = parts.recorder === undefined ? DEAF : earsOf(parts, parts.recorder)
  return {
    ...inner,
    write: (bytes) => {
      ears.passed('out', bytes)
      return inner.write(bytes)
    },
    onData: (run) =>
      inner.onData((bytes) => {
        ears.passed('in', bytes)
        run(bytes)
      }),
    onClosed: (run) =>
      inner.onClosed((fault) => {
        onEnd()
        ears.closed(fault)
        run(fault)
      }),
  }
}

type LinkEars = {
  passed: (kind: 'in' | 'out', bytes: Uint8Array) => void
  closed: (fault: LinkFault | null) => void
}

const DEAF: LinkEars = { passed: () => {}, closed: () => {} }

function earsOf({ device, newLinkNumber }: Recorded, recorder: FlightRecorder): LinkEars {
  const number = newLinkNumber()
  const mask = device.kind === 'scanner' ? badgeMask() : (bytes: Uint8Array) => bytes
  const isNews = device.kind === 'scale' ? pollFilter() : () => true
  recorder.note({ kind: 'opened', device: device.id, link: number })
  return {
    passed: (kind, bytes) => {
      const shown = kind === 'in' ? mask(bytes) : bytes
      recorder.passed(device.id, kind, shown)
      if (!isNews(kind, shown)) return
      const kept = shown.subarray(0, EVENT_BYTES_MAX)
      const cut = shown.length - kept.length
      recorder.note({
        kind,
        device: device.id,
        link: number,
        bytes: Buffer.from(kept).toString('base64'),
        ...(cut === 0 ? {} : { cut }),
      })
    },
    closed: (fault) => {
      recorder.note({ kind: 'closed', device: device.id, link: number, why: fault?.code ?? null })
    },
  }
}

/**
 * A scale is asked the same five times a second and mostly answers the same: only what differs from the
 * question or answer before is news. A question that was not answered is noted with the one after it.
 */
function pollFilter(): (kind: 'in' | 'out', bytes: Uint8Array) => boolean {
  let lastIn = ''
  let lastOut = ''
  let isAnswered = false
  return (kind, bytes) => {
    const text = Buffer.from(bytes).toString('latin1')
    if (kind === 'in') {
      isAnswered = true
      if (text === lastIn) return false
      lastIn = text
      return true
    }
    const isSame = text === lastOut && isAnswered
    isAnswered = false
    lastOut = text
    return !isSame
  }
}

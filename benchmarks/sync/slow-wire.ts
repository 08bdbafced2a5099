/** What a link does to a connection, for one station. */
export type LinkConditions = {
  roundTripMs: number
  /** Of each direction by itself. */
  bitsPerSecond: number
  /** Of all segments, from 0 to 1; a segment that is sent again can be lost again. */
  lossShare: number
}

/** Payload of one TCP segment on Ethernet, with timestamps on. */
export const SEGMENT_BYTES = 1_448

/** What RFC 6298 and Linux leave at least between the round trip and a retransmission's timer. */
const RTO_MARGIN_MS = 200

/** Segments that must follow a lost one so that their acknowledgements give it away at once. */
const FAST_RETRANSMIT_AFTER = 3

/** A connection whose timer has doubled this often would be given up; the next copy gets through. */
const COPIES_MAX = 8

export type Sent = { bytes: number; arrivesAtMs: number; copies: number }

/** One direction of one station's link. Its connections share what it can carry. */
export type SlowWire = {
  /** When each segment of a write of `bytes` at `nowMs` has arrived. */
  carry: (bytes: number, nowMs: number) => Sent[]
}

/**
 * What TCP makes of loss, as its reader sees it: late, never missing. A lost segment is sent again after
 * one round trip when at least three more of the same write follow it (fast retransmit), otherwise
 * after the retransmission timer (round trip + 200 ms), which doubles with every copy that is lost.
 * Copies take their room on the link. The congestion window is left out: it would only slow things more.
 */
export function slowWire(conditions: LinkConditions, random: () => number): SlowWire {
  const { roundTripMs, bitsPerSecond, lossShare } = conditions
  let freeAtMs = 0

  function transmit(bytes: number, fromMs: number): number {
    freeAtMs = Math.max(freeAtMs, fromMs) + (bytes * 8_000) / bitsPerSecond
    return freeAtMs
  }

  return {
    carry: (bytes, nowMs) => {
      const segments: Sent[] = []
      for (let left = bytes; left > 0; left -= SEGMENT_BYTES) {
        const size = Math.min(left, SEGMENT_BYTES)
        const behind = Math.ceil(left / SEGMENT_BYTES) - 1
        let sentAtMs = transmit(size, nowMs)
        let rtoMs = roundTripMs + RTO_MARGIN_MS
        let copies = 1
        while (copies < COPIES_MAX && random() < lossShare) {
          const isFast = copies === 1 && behind >= FAST_RETRANSMIT_AFTER
          sentAtMs += isFast ? roundTripMs : rtoMs
          if (!isFast) rtoMs *= 2
          // The copy goes out between others: it takes room but does not hold up what is sent meanwhile.
          transmit(size, nowMs)
          copies += 1
        }
        segments.push({ bytes: size, arrivesAtMs: sentAtMs + roundTripMs / 2, copies })
      }
      return segments
    },
  }
}

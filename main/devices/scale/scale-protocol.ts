import type { TimelessReading } from './scale-reading.ts'

/** One thing that a scale said. */
export type ScaleEvent =
  | { kind: 'reading'; reading: TimelessReading }
  /** A whole answer from which no weight is taken. */
  | { kind: 'alive'; raw: string }
  /** Known, and no answer to a question about weight: who it is, that zero was set. */
  | { kind: 'aside'; raw: string }
  /** The scale did not understand what we said. */
  | { kind: 'refused'; raw: string }
  /** The scale waits for these bytes before it goes on. */
  | { kind: 'send'; bytes: Uint8Array }
  /** Bytes that mean nothing here; nothing of them is a weight. */
  | { kind: 'unread'; code: 'garbage' | 'checksum' | 'protocol-mismatch'; raw: string }

/** Bytes in, events out; keeps at most a frame, never looks at a clock and never throws. */
export type ScaleParser = {
  feed: (chunk: Uint8Array) => ScaleEvent[]
  /** Forgets a frame that has not ended: the connection is another one. */
  clear: () => void
}

/** How one kind of scale is talked to. */
export type ScaleProtocol = {
  /** As people call it, for faults. */
  title: string
  createParser: () => ScaleParser
  /** The question for the weight now; null for a scale that speaks by itself. */
  question: Uint8Array | null
  /** Makes a scale speak by itself; most are set to at their own keys. */
  start: Uint8Array | null
  /** This long without an answer is a missed one; manuals name up to a second. */
  answerTimeoutMs: number
  /** Frames after opening that may be the weighing before. */
  staleFrames: number
  /** A scale that speaks by itself and fell silent for this long is lost; null where it may be silent. */
  silenceMs: number | null
  /** One that tells of changes only has come to rest when it said so and was silent for this long; else null. */
  restMs: number | null
}

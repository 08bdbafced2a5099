import { mkdir, open, readdir, readFile, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes of one segment file; the oldest is thrown away whole. */
export const SEGMENT_BYTES_MAX = 1_048_576

/** Segments kept: with their size, some 16 MB, a week of an ordinary bench. */
export const SEGMENTS_MAX = 16

/** Nothing is kept for longer, however little happened. */
export const SEGMENT_AGE_MAX_MS = 7 * 24 * 60 * 60 * 1_000

/** A quiet bench begins another segment after this long, so that what is old enough can go. */
export const SEGMENT_TIME_MAX_MS = 12 * 60 * 60 * 1_000

/** A file's time is its last line's; the first is this much older, by the time it is looked at again. */
const LAST_LINE_MARGIN_MS = 3 * SEGMENT_TIME_MAX_MS

/** Lines that wait for a slow disk; more are dropped and counted, for nothing may wait for them. */
export const WAITING_BYTES_MAX = 1_048_576

/** After a failed write the disk is left alone for this long. */
export const WRITE_AGAIN_MS = 60_000

const OWNER_ONLY = 0o600
const OWNER_ONLY_FOLDER = 0o700
const FILE = /^flight-(\d{10})\.jsonl$/

type Options = {
  folder: string
  nowMs: () => number
  monotonicMs: () => number
  /** What a segment begins with, so that it can be read without those before it. */
  head: () => string
  /** So many lines were thrown away: the line that says so. */
  dropped: (lines: number) => string
  onTrouble: (text: string) => void
}

/** `sinceMs`: when its first line was written, or the process that goes on with it began to. */
type OpenSegment = { handle: FileHandle; bytes: number; sinceMs: number }

/**
 * Lines in a bounded ring of append-only files. A line is handed to the system at once, one write at a
 * time, and never synced: it survives the end of the process, though perhaps not of the machine. Nobody
 * waits for a write; trouble is told once and the lines of that time are gone.
 */
export class SegmentRing {
  readonly #options: Options
  #file: OpenSegment | null = null
  #waiting: string[] = []
  #waitingBytes = 0
  #droppedLines = 0
  #isToldOf = false
  #againAtMs = 0
  #writing: Promise<void> | null = null
  #next: number | null = null

  constructor(options: Options) {
    this.#options = options
  }

  /** `line` without its end. */
  append(line: string): void {
    if (this.#options.monotonicMs() < this.#againAtMs) return
    if (this.#waitingBytes + line.length > WAITING_BYTES_MAX) {
      this.#droppedLines += 1
      return
    }
    if (this.#droppedLines > 0) {
      this.#waiting.push(this.#options.dropped(this.#droppedLines))
      this.#droppedLines = 0
    }
    this.#waiting.push(line)
    this.#waitingBytes += line.length
    this.#writing ??= this.#writeAll()
  }

  /** Everything appended so far is with the system, or given up. */
  async settled(): Promise<void> {
    await this.#writing
  }

  /** The text of all segments, oldest first, at most the newest `bytesMax` in whole segments. */
  async read(bytesMax: number): Promise<string> {
    await this.settled()
    const texts: string[] = []
    let bytes = 0
    for (const name of (await this.#segments()).toReversed()) {
      const text = await readFile(join(this.#options.folder, name), 'utf8').catch(() => '')
      bytes += text.length
      if (bytes > bytesMax && texts.length > 0) break
      texts.unshift(text)
    }
    return texts.join('')
  }

  async close(): Promise<void> {
    await this.settled()
    await this.#file?.handle.close().catch(() => undefined)
    this.#file = null
  }

  async #writeAll(): Promise<void> {
    // The first turn is the caller's: it must not even pay for opening a file.
    await Promise.resolve()
    try {
      while (this.#waiting.length > 0) {
        const file = await this.#openFile()
        const text = `${this.#waiting.join('\n')}\n`
        this.#waiting = []
        this.#waitingBytes = 0
        await file.handle.appendFile(text)
        file.bytes += text.length
      }
    } catch (error) {
      await this.#giveUp(error)
    } finally {
      this.#writing = null
    }
  }

  async #giveUp(cause: unknown): Promise<void> {
    const { onTrouble, monotonicMs } = this.#options
    if (!this.#isToldOf) onTrouble(`the flight recorder cannot write: ${String(cause)}`)
    this.#isToldOf = true
    this.#againAtMs = monotonicMs() + WRITE_AGAIN_MS
    this.#waiting = []
    this.#waitingBytes = 0
    await this.#file?.handle.close().catch(() => undefined)
    this.#file = null
    // Tries on a full disk would else leave empty segments, and those push out what is there.
    this.#next = null
  }

  async #openFile(): Promise<OpenSegment> {
    const { folder, head, monotonicMs } = this.#options
    if (this.#file !== null && !isFull(this.#file, monotonicMs())) return this.#file
    await this.#file?.handle.close()
    this.#file = null
    await mkdir(folder, { recursive: true, mode: OWNER_ONLY_FOLDER })
    const { name, bytes } = await this.#nextSegment()
    const handle = await open(join(folder, name), 'a', OWNER_ONLY)
    this.#file = { handle, bytes, sinceMs: monotonicMs() }
    // The start before this one may have left half a line.
    await handle.appendFile(`${bytes === 0 ? '' : '\n'}${head()}\n`)
    await this.#prune()
    return this.#file
  }

  /** A start goes on with the newest segment: one that fails again and again must not push out the week. */
  async #nextSegment(): Promise<{ name: string; bytes: number }> {
    const { folder, nowMs } = this.#options
    if (this.#next === null) {
      const newest = (await this.#segments()).at(-1) ?? ''
      this.#next = Number(FILE.exec(newest)?.[1] ?? 0)
      const found = newest === '' ? null : await stat(join(folder, newest))
      const isFresh = found !== null && Math.abs(nowMs() - found.birthtimeMs) < SEGMENT_TIME_MAX_MS
      if (isFresh && found.size < SEGMENT_BYTES_MAX) return { name: newest, bytes: found.size }
    }
    this.#next += 1
    return { name: `flight-${String(this.#next).padStart(10, '0')}.jsonl`, bytes: 0 }
  }

  async #prune(): Promise<void> {
    const { folder, nowMs } = this.#options
    const segments = await this.#segments()
    const tooMany = segments.slice(0, Math.max(0, segments.length - SEGMENTS_MAX))
    // Not the last, which is being written.
    for (const name of segments.slice(0, -1)) {
      const path = join(folder, name)
      const { mtimeMs } = await stat(path)
      const isOld = nowMs() - mtimeMs > SEGMENT_AGE_MAX_MS - LAST_LINE_MARGIN_MS
      if (isOld || tooMany.includes(name)) await rm(path, { force: true })
    }
  }

  async #segments(): Promise<string[]> {
    const names = await readdir(this.#options.folder).catch(() => [])
    return names.filter((name) => FILE.test(name)).sort()
  }
}

function isFull({ bytes, sinceMs }: OpenSegment, nowMs: number): boolean {
  return bytes >= SEGMENT_BYTES_MAX || nowMs - sinceMs >= SEGMENT_TIME_MAX_MS
}

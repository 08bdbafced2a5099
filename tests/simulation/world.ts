import { hash } from 'node:crypto'
import { manualClock, type ManualClock } from '../../main/testing/manual-clock.ts'
import { Hands } from './hands.ts'

/** What can go wrong, as the summary counts it. */
export type Trouble = 'lost' | 'doubled' | 'oversold' | 'overbooked' | 'diverged' | 'unexplained'

export type Violation = { trouble: Trouble; rule: string; text: string }

/** Lines of the story kept for whoever looks at a failing run. */
const LAST_LINES = 60

/** Rounds in which calls must come to an end; one that never does is a hang. */
const SETTLE_ROUNDS_MAX = 10_000

/** Real time that one call to the office may take on a busy machine; one that takes longer is a deadlock. */
const JOB_MAX_MS = 120_000

/** Simulated time starts on a Monday morning. */
const START = Date.parse('2026-03-02T06:00:00.000Z')

/**
 * Time, the order in which things happen, and the record of what happened. Only the clock's timers and
 * the jobs they make ready move anything, one at a time, so a seed is a story.
 */
export class World {
  readonly clock: ManualClock = manualClock(START)
  readonly violations: Violation[] = []
  readonly events = new Map<string, number>()
  /** What was recorded, on whatever disk (I1). */
  readonly hands = new Hands()
  /** Kinds of trouble this run has brought about: what follows from one is no violation then. */
  readonly caused = new Set<string>()
  /** Actions that no office can read or decide, by id (PUSH-6). */
  readonly poisoned = new Set<string>()
  /** Actions that a buggy bench wrote past its own rules, by id. */
  readonly buggy = new Set<string>()
  /** True while the office has the word: nothing of a bench runs then. */
  isOfficeTurn = false
  readonly #ready: (() => Promise<void>)[] = []
  readonly #lines: string[] = []
  #trace = ''

  /** A job that needs the office, taken up when its turn comes. */
  enqueue(job: () => Promise<void>): void {
    this.#ready.push(job)
  }

  /** Until no job waits and every promise that can settle has. */
  async settle(): Promise<void> {
    for (let round = 0; round < SETTLE_ROUNDS_MAX; round += 1) {
      await immediate()
      const job = this.#ready.shift()
      if (job === undefined) return
      await inRealTime(job())
    }
    throw new Error('the calls never come to an end')
  }

  /** Lets time pass, one timer after another, each with everything that follows from it. */
  async pass(ms: number): Promise<void> {
    let leftMs = ms
    for (;;) {
      const dueMs = this.clock.nextDueMs()
      if (dueMs === null || dueMs > leftMs) break
      this.clock.advance(dueMs)
      leftMs -= dueMs
      await this.settle()
    }
    this.clock.advance(leftMs)
    await this.settle()
  }

  /** One line of the story. Two runs of one seed tell the same. */
  tell(line: string): void {
    const text = `${new Date(this.clock.now()).toISOString()} ${line}`
    this.#trace = hash('sha256', `${this.#trace}\n${text}`)
    this.#lines.push(text)
    if (this.#lines.length > LAST_LINES) this.#lines.shift()
  }

  /** Counts an event that a set of runs must have seen. */
  count(event: string, by = 1): void {
    this.events.set(event, (this.events.get(event) ?? 0) + by)
  }

  blame(trouble: Trouble, rule: string, text: string): void {
    this.tell(`VIOLATION ${rule} ${trouble}: ${text}`)
    this.violations.push({ trouble, rule, text })
  }

  get trace(): string {
    return this.#trace
  }

  get lastLines(): readonly string[] {
    return this.#lines
  }
}

/** Throws rather than wait for ever, so that a hang is told as what it is. */
async function inRealTime(job: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const hang = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('a call never comes to an end')), JOB_MAX_MS)
  })
  try {
    await Promise.race([job, hang])
  } finally {
    clearTimeout(timer)
  }
}

function immediate(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

import type { PracticeAnswer, PracticeMove, PracticeView } from '#contract/rpc/practice-view.ts'
import { PRACTICE_TASKS, type PracticeTask } from '#contract/rpc/practice-view.ts'
import type { FloorView } from '../station-doors.ts'
import type { Bench } from '../bench.ts'
import { benchView } from '../rpc/bench-view.ts'
import { practiceHints } from './practice-hints.ts'
import type { PracticeStation } from './practice-station.ts'

/** Name of the scanner on the practice desk. */
const PRACTICE_SCANNER_ID = 'practice'

/** The action that shows that a task was done; `wrong` is an alert and no action. */
const ACTION_OF: Partial<Record<PracticeTask, string>> = {
  'sign-in': 'session.sign-in',
  pick: 'pick.confirm',
  short: 'pick.short',
  close: 'pack.close',
  label: 'label.verify',
  load: 'load.confirm',
}

type PracticeDeskParts = {
  start: () => Promise<PracticeStation>
  /** Whether the real bench has nothing in hand that somebody would walk away from. */
  isFree: () => boolean
  /** Everything that screens show may have changed. */
  onChange: () => void
}

/**
 * Practice on and off. While it is on, screens and scanners are at the practice bench; the real one stays as
 * it is, and goes on syncing.
 */
export class PracticeDesk {
  readonly #parts: PracticeDeskParts
  #station: PracticeStation | null = null
  #starting: Promise<PracticeStation> | null = null
  #sawWrong = false

  constructor(parts: PracticeDeskParts) {
    this.#parts = parts
  }

  /** The practice bench while it is on. */
  get floor(): FloorView | null {
    return this.#station?.floor ?? null
  }

  get bench(): Bench | null {
    return this.#station?.floor.bench ?? null
  }

  async begin(): Promise<PracticeAnswer> {
    if (this.#station !== null) return DONE
    if (!this.#parts.isFree()) return { accepted: false, trouble: 'work-in-hand' }
    // Two screens that begin at once begin the same practice.
    this.#starting ??= this.#parts.start()
    try {
      this.#station = await this.#starting
    } finally {
      this.#starting = null
    }
    this.#sawWrong = false
    this.#parts.onChange()
    return DONE
  }

  async leave(): Promise<PracticeAnswer> {
    const station = this.#station
    if (station === null) return { accepted: false, trouble: 'not-practising' }
    // From here on screens and scanners are at the real bench again.
    this.#station = null
    this.#parts.onChange()
    await station.close()
    return DONE
  }

  view(): PracticeView | null {
    const station = this.#station
    if (station === null) return null
    const bench = benchView(station.floor)
    if (bench.alert?.tone === 'wrong') this.#sawWrong = true
    const done = PRACTICE_TASKS.filter((task) => this.#isDone(task, station))
    return { done, ...practiceHints(bench, station.set) }
  }

  /** Does with the practice scanner or scale what the desk offers. */
  move({ move, shown }: PracticeMove): PracticeAnswer {
    const station = this.#station
    if (station === null) return { accepted: false, trouble: 'not-practising' }
    const hint = practiceHints(benchView(station.floor), station.set)[move]
    if (hint === null || hint.code !== shown.code || hint.grams !== shown.grams) {
      return { accepted: false, trouble: 'moved-on' }
    }
    if (hint.grams !== null) station.putOnScale(hint.grams)
    if (hint.code === null) return DONE
    // Whoever has a label in hand has taken the carton off the scale.
    if (hint.thing === 'label') station.putOnScale(0)
    station.floor.bench.takeScan({ scannerId: PRACTICE_SCANNER_ID, text: hint.code })
    return DONE
  }

  async close(): Promise<void> {
    await this.leave()
  }

  #isDone(task: PracticeTask, { types }: PracticeStation): boolean {
    const type = ACTION_OF[task]
    return type === undefined ? this.#sawWrong : types.has(type)
  }
}

const DONE: PracticeAnswer = { accepted: true, trouble: null }

/** The floor that screens are at: the practice one while it is on, else the real one. */
export function floorOfScreens<Real extends FloorView>(
  real: Real,
  practice: PracticeDesk,
): Real & { practice: PracticeDesk } {
  const get = (target: Real, key: string | symbol): unknown =>
    key === 'practice' ? practice : Reflect.get(practice.floor ?? target, key)
  return new Proxy(real, { get }) as Real & { practice: PracticeDesk }
}

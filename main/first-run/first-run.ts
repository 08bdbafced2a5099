import {
  type Enrolment,
  isStationCode,
  parseEnrolmentQr,
  readTypedAddress,
} from '#contract/barcode/enrolment-qr.ts'
import {
  type FirstRunTrouble,
  type FirstRunView,
  PASSING_TROUBLES,
  type TypedEnrolment,
} from '#contract/rpc/first-run-view.ts'
import type { Clock } from '../clock.ts'
import { askToEnrol, newLife } from '../enrol.ts'
import { readScan } from '../intake/read-scan.ts'
import type { StationIdentity } from '../store/identity.ts'
import { syncBackoffMs } from '../sync/back-off.ts'
import type { CallFailure, OfficeClient } from '../sync/office-client.ts'

type FirstRunParts = {
  appVersion: string
  clock: Clock
  random: () => number
  officeAt: (url: string) => OfficeClient
  /** Keeps who this bench is by now; what follows may rely on it. */
  onEnrolled: (identity: StationIdentity) => void
  onChange: () => void
  onTrouble: (text: string) => void
}

type State =
  | { step: 'scan' }
  | { step: 'asking'; enrolment: Enrolment }
  | { step: 'failed'; enrolment: Enrolment | null; trouble: FirstRunTrouble }
  | { step: 'enrolled'; enrolment: Enrolment; name: string }

/**
 * From a bench that belongs to nobody to one of an office.
 *
 * `scan` and `failed` end in `asking` with a code that can be read, and in `failed` with any other. `asking`
 * ends in `enrolled`, which is the last, or in `failed`; from there a trouble that may pass is asked again by
 * itself. While it asks, other codes are left alone: an answer may be on its way that has used this one up.
 */
export class FirstRun {
  readonly #parts: FirstRunParts
  /** The same for every attempt: an answer that got lost is given again to the log that it was for. */
  readonly #life = newLife()
  #state: State = { step: 'scan' }
  #attempt = 0
  #cancelRetry: () => void = () => undefined
  #isClosed = false

  constructor(parts: FirstRunParts) {
    this.#parts = parts
  }

  view(scanners: FirstRunView['scanners']): FirstRunView {
    const state = this.#state
    return {
      step: state.step,
      officeUrl: state.step === 'scan' ? null : (state.enrolment?.officeUrl ?? null),
      trouble: state.step === 'failed' ? state.trouble : null,
      name: state.step === 'enrolled' ? state.name : null,
      scanners,
    }
  }

  /** A code from any scanner; false where it is left alone. */
  takeScan(scan: { text: string; aim?: string | null }): boolean {
    const { reading } = readScan(scan)
    const read = parseEnrolmentQr(reading.kind === 'text' ? reading.text : '')
    return read.ok ? this.#begin(read.value) : this.#refuse(read.error)
  }

  takeTyped({ address, code }: TypedEnrolment): boolean {
    const office = readTypedAddress(address)
    if (!office.ok) return this.#refuse(office.error)
    const typed = code.trim()
    if (!isStationCode(typed)) return this.#refuse('bad-code')
    return this.#begin({ officeUrl: office.value, code: typed })
  }

  /** Asks with the last code once more, now. */
  again(): boolean {
    const state = this.#state
    if (state.step !== 'failed' || state.enrolment === null) return false
    return this.#begin(state.enrolment)
  }

  close(): void {
    this.#isClosed = true
    this.#cancelRetry()
  }

  #begin(enrolment: Enrolment): boolean {
    if (!this.#isOpen()) return false
    this.#attempt = 0
    void this.#ask(enrolment)
    return true
  }

  #refuse(trouble: FirstRunTrouble): boolean {
    if (!this.#isOpen()) return false
    this.#cancelRetry()
    this.#become({ step: 'failed', enrolment: null, trouble })
    return true
  }

  #isOpen(): boolean {
    return !this.#isClosed && this.#state.step !== 'asking' && this.#state.step !== 'enrolled'
  }

  async #ask(enrolment: Enrolment): Promise<void> {
    this.#cancelRetry()
    this.#become({ step: 'asking', enrolment })
    const { officeUrl, code } = enrolment
    const { appVersion, officeAt } = this.#parts
    const asking = { serverUrl: officeUrl, code, appVersion, office: officeAt(officeUrl) }
    const answer = await askToEnrol(asking, this.#life)
    if (this.#isClosed) return
    if (answer.ok) {
      this.#parts.onEnrolled(answer.value)
      this.#become({ step: 'enrolled', enrolment, name: answer.value.name })
      return
    }
    const trouble = troubleOf(answer.failure)
    this.#parts.onTrouble(`the office at ${officeUrl} did not enrol this bench: ${trouble}`)
    this.#become({ step: 'failed', enrolment, trouble })
    if (PASSING_TROUBLES.includes(trouble)) this.#askLater(enrolment)
  }

  #askLater(enrolment: Enrolment): void {
    const { clock, random } = this.#parts
    const delayMs = syncBackoffMs(this.#attempt, random)
    this.#attempt += 1
    this.#cancelRetry = clock.after(delayMs, () => void this.#ask(enrolment))
  }

  #become(state: State): void {
    this.#state = state
    this.#parts.onChange()
  }
}

/** What an office says no with, where a person can do something about it. */
const CODE_TROUBLES = ['bad-code', 'code-used', 'code-expired', 'no-numbers'] as const

function troubleOf(failure: CallFailure): FirstRunTrouble {
  switch (failure.kind) {
    case 'unreachable':
    case 'not-the-office':
    case 'not-understood':
      return failure.kind
    case 'busy':
      return 'too-many-tries'
    case 'upgrade':
      return 'not-understood'
    case 'unauthorized':
    case 'rejected':
      return CODE_TROUBLES.find((code) => code === failure.code) ?? 'failed'
    default:
      return 'failed'
  }
}

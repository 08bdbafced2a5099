import { ALL_WELL, isBlocked } from './printer-condition.ts'
import type { PrinterCondition } from './printer-condition.ts'
import { printerVoice } from './printer-voice.ts'
import type { PrinterVoice, VirtualLabel, VirtualLanguage } from './printer-voice.ts'

/** Labels remembered, newest last. */
export const LABELS_KEPT_MAX = 500

type Say = (bytes: Uint8Array) => void
type Waiting = { kind: 'label'; label: VirtualLabel } | { kind: 'answer'; give: () => void }

/**
 * The machine behind a virtual printer's port: what it understood, what came out, and what keeps it
 * from printing. One for all connections, because half a label left by one is finished by the next.
 * Labels that cannot come out wait and do so when all is well again, once, as real ones do.
 */
export class PrinterTwin {
  readonly labels: VirtualLabel[] = []
  readonly scraps: VirtualLabel[] = []
  /** Questions that came in the middle of a label; some languages take them for a part of it. */
  questionsInLabels = 0
  /** Zebra's newer models say nothing while a person must act. */
  isSilentInTrouble = false
  answersStatus: boolean
  /** Some do not know the question that is answered behind a label. */
  answersInTurn = true
  /** Happens as the next label begins to come out. */
  atNextLabel: Partial<PrinterCondition> | null = null
  readonly #voice: PrinterVoice
  readonly #onLabel: (label: VirtualLabel) => void
  #condition: PrinterCondition = ALL_WELL
  #waiting: Waiting[] = []
  #listener: Say | null = null

  constructor(options: {
    language: VirtualLanguage
    dotsPerMm: number
    answersStatus: boolean
    onLabel: (label: VirtualLabel) => void
  }) {
    this.#voice = printerVoice(options.language, options.dotsPerMm)
    this.answersStatus = options.answersStatus
    this.#onLabel = options.onLabel
  }

  condition(): PrinterCondition {
    const waiting = this.#waiting.filter(({ kind }) => kind === 'label').length
    return { ...this.#condition, waiting, isPartial: this.#voice.isPartial() }
  }

  change(changes: Partial<PrinterCondition>): void {
    this.#condition = { ...this.#condition, ...changes }
    this.#workOff()
    this.#tell(false)
  }

  /** Takes bytes of a connection and answers over it. */
  take(bytes: Uint8Array, say: Say): void {
    this.#listener = say
    const wasPartial = this.#voice.isPartial()
    const fresh: Waiting[] = []
    for (const event of this.#voice.feed(bytes)) {
      switch (event.kind) {
        case 'label':
          fresh.push(event)
          break
        case 'scrap':
          this.scraps.push(event.label)
          break
        case 'cancel':
          // What came with its own cancellation never reaches the paper.
          fresh.length = 0
          this.#waiting = []
          break
        default: {
          if (wasPartial && fresh.length === 0 && !event.isInTurn) this.questionsInLabels += 1
          const give = (): void => this.#answer(event.answer, say)
          if (!event.isInTurn) give()
          else if (this.answersInTurn) fresh.push({ kind: 'answer', give })
        }
      }
    }
    this.#waiting.push(...fresh)
    this.#workOff()
  }

  #answer(answer: (condition: PrinterCondition) => Uint8Array, say: Say): void {
    const condition = this.condition()
    if (!this.answersStatus || (this.isSilentInTrouble && isBlocked(condition))) return
    const bytes = answer(condition)
    if (bytes.length > 0) say(bytes)
  }

  #workOff(): void {
    for (;;) {
      const [next] = this.#waiting
      if (next?.kind === 'label' && this.atNextLabel !== null) {
        this.#condition = { ...this.#condition, ...this.atNextLabel }
        this.atNextLabel = null
        this.#tell(false)
      }
      if (next === undefined || isBlocked(this.#condition)) return
      this.#waiting.shift()
      if (next.kind === 'answer') next.give()
      else this.#print(next.label)
    }
  }

  #print(label: VirtualLabel): void {
    this.labels.push(label)
    if (this.labels.length > LABELS_KEPT_MAX) this.labels.shift()
    this.#onLabel(label)
    this.#tell(true)
  }

  #tell(isLabelOut: boolean): void {
    if (!this.answersStatus || this.#listener === null) return
    const said = this.#voice.unasked(this.condition(), isLabelOut)
    if (said !== null) this.#listener(said)
  }
}

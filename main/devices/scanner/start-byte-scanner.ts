import { splitAim } from '#contract/barcode/aim.ts'
import type { ScannerConfig } from '../device-config.ts'
import { superviseLink } from '../supervise-link.ts'
import type { LinkState, SupervisedLink } from '../supervise-link.ts'
import { createBurstGuard } from './burst-guard.ts'
import type { BurstGuard, ScanDump } from './burst-guard.ts'
import { createCommandSender } from './command-sender.ts'
import type { CommandSender } from './command-sender.ts'
import { createScanHold } from './scan-hold.ts'
import type { ScanHold } from './scan-hold.ts'
import type { ScanCode, ScanEvent, ScanParser } from './scan-parser.ts'
import type { Scan, ScannerDriver, ScannerParts } from './scanner-driver.ts'
import type { FeedbackKind, ScannerCommands } from './scanner-feedback.ts'

/** A timer this late was kept waiting, and so were bytes that came meanwhile. */
const LATE_TIMER_MS = 20

/** Time for such bytes to be read before their absence counts. */
const LATE_BYTES_MS = 10

type Options = ScannerParts & {
  config: ScannerConfig
  parser: ScanParser
  commands: ScannerCommands
}

/** Keeps a scanner connected and hands on every complete code in the order it came. */
export function startByteScanner(options: Options): ScannerDriver {
  const scanner = new ByteScanner(options)
  return {
    state: () => scanner.state,
    feedback: (kind) => scanner.feedback(kind),
    close: () => scanner.close(),
  }
}

class ByteScanner {
  readonly #options: Options
  readonly #link: SupervisedLink
  readonly #sender: CommandSender
  /** Null where it is not asked for, or this maker's scanners can't be kept from reading. */
  readonly #hold: ScanHold | null
  readonly #guard: BurstGuard
  #last: { code: string; atMs: number } | null = null
  #cancelSilence: () => void = () => undefined
  /** Time that passed while nobody listened, which is no silence of the scanner's. */
  #deafMs = 0
  #isClosing = false

  constructor(options: Options) {
    this.#options = options
    const { clock, parser, commands, config } = options
    this.#link = superviseLink({
      open: options.open,
      clock,
      random: options.random,
      onOpen: () => {
        parser.clear()
        this.#hold?.release()
      },
      onData: (bytes) => this.#hear(bytes),
      onLost: () => {
        this.#hold?.forget()
        this.#sender.clear()
      },
      onState: options.onState,
    })
    const write = (bytes: Uint8Array) => this.#link.write(bytes)
    const sender = createCommandSender({ isAnswered: commands.isAnswered, clock, write })
    const { hold } = commands
    this.#sender = sender
    this.#hold =
      !config.holdUntilAnswered || hold === null
        ? null
        : createScanHold({
            clock,
            disable: () => sender.send(hold.disable),
            enable: () => sender.send(hold.enable, true),
          })
    this.#guard = createBurstGuard({
      codesMax: config.parkMoreThan,
      clock,
      onScan: (scan) => this.#handOn(scan),
      onDump: (dump) => this.#park(dump),
    })
  }

  get state(): LinkState {
    return this.#link.state()
  }

  async feedback(kind: FeedbackKind): Promise<boolean> {
    const words = this.#options.commands.feedback[kind] ?? []
    const sent = words.map((bytes) => this.#sender.send(bytes))
    this.#hold?.answered()
    const done = await Promise.all(sent)
    return done.length > 0 && done.every((isDone) => isDone)
  }

  async close(): Promise<void> {
    this.#isClosing = true
    this.#cancelSilence()
    this.#guard.close()
    await this.#hold?.close()
    this.#sender.clear()
    await this.#link.close()
  }

  get #listenedMs(): number {
    return this.#options.clock.monotonicMs() - this.#deafMs
  }

  #hear(bytes: Uint8Array): void {
    const { parser } = this.#options
    const dueAt = parser.dueAt()
    // Silence that was due and not seen yet: this process was busy, and the bytes may have waited.
    if (dueAt !== null) this.#deafMs += Math.max(0, this.#listenedMs - dueAt + 1)
    this.#handle(parser.feed(bytes, this.#listenedMs))
  }

  #handle(events: readonly ScanEvent[]): void {
    for (const [index, event] of events.entries()) {
      const isMore =
        this.#options.parser.isMidCode() ||
        events.slice(index + 1).some(({ kind }) => kind === 'code')
      this.#take(event, isMore)
    }
    this.#watchSilence()
  }

  #take(event: ScanEvent, isMore: boolean): void {
    switch (event.kind) {
      case 'code':
        return this.#takeCode(event, isMore)
      case 'answer':
        return void this.#link.write(event.bytes)
      case 'acknowledged':
        return this.#sender.answered(event.isAccepted)
      case 'fault': {
        const { code, detail, raw } = event
        return this.#options.onFault({ code, detail, at: this.#options.clock.now(), raw })
      }
    }
  }

  #takeCode(event: ScanCode, isMore: boolean): void {
    const { config, clock, onFault } = this.#options
    const { aim, text } = aimOf(event, config)
    // While a bench closes nothing counts any more; a scanner would be turned off for an answer.
    if (text === '' || this.#isClosing) return
    const code = `${aim ?? ''}${text}`
    const atMs = clock.monotonicMs()
    const last = this.#last
    const isBounce = last !== null && last.code === code && atMs - last.atMs < config.bounceMs
    this.#last = { code, atMs }
    if (isBounce) {
      const detail = `The same code again within ${config.bounceMs} ms`
      return onFault({ code: 'scan-duplicate', detail, at: clock.now(), raw: code })
    }
    this.#guard.take({ scannerId: config.id, text, aim, at: clock.now() }, isMore)
  }

  #handOn(scan: Scan): void {
    this.#hold?.begin()
    this.#options.onScan(scan)
  }

  #park(dump: ScanDump): void {
    const count = dump.scans.length + dump.lost
    const detail = `${count} codes came at once, as from a scanner's memory; they wait for a person`
    this.#options.onFault({ code: 'scan-memory-dump', detail, at: this.#options.clock.now() })
    this.#options.onDump(dump)
  }

  #watchSilence(): void {
    const { parser, clock } = this.#options
    this.#cancelSilence()
    const dueAt = parser.dueAt()
    if (dueAt === null || this.#isClosing) return
    this.#cancelSilence = clock.after(Math.max(0, dueAt - this.#listenedMs), () => {
      const lateMs = this.#listenedMs - dueAt
      if (lateMs <= LATE_TIMER_MS) return this.#handle(parser.silence(this.#listenedMs))
      this.#deafMs += lateMs + LATE_BYTES_MS
      this.#watchSilence()
    })
  }
}

/** The reader's own word counts; else what stands in front of the text, where this scanner sends it. */
function aimOf(event: ScanCode, { sendsAim }: ScannerConfig): Pick<Scan, 'aim' | 'text'> {
  if (event.aim !== undefined) return { aim: event.aim, text: event.text }
  return sendsAim ? splitAim(event.text) : { aim: null, text: event.text }
}

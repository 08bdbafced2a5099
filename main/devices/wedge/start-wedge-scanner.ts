import { splitAim } from '#contract/barcode/aim.ts'
import type { ScannerProfile } from '#contract/rpc/scanner-profile.ts'
import { SCAN_KEY_GAP_MS } from '#contract/rpc/wedge-keys.ts'
import type { KeyPress, WedgeKey } from '#contract/rpc/wedge-keys.ts'
import type { Clock } from '../../clock.ts'
import { withProfile } from '../calibration/calibrate-scanners.ts'
import type { CalibrationScan } from '../calibration/find-profile.ts'
import type { ScannerConfig } from '../device-config.ts'
import { FAULT_RAW_MAX } from '../fault.ts'
import type { Fault, FaultCode } from '../fault.ts'
import { createBurstGuard } from '../scanner/burst-guard.ts'
import type { BurstGuard, ScanDump } from '../scanner/burst-guard.ts'
import { scanTextTrouble } from '../scanner/scan-text.ts'
import type { Scan, ScannerDriver } from '../scanner/scanner-driver.ts'
import type { LinkState } from '../supervise-link.ts'
import { characterOf } from './key-layouts.ts'
import type { Keyboard } from './keyboard.ts'
import { hiddenKeys } from './shown-keys.ts'
import { createWedgeDecoder } from './wedge-decoder.ts'
import type { WedgeBurst, WedgeDecoder, WedgeEvent } from './wedge-decoder.ts'

/** What a scanner that types is given besides the rest. */
export type WedgeParts = {
  keyboard: Keyboard
  /** What a calibration of this scanner found out; null before one. */
  profile: () => ScannerProfile | null
  /** True for keys that were part of a calibration. */
  calibrate: (scan: CalibrationScan) => boolean
}

type Options = WedgeParts & {
  config: ScannerConfig
  clock: Clock
  onScan: (scan: Scan) => void
  onDump: (dump: ScanDump) => void
  onFault: (fault: Fault) => void
  onState: (state: LinkState) => void
}

const SPOILED_WORDS = {
  half: 'Half a code arrived and then nothing more; scan it again',
  mixed: 'Somebody typed while a code was scanned; scan it again',
  held: 'A key was held down while a code was scanned; scan it again',
  'too-long': 'More keys came than any code has; is something lying on the keyboard?',
} as const

const SLOW_WORDS =
  'Keys came as evenly as from a scanner, but too slowly to be sure: calibrate this scanner, or make its ' +
  'keys faster'

/** A scanner that pretends to be a keyboard: there while a screen is, as screens hand on its keys. */
export function startWedgeScanner(options: Options): ScannerDriver {
  const scanner = new WedgeScanner(options)
  return {
    state: () => scanner.state,
    // A keyboard hears nothing; the bench's own sound says it.
    feedback: () => Promise.resolve(false),
    close: () => scanner.close(),
  }
}

class WedgeScanner {
  state: LinkState
  readonly #options: Options
  readonly #decoder: WedgeDecoder
  readonly #guard: BurstGuard
  readonly #stopListening: () => void
  #page = ''
  /** When by the page's own clock: a busy page hands two scans over at once that were seconds apart. */
  #last: { code: string; atMs: number } | null = null
  /** One code that came with its Enter shows that all do: one without is then half a code. */
  #hasSeenSuffix = false
  #cancelPause: () => void = () => undefined

  constructor(options: Options) {
    this.#options = options
    const { clock, config, keyboard, onScan } = options
    this.#decoder = createWedgeDecoder(() => ({
      averageMs: this.#averageMs(),
      prefixKey: config.prefixKey ?? null,
      end: this.#isSuffixNeeded() ? 'suffix' : 'either',
    }))
    this.#guard = createBurstGuard({
      codesMax: config.parkMoreThan,
      clock,
      onScan,
      onDump: (dump) => this.#park(dump),
    })
    this.#stopListening = keyboard.listen((keys, page) => this.#take(keys, page), {
      onScreens: () => this.#look(),
      averageMs: () => this.#averageMs(),
    })
    this.state = this.#seen()
    options.onState(this.state)
  }

  close(): Promise<void> {
    this.#cancelPause()
    this.#stopListening()
    this.#guard.close()
    this.state = { s: 'stopped' }
    this.#options.onState(this.state)
    return Promise.resolve()
  }

  #averageMs(): number {
    return this.#options.profile()?.keyAverageMs ?? this.#options.config.keyAverageMs
  }

  #isSuffixNeeded(): boolean {
    const { config, profile } = this.#options
    const suffix = profile()?.suffix ?? null
    if (suffix !== null) return suffix !== 'none'
    return this.#hasSeenSuffix && !config.endBySilence
  }

  #seen(): LinkState {
    const { clock, keyboard } = this.#options
    if (keyboard.screens > 0) return { s: 'ready', since: clock.now() }
    const detail = 'No screen of this bench is open, and only a screen hears its keys'
    return { s: 'lost', retryAt: clock.now(), last: { code: 'absent', detail } }
  }

  #look(): void {
    const next = this.#seen()
    if (this.state.s === 'stopped' || next.s === this.state.s) return
    this.state = next
    if (next.s !== 'ready') this.#decoder.clear()
    this.#options.onState(next)
  }

  #take(keys: readonly WedgeKey[], page: string): void {
    this.#cancelPause()
    if (page !== this.#page) this.#changePage(page)
    this.#handle(keys.flatMap((key) => this.#decoder.feed(key)))
    if (!this.#decoder.isMidCode()) return
    // The page's clock tells gaps; this one only says that nothing more came.
    this.#cancelPause = this.#options.clock.after(SCAN_KEY_GAP_MS, () => {
      this.#handle(this.#decoder.pause())
    })
  }

  /** Another page has a clock of its own, and the one before never says which of its keys came up. */
  #changePage(page: string): void {
    this.#handle(this.#decoder.pause())
    this.#decoder.clear()
    this.#last = null
    this.#page = page
  }

  #handle(events: readonly WedgeEvent[]): void {
    for (const [index, event] of events.entries()) {
      const isMore = this.#decoder.isMidCode() || index < events.length - 1
      if (event.kind === 'spoiled') {
        this.#fault('scan-unparsable', SPOILED_WORDS[event.why], event.presses)
      } else if (!this.#isCalibration(event)) {
        if (event.kind === 'burst') this.#takeCode(event, isMore)
        else this.#fault('scan-layout', SLOW_WORDS, event.presses)
      }
    }
  }

  #isCalibration(burst: WedgeBurst): boolean {
    const usualAverageMs = this.#options.config.keyAverageMs
    return this.#options.calibrate({ kind: 'keys', burst, usualAverageMs })
  }

  #takeCode(burst: WedgeBurst, isMore: boolean): void {
    const { config, clock, onFault } = this.#options
    if (burst.end !== 'gap') this.#hasSeenSuffix = true
    const code = this.#textOf(burst.presses)
    if (code === null) return
    const atMs = burst.presses[0]?.downAtMs ?? 0
    const last = this.#last
    this.#last = { code, atMs }
    if (last !== null && last.code === code && atMs - last.atMs < config.bounceMs) {
      const detail = `The same code again within ${config.bounceMs} ms`
      return onFault({ code: 'scan-duplicate', detail, at: clock.now(), raw: code })
    }
    this.#guard.take(this.#scanOf(code), isMore)
  }

  /** Null for keys that are no text, which is said. */
  #textOf(presses: readonly KeyPress[]): string | null {
    const { config, profile } = this.#options
    const known = profile()
    const layout = known?.layout ?? config.layout
    const isCapsInverted = known?.isCapsInverted ?? false
    const characters = presses.map((press) => characterOf(press, { layout, isCapsInverted }))
    const text = characters.join('')
    const wordless = characters.includes(null)
      ? 'The scanner pressed keys that are no characters; calibrate it'
      : scanTextTrouble(text)
    if (wordless === null && text.startsWith(config.prefix ?? '')) {
      return text.slice(config.prefix?.length ?? 0)
    }
    const detail = wordless ?? 'The code does not start with the prefix this scanner is set to send'
    this.#fault('scan-unparsable', detail, presses)
    return null
  }

  #scanOf(code: string): Scan {
    const { config, clock, profile } = this.#options
    const { aim, text } = config.sendsAim ? splitAim(code) : { aim: null, text: code }
    const scan = { scannerId: config.id, text, aim, at: clock.now() }
    const known = profile()
    return known === null ? scan : withProfile(scan, known)
  }

  #park(dump: ScanDump): void {
    const count = dump.scans.length + dump.lost
    const detail = `${count} codes came at once, as from a scanner's memory; they wait for a person`
    this.#options.onFault({ code: 'scan-memory-dump', detail, at: this.#options.clock.now() })
    this.#options.onDump(dump)
  }

  #fault(code: FaultCode, detail: string, presses: readonly KeyPress[]): void {
    const raw = hiddenKeys(presses).slice(0, FAULT_RAW_MAX)
    this.#options.onFault({ code, detail, at: this.#options.clock.now(), raw })
  }
}

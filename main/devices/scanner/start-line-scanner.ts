import { splitAim } from '#contract/barcode/aim.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '../../clock.ts'
import type { ScannerConfig } from '../device-config.ts'
import type { Fault } from '../fault.ts'
import type { ByteLink, LinkFault } from '../link/byte-link.ts'
import { superviseLink } from '../supervise-link.ts'
import type { LinkState } from '../supervise-link.ts'
import { createLineScanner } from './line-scanner.ts'
import type { LineEvent } from './line-scanner.ts'
import { feedbackBytes } from './scanner-feedback.ts'
import type { FeedbackKind } from './scanner-feedback.ts'

/** One complete code from one scanner; `aim` is the reader's word on the symbology, taken off the text. */
export type Scan = { scannerId: string; text: string; aim: string | null; at: number }

export type ScannerDriver = {
  state: () => LinkState
  /** False where this scanner cannot do it, or is not connected. */
  feedback: (kind: FeedbackKind) => Promise<boolean>
  close: () => Promise<void>
}

/** Keeps a scanner connected and hands on every complete code in the order it came. */
export function startLineScanner(options: {
  config: ScannerConfig
  clock: Clock
  random: () => number
  open: () => Promise<Result<ByteLink, LinkFault>>
  onScan: (scan: Scan) => void
  onFault: (fault: Fault) => void
  onState: (state: LinkState) => void
}): ScannerDriver {
  const { config, clock } = options
  const lines = createLineScanner(config)
  let last: { text: string; atMs: number } | null = null
  let cancelSilence = (): void => {}

  function handle(events: LineEvent[]): void {
    for (const event of events) {
      if (event.kind === 'code') {
        handleCode(event.text)
      } else {
        options.onFault({
          code: event.code,
          detail: event.detail,
          at: clock.now(),
          raw: event.raw,
        })
      }
    }
    watchSilence()
  }

  function handleCode(code: string): void {
    const atMs = clock.monotonicMs()
    const bounced = last !== null && last.text === code && atMs - last.atMs < config.bounceMs
    last = { text: code, atMs }
    if (bounced) {
      const detail = `The same code again within ${config.bounceMs} ms`
      return options.onFault({ code: 'scan-duplicate', detail, at: clock.now(), raw: code })
    }
    const { aim, text } = splitAim(code)
    if (text === '') return
    options.onScan({ scannerId: config.id, text, aim, at: clock.now() })
  }

  function watchSilence(): void {
    cancelSilence()
    const dueAt = lines.dueAt()
    if (dueAt === null) return
    const waitMs = Math.max(0, dueAt - clock.monotonicMs())
    cancelSilence = clock.after(waitMs, () => handle(lines.silence(clock.monotonicMs())))
  }

  const link = superviseLink({
    open: options.open,
    clock,
    random: options.random,
    onOpen: () => lines.clear(),
    onData: (bytes) => handle(lines.feed(bytes, clock.monotonicMs())),
    onState: options.onState,
  })
  return {
    state: link.state,
    feedback: (kind) => {
      const bytes = feedbackBytes(config.profile, kind)
      return bytes === null ? Promise.resolve(false) : link.write(bytes)
    },
    close: () => {
      cancelSilence()
      return link.close()
    },
  }
}

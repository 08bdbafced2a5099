import type { Clock } from '../../clock.ts'

/** The bench decides in a few ms; a scanner is not kept off longer than this, whatever happened. */
export const HOLD_TIMEOUT_MS = 2_000

/** Reading is turned on once more after this, and again while the scanner has not taken it. */
export const HOLD_REPEAT_MS = 1_000
export const HOLD_REPEATS_MAX = 30

/** A close waits this long for the scanner to be on again. */
export const HOLD_CLOSE_MS = 500

export type ScanHold = {
  /** A code was handed on: no other is read until it is answered. */
  begin: () => void
  /** The bench has answered one code; with the last one reading is on again. */
  answered: () => void
  /** Reading is on, whatever was: at every connection, and when codes were parked. */
  release: () => void
  /** The connection is gone; the next one releases. */
  forget: () => void
  /** Resolves when the scanner was told to read again, or could not be told in time. */
  close: () => Promise<void>
}

/**
 * Keeps a scanner from reading between a code and the bench's answer. A scanner that stays off is the
 * worst that can happen, so reading is turned on again at every end there is, and then once more.
 */
export function createScanHold(options: {
  clock: Clock
  disable: () => Promise<boolean>
  enable: () => Promise<boolean>
}): ScanHold {
  const { clock } = options
  let open = 0
  let turn = 0
  let cancelTimer = (): void => {}

  function nextTurn(): void {
    cancelTimer()
    turn += 1
  }

  function release(): Promise<boolean> {
    nextTurn()
    open = 0
    repeat(HOLD_REPEATS_MAX)
    return options.enable()
  }

  function repeat(left: number): void {
    const own = turn
    cancelTimer = clock.after(HOLD_REPEAT_MS, () => {
      void options.enable().then((isOn) => {
        if (!isOn && left > 1 && own === turn) repeat(left - 1)
      })
    })
  }

  return {
    begin: () => {
      open += 1
      if (open > 1) return
      nextTurn()
      cancelTimer = clock.after(HOLD_TIMEOUT_MS, () => void release())
      void options.disable()
    },
    answered: () => {
      if (open === 0) return
      open -= 1
      if (open === 0) void release()
    },
    release: () => void release(),
    forget: () => {
      nextTurn()
      open = 0
    },
    close: async () => {
      const on = release()
      nextTurn()
      let cancelLimit = (): void => {}
      const limit = new Promise<void>((resolve) => {
        cancelLimit = clock.after(HOLD_CLOSE_MS, resolve)
      })
      await Promise.race([on, limit])
      cancelLimit()
    },
  }
}

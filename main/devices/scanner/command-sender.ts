import type { Clock } from '../../clock.ts'

/** A scanner that answers commands does so in a few ms. */
export const COMMAND_ANSWER_MS = 300

/** A command is sent this often before it is given up. */
export const COMMAND_TRIES_MAX = 3

/** Commands that wait for their turn; more are of no use to anybody by the time they would come. */
export const COMMANDS_WAITING_MAX = 16

export type CommandSender = {
  /**
   * True once the scanner has taken it, as far as it can tell; they go out in the order given. One that is
   * needed takes the place of all that wait where too many do.
   */
  send: (bytes: Uint8Array, isNeeded?: boolean) => Promise<boolean>
  /** The scanner's word on the command that went out last. */
  answered: (isAccepted: boolean) => void
  /** The connection ended: nothing that waits goes out over the next one. */
  clear: () => void
}

type Waiting = { bytes: Uint8Array; tries: number; settle: (done: boolean) => void }

/**
 * Sends commands to a scanner. Where it answers each, the next waits for the answer, and one that is
 * refused or not answered goes out again.
 */
export function createCommandSender(options: {
  isAnswered: boolean
  clock: Clock
  write: (bytes: Uint8Array) => Promise<boolean>
}): CommandSender {
  const { isAnswered, clock, write } = options
  const waiting: Waiting[] = []
  let cancelWait = (): void => {}

  function sendFirst(): void {
    const [first] = waiting
    if (first === undefined) return
    first.tries += 1
    cancelWait = clock.after(COMMAND_ANSWER_MS, () => answered(false))
    void write(first.bytes).then((written) => {
      if (!written && waiting[0] === first) settleFirst(false)
    })
  }

  function settleFirst(done: boolean): void {
    cancelWait()
    waiting.shift()?.settle(done)
    sendFirst()
  }

  function answered(isAccepted: boolean): void {
    const [first] = waiting
    if (first === undefined) return
    cancelWait()
    if (isAccepted || first.tries >= COMMAND_TRIES_MAX) settleFirst(isAccepted)
    else sendFirst()
  }

  return {
    send: (bytes, isNeeded = false) => {
      if (!isAnswered) return write(bytes)
      if (waiting.length >= COMMANDS_WAITING_MAX) {
        if (!isNeeded) return Promise.resolve(false)
        for (const { settle } of waiting.splice(1)) settle(false)
      }
      return new Promise((settle) => {
        waiting.push({ bytes, tries: 0, settle })
        if (waiting.length === 1) sendFirst()
      })
    },
    answered,
    clear: () => {
      cancelWait()
      for (const { settle } of waiting.splice(0)) settle(false)
    },
  }
}

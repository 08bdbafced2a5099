import type { PushRequest, Receipt } from '#contract/sync/envelope.ts'

export type Given = 'first' | 'again' | 'anew' | { before: string }

/**
 * I4: what the office has answered, also where nobody heard it. After a restore that nothing has proven yet
 * the epoch goes on, and an answer that went with the lost time and was never heard binds nobody: it is
 * given anew, once. A log that says it was told keeps the office to its word.
 */
export class ReceiptsGiven {
  readonly #texts = new Map<string, string>()
  readonly #takenBack = new Set<string>()

  /** `has` says of a place in a log whether the restored office holds an action there. */
  noteRestored(has: (incarnation: string, seq: number) => boolean): void {
    for (const key of this.#texts.keys()) {
      const [, incarnation = '', seq] = key.split('/')
      if (!has(incarnation, Number(seq))) this.#takenBack.add(key)
    }
  }

  /** Takes down an answer; what was said before of the same place where it must not differ, and does. */
  give(
    epoch: string,
    request: Pick<PushRequest, 'incarnation' | 'ackedSeq'>,
    receipt: Receipt,
  ): Given {
    const { replayed: _, ...first } = receipt
    const key = `${epoch}/${request.incarnation}/${receipt.seq}`
    const text = JSON.stringify(first)
    const before = this.#texts.get(key)
    const isTakenBack = this.#takenBack.delete(key)
    if (before === undefined || before === text) {
      this.#texts.set(key, text)
      return before === undefined ? 'first' : 'again'
    }
    if (!isTakenBack || request.ackedSeq >= receipt.seq) return { before }
    this.#texts.set(key, text)
    return 'anew'
  }
}

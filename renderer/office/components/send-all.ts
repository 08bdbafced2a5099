/** Calls in the air at once: enough to keep an office busy, few enough to leave it to others. */
const AT_ONCE = 4

type Sending<Item, Outcome> = {
  items: readonly Item[]
  send: (item: Item) => Promise<Outcome>
  /** Told after each, with how many are done. */
  onDone: (item: Item, outcome: Outcome, done: number) => void
  isStopped: () => boolean
}

/** Sends many things one call each, some at once, until all are done or somebody stops it. */
export async function sendAll<Item, Outcome>(sending: Sending<Item, Outcome>): Promise<void> {
  const { items, send, onDone, isStopped } = sending
  let next = 0
  let done = 0
  const work = async () => {
    for (;;) {
      const item = items[next]
      next += 1
      if (item === undefined || isStopped()) return
      const outcome = await send(item)
      done += 1
      onDone(item, outcome, done)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

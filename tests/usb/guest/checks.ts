import { setTimeout as sleep } from 'node:timers/promises'

/** An emulated processor is slow; a bench that is well is there long before. */
const PATIENCE_MS = 180_000

export function say(line: string): void {
  console.log(`USB-GUEST ${line}`)
}

/** Waits until `look` is content; else says what never came to be, with what there was instead. */
export async function until(
  what: string,
  look: () => boolean,
  instead: () => unknown = () => '',
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!look()) {
    if (performance.now() > deadline) {
      throw new Error(`it never came to: ${what}; instead ${JSON.stringify(instead())}`)
    }
    await sleep(20)
  }
}

export function check(isSo: boolean, what: string, instead: unknown = ''): void {
  if (!isSo) throw new Error(`it is not so: ${what}; instead ${JSON.stringify(instead)}`)
}

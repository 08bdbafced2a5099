import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** An emulated processor is slow; a bench that is well is there long before. */
const PATIENCE_MS = 180_000

/** After this long what is waited for is told, with what keeps the processor busy. */
const SLOW_MS = 20_000

export function say(line: string): void {
  console.log(`USB-GUEST ${line}`)
}

/** Waits until `look` is content; else says what never came to be, with what there was instead. */
export async function until(
  what: string,
  look: () => boolean,
  instead: () => unknown = () => '',
): Promise<void> {
  const startedAt = performance.now()
  const deadline = startedAt + PATIENCE_MS
  let isTold = false
  while (!look()) {
    if (performance.now() > deadline) {
      throw new Error(`it never came to: ${what}; instead ${JSON.stringify(instead())}`)
    }
    if (!isTold && performance.now() > startedAt + SLOW_MS) {
      isTold = true
      say(`slow: ${what}; ${JSON.stringify(instead())}; busy: ${busyProcesses()}`)
    }
    await sleep(20)
  }
}

export function check(isSo: boolean, what: string, instead: unknown = ''): void {
  if (!isSo) throw new Error(`it is not so: ${what}; instead ${JSON.stringify(instead)}`)
}

/** Processes by the processor time they had so far, in hundredths of a second. */
function busyProcesses(): string {
  const used = readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return []
    try {
      const [, name = '', rest = ''] =
        /^\d+ \((.*)\) (.*)$/.exec(readFileSync(`/proc/${entry}/stat`, 'utf8').trim()) ?? []
      const fields = rest.split(' ')
      const script = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0').at(-2) ?? ''
      return {
        name: `${name} ${script.slice(-40)}`,
        ticks: Number(fields[11]) + Number(fields[12]),
      }
    } catch {
      return []
    }
  })
  const most = used.sort((a, b) => b.ticks - a.ticks).slice(0, 6)
  return most.map(({ name, ticks }) => `${name} ${ticks}`).join(', ')
}

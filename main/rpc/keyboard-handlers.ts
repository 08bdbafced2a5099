import { implement } from '@orpc/server'
import { stationContract } from '#contract/rpc/station-contract.ts'
import type { Keyboard } from '../devices/wedge/keyboard.ts'
import type { Topics } from './topics.ts'

/** The keys of a page, for scanners that type, and what pages are told; the same with and without an office. */
export function keyboardHandlers(parts: { topics: Topics; keyboard: Keyboard }) {
  const os = implement(stationContract)
  return {
    wedge: os.wedge.handler(() => {
      const { averageMs } = parts.keyboard
      return averageMs === null ? null : { averageMs }
    }),
    keys: os.keys.handler(({ input }) => {
      parts.keyboard.take(input.keys, input.page)
      return {}
    }),
    watch: os.watch.handler(async function* ({ signal }) {
      const leave = parts.keyboard.screenCame()
      try {
        yield* parts.topics.watch(signal)
      } finally {
        leave()
      }
    }),
  }
}

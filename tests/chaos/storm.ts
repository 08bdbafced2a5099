import { eventually } from '../support/processes.ts'
import { moveHands } from './bench-hands.ts'
import type { ChaosFloor } from './chaos-floor.ts'
import type { Weather } from './faulty-proxy.ts'

/** How often each weather comes; most of it is one kind of partition or another. */
const WEATHERS: Record<Weather, number> = {
  fair: 15,
  stormy: 45,
  'black-hole': 20,
  'answers-lost': 15,
  'requests-lost': 10,
  captive: 5,
}

/** Moves in a row with nothing to do at any bench, after which more orders come. */
const IDLE_MOVES = 4

const ORDERS_AT_ONCE = 4

/** Connections made or ended before the weather changes, and how long that is waited for. */
const MEETINGS_MIN = 8
const MEET_TIMEOUT_MS = 2_000

/**
 * Hands at every bench for as many moves, with `between` called before each: what is thrown at the floor
 * is driven by its progress, never by a clock. Answers how many moves were made.
 */
export async function workThrough(
  floor: ChaosFloor,
  moves: number,
  between: (move: number) => Promise<void> | void,
): Promise<number> {
  const badge = floor.badges['sanne'] ?? ''
  let made = 0
  let idle = 0
  for (let move = 0; move < moves; move += 1) {
    await between(move)
    const done = await Promise.all(
      floor.stands
        .filter(({ isFrozen }) => !isFrozen)
        .map((stand) => moveHands(stand, badge, floor.chance)),
    )
    made += done.filter((one) => one === 'moved').length
    idle = done.includes('moved') ? 0 : idle + 1
    if (idle >= IDLE_MOVES) {
      await floor.order(ORDERS_AT_ONCE)
      idle = 0
    }
  }
  return made
}

/**
 * Draws the weather anew every so many moves, once the benches have met the one before: calls are rarer
 * than scans, and weather that nobody calls through proves nothing.
 */
export function changeWeather(floor: ChaosFloor, everyMoves: number) {
  const { proxy, chance } = floor
  let before = 0
  return async (move: number): Promise<void> => {
    if (move % everyMoves !== 0) return
    const isMet = () => Promise.resolve(proxy.meetings() >= before + MEETINGS_MIN)
    // Where nothing comes through, nothing may be met for as long as a call may last.
    await eventually(isMet, { what: 'calls', timeoutMs: MEET_TIMEOUT_MS }).catch(() => undefined)
    before = proxy.meetings()
    proxy.setWeather(chance.weighted(WEATHERS))
  }
}

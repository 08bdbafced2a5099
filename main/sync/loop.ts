import { CLOCK_DRIFT_SHOWN_MS } from '#contract/sync/limits.ts'
import { BeatLane } from './beat-lane.ts'
import { ClockOffset } from './clock-offset.ts'
import { Connection } from './connection.ts'
import { Lane, type Rest } from './lane.ts'
import { liveForever } from './live-lane.ts'
import { PullLane } from './pull-lane.ts'
import { PushLane } from './push-lane.ts'
import { handRefusals } from './refusals.ts'
import { ScopeLane } from './scope-lane.ts'
import type { SyncCore, SyncParts } from './sync-parts.ts'
import type { SyncState } from './sync-state.ts'

/**
 * Carries the log to the office and its truth back. Lanes run beside each other and never wait for one
 * another (PULL-2), each with at most one call in flight: push, pull, heartbeat, the comparison of
 * scopes, and the stream of pokes. What they share is in SyncCore. Nothing here is ever awaited by a scan.
 */
export class SyncLoop {
  readonly #core: SyncCore
  readonly #pullLane: PullLane
  readonly #scopeLane: ScopeLane
  readonly #lanes: Record<'push' | 'pull' | 'beat' | 'scope', Lane>
  readonly #abort = new AbortController()
  #liveEnded: Promise<void> = Promise.resolve()

  constructor(parts: SyncParts) {
    const { clock, random, onTrouble } = parts
    const connection = new Connection({
      clock,
      random,
      onTrouble,
      onDisowned: parts.onDisowned,
      onChange: () => parts.onChange('connection'),
      onBetter: () => Object.values(this.#lanes).forEach((lane) => lane.release()),
    })
    this.#core = {
      parts,
      connection,
      clockOffset: new ClockOffset(clock),
      state: parts.state,
      reads: null,
      isClosed: false,
      isSetBack: false,
      hasOfficeForgotten: false,
      wake: (lane) => this.#lanes[lane].wake(),
    }
    const push = new PushLane(this.#core)
    const beat = new BeatLane(this.#core)
    this.#pullLane = new PullLane(this.#core)
    this.#scopeLane = new ScopeLane(this.#core)
    const lane = (worker: { turn(): Promise<Rest> }) =>
      new Lane(clock, () => worker.turn(), onTrouble)
    this.#lanes = {
      push: lane(push),
      pull: lane(this.#pullLane),
      beat: lane(beat),
      scope: lane(this.#scopeLane),
    }
  }

  get state(): SyncState {
    return this.#core.state
  }

  get status() {
    const { connection, clockOffset } = this.#core
    return {
      online: connection.isOnline,
      lastSyncAt: this.#pullLane.lastSyncAt,
      clockOffsetMs: clockOffset.ms,
      clockIsOff: Math.abs(clockOffset.ms) > CLOCK_DRIFT_SHOWN_MS,
      block: connection.block,
      trouble: connection.trouble,
      newWorkStop: connection.newWorkStop,
      isDraining: connection.isDraining,
      loading: this.#core.parts.feed.loading,
      scopeResets: this.#scopeLane.resets,
    }
  }

  start(): void {
    handRefusals(this.#core)
    for (const lane of Object.values(this.#lanes)) lane.wake()
    this.#liveEnded = liveForever(this.#core, this.#abort.signal)
  }

  /** A commit happened: there is something to push. */
  wakePush(): void {
    this.#lanes.push.wake()
  }

  /** Ends every lane; answers once no call is in flight. */
  async close(): Promise<void> {
    this.#core.isClosed = true
    this.#abort.abort()
    const ended = Object.values(this.#lanes).map((lane) => lane.close())
    await Promise.all([...ended, this.#liveEnded])
  }
}

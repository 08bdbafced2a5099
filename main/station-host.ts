import type { StationParts } from './assemble-station.ts'
import { shellParent } from './rpc/port-door.ts'
import { startStation, type Station, type StationConfig } from './station.ts'
import { readIdentity } from './store/identity.ts'

/** Lets the answer to whoever asked for it go out before the doors close. */
const RESTART_DELAY_MS = 200

/**
 * One station in this process, taken down and started again when its log must be set aside: only a start
 * does that, before anything builds on it. Under the shell the process ends instead, and the shell, whose
 * windows hold ports to it, starts another.
 */
export class StationHost {
  readonly #config: StationConfig
  readonly #parts: StationParts
  #station: Promise<Station> | null = null
  #isRestarting = false

  constructor(config: StationConfig, parts: StationParts) {
    this.#config = config
    this.#parts = parts
  }

  start(): Promise<Station> {
    const parts = { ...this.#parts, restart: () => this.#restartSoon() }
    this.#station = startStation(this.#config, parts)
    return this.#station
  }

  async close(): Promise<void> {
    // From here on nothing starts it again.
    this.#isRestarting = true
    await (await this.#station)?.close()
  }

  #restartSoon(): void {
    if (this.#isRestarting) return
    this.#isRestarting = true
    this.#parts.clock.after(RESTART_DELAY_MS, () => void this.#restart())
  }

  async #restart(): Promise<void> {
    const { onTrouble } = this.#parts
    onTrouble('the bench starts again, with a new log')
    try {
      const station = await this.#station
      await station?.close()
      if (shellParent() !== undefined) process.exit(0)
      // The same address, so that screens find it again; the identity as the folder has it by now.
      const port = Number(new URL(station?.url ?? 'http://127.0.0.1:0').port)
      const identity = readIdentity(this.#config.dataFolder) ?? this.#config.identity
      Object.assign(this.#config, { port, identity })
      this.#isRestarting = false
      await this.start()
    } catch (error) {
      onTrouble(`the bench could not start again: ${String(error)}`)
      process.exit(1)
    }
  }
}

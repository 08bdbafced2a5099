import type { DeviceView } from '#contract/rpc/bench-view.ts'

type Seen = Pick<DeviceView, 'id' | 'state'>

/** Since when each device has not been ready. A start of the host begins anew. */
export class DeviceTroubles {
  readonly #since = new Map<string, { state: DeviceView['state']; at: string }>()

  /** Takes in how the devices are; answers since when those that are not ready have been so. */
  note(devices: readonly Seen[], nowMs: number): ReadonlyMap<string, string> {
    const known = new Set(devices.map(({ id }) => id))
    for (const id of this.#since.keys()) if (!known.has(id)) this.#since.delete(id)
    for (const { id, state } of devices) {
      if (state === 'ready') this.#since.delete(id)
      else if (!this.#since.has(id)) {
        this.#since.set(id, { state, at: new Date(nowMs).toISOString() })
      }
    }
    return new Map([...this.#since].map(([id, { at }]) => [id, at]))
  }
}

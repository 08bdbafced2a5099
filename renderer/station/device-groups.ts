import type { DeviceView } from '#contract/rpc/bench-view.ts'

export type DeviceGroup = { kind: DeviceView['kind']; state: DeviceView['state']; count: number }

/** Kinds in the order of the work: scan, weigh, print. */
const KINDS = ['scanner', 'scale', 'printer'] as const

/** Worst first: a group says what its most troubled device says. */
const WORST_FIRST = ['denied', 'stopped', 'lost', 'attention', 'opening', 'ready'] as const

/** One entry for each kind of device there is, in its worst state. */
export function devicesByKind(devices: readonly DeviceView[]): DeviceGroup[] {
  return KINDS.flatMap((kind) => {
    const ofKind = devices.filter((device) => device.kind === kind)
    const state = WORST_FIRST.find((worst) => ofKind.some((device) => device.state === worst))
    return state === undefined ? [] : [{ kind, state, count: ofKind.length }]
  })
}

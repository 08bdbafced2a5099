import type { WorkView } from '#contract/rpc/bench-view.ts'

/** The work of a bench that picks or packs. */
export type PickWork = Extract<WorkView, { kind: 'picking' | 'packing' }>

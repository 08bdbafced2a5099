import type { WorkView } from '#contract/rpc/work-view.ts'

/** The work of a bench that picks or packs. */
export type PickWork = Extract<WorkView, { kind: 'picking' | 'packing' }>

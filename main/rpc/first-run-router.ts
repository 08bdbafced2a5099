import { implement } from '@orpc/server'
import { stationContract } from '#contract/rpc/station-contract.ts'
import type { FirstRunView, TypedEnrolment } from '#contract/rpc/first-run-view.ts'
import type { Keyboard } from '../devices/wedge/keyboard.ts'
import { keyboardHandlers } from './keyboard-handlers.ts'
import type { Topics } from './topics.ts'

/** A bench without an office, as its doors see it. */
export type FirstRunDesk = {
  view: () => FirstRunView
  takeScan: (scan: { text: string; aim?: string | null }) => boolean
  takeTyped: (typed: TypedEnrolment) => boolean
  again: () => boolean
  keyboard: Keyboard
  topics: Topics
}

/** What a screen may call before there is a station: this one question, and whatever scans. */
export function firstRunRouter(desk: FirstRunDesk) {
  const os = implement(stationContract)
  const { firstRun, scale, scan } = os
  return {
    firstRun: {
      view: firstRun.view.handler(() => desk.view()),
      enrol: firstRun.enrol.handler(({ input }) => ({ accepted: desk.takeTyped(input) })),
      again: firstRun.again.handler(() => ({ accepted: desk.again() })),
    },
    // Screens ask for it to see that the host lives.
    scale: scale.handler(() => ({ state: 'absent', grams: null })),
    scan: scan.handler(({ input }) => ({ accepted: desk.takeScan(input) })),
    ...keyboardHandlers(desk),
  }
}

export type FirstRunRouter = ReturnType<typeof firstRunRouter>

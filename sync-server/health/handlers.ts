import { Problem } from '../http/problem.ts'
import type { Handlers } from '../http/handler.ts'
import { shareFigures } from '../console/index.ts'
import type { Office } from '../office.ts'
import { readFigures } from './read-figures.ts'
import { createReadiness } from './readiness.ts'
import { showFigures } from './show-figures.ts'

/** Figures of the database are read once for however many ask within this time. */
export const FIGURES_HELD_MS = 2_000

/** A database that hangs keeps nobody from the figures of the process. */
const FIGURES_WITHIN_MS = 3_000

const RETRY_AFTER_SECONDS = 5

/** Whether the office lives, may be sent calls, and how it does. */
export function healthHandlers(office: Office): Pick<Handlers, 'health' | 'ready' | 'metrics'> {
  const { store, deps, metrics, log } = office
  const readiness = createReadiness(office)
  let shownAtMs = deps.clock.now()
  const refresh = shareFigures({
    read: async () => {
      const figures = await store.snapshot((tx) => readFigures(tx, deps.clock.now()))
      showFigures(metrics, figures)
      shownAtMs = figures.readAtMs
    },
    keyOf: () => 'all',
    sleep: (durationMs) => deps.sleep(durationMs),
    clock: deps.clock,
    holdMs: FIGURES_HELD_MS,
  })
  const refreshed = () =>
    refresh(null).then(
      () => undefined,
      (error: unknown) => log.warn({ module: 'health', err: error }, 'figures were not read'),
    )
  return {
    health: async () => ({ status: 200, body: { status: 'ok', version: office.version } }),
    ready: async () => {
      const { isReady, checks } = await readiness()
      if (isReady) return { status: 200, body: { status: 'ok', checks } }
      const wrong = Object.entries(checks).filter(([, said]) => said !== 'ok')
      throw new Problem('busy', wrong.map(([check, said]) => `${check}: ${said}`).join('; '), {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
        members: { checks },
      })
    },
    metrics: async () => {
      await Promise.all([readiness(), Promise.race([refreshed(), deps.sleep(FIGURES_WITHIN_MS)])])
      metrics.figuresAge.set(Math.max(0, deps.clock.now() - shownAtMs) / 1_000)
      showConnections(office)
      return { status: 200, body: await metrics.registry.metrics() }
    },
  }
}

function showConnections({ store, metrics }: Office): void {
  const { used, idle, waiting, max } = store.connections()
  metrics.connections.set({ state: 'used' }, used)
  metrics.connections.set({ state: 'idle' }, idle)
  metrics.connections.set({ state: 'waiting' }, waiting)
  metrics.connectionsMax.set(max)
}

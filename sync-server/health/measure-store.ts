import type { Metrics } from '../http/metrics.ts'
import type { Store } from '../store/index.ts'

/** The same store; how long its transactions take, every try included, is counted. */
export function measureStore(store: Store, metrics: Pick<Metrics, 'transactionSeconds'>): Store {
  const timed = async <T>(kind: 'change' | 'snapshot', work: () => Promise<T>): Promise<T> => {
    const stop = metrics.transactionSeconds.startTimer({ kind })
    try {
      return await work()
    } finally {
      stop()
    }
  }
  return {
    ...store,
    transaction: (work) => timed('change', () => store.transaction(work)),
    snapshot: (work) => timed('snapshot', () => store.snapshot(work)),
  }
}

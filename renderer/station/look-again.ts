import type { QueryClient } from '@tanstack/react-query'
import type { Topic } from '#contract/rpc/bench-view.ts'

/**
 * The queries a topic concerns; the bench view sums up queue, devices and print jobs, and is what people
 * look at, so it is asked for first. The host counts on it: it says `queue` for both.
 */
const QUERIES_OF: Record<Topic, readonly string[]> = {
  bench: ['bench'],
  scale: ['scale'],
  queue: ['bench', 'queue', 'account', 'refusals'],
  devices: ['bench', 'wedge'],
  'print-jobs': ['bench', 'print-jobs'],
  'first-run': ['first-run', 'wedge'],
  practice: ['practice'],
}

type Look = Pick<QueryClient, 'invalidateQueries'>

/**
 * Turns "this has changed" into queries. While one runs any number of changes is one more look
 * after it: fast scanning never piles up queries, and the last change is always looked at.
 */
export function lookAgainAt(queries: Look): (topic: Topic | null) => void {
  const running = new Set<string>()
  const wanted = new Set<string>()

  const look = async (name: string): Promise<void> => {
    if (running.has(name)) {
      wanted.add(name)
      return
    }
    running.add(name)
    try {
      do {
        wanted.delete(name)
        await queries.invalidateQueries({ queryKey: [name] })
      } while (wanted.has(name))
    } finally {
      running.delete(name)
    }
  }

  return (topic) => {
    if (topic === null) void queries.invalidateQueries()
    else for (const name of QUERIES_OF[topic]) void look(name)
  }
}

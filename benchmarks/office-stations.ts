import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** What is asked of the process of the stations, in this order. */
export type StationsOrder =
  { do: 'connect'; officeUrl: string } | { do: 'scan' } | { do: 'rest' } | { do: 'end' }

/** What it answers each with. */
export type StationsAnswer =
  | { done: 'laid' | 'online' | 'scanning' }
  | { done: 'rested'; pushMs: number[]; calls: Record<string, number> }

/**
 * Stations that scan, in a process of their own: what measures them shares no thread with what watches the
 * office. They lay their floor in the database before they ask for an office.
 */
export async function openStations(databaseUrl: string, stations: number, everyMs: number) {
  const child = fork(
    join(import.meta.dirname, 'office-stations-process.ts'),
    [databaseUrl, String(stations), String(everyMs)],
    { serialization: 'advanced' },
  )
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the stations ended with ${String(code)}`)
  })
  ended.catch(() => undefined)
  const answer = async (): Promise<StationsAnswer> => {
    const [told] = (await Promise.race([once(child, 'message'), ended])) as [StationsAnswer]
    return told
  }
  const ask = (order: StationsOrder): Promise<StationsAnswer> => {
    const answered = answer()
    child.send(order)
    return answered
  }
  await answer()
  return {
    connect: (officeUrl: string) => ask({ do: 'connect', officeUrl }),
    scan: () => ask({ do: 'scan' }),
    rest: async () => {
      const told = await ask({ do: 'rest' })
      if (told.done !== 'rested') throw new Error(`the stations answered ${told.done}`)
      return told
    },
    close: async () => {
      if (child.exitCode !== null) return
      child.send({ do: 'end' } satisfies StationsOrder)
      await once(child, 'exit')
    },
  }
}

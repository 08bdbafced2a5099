import { z } from 'zod'
import type { OfficeDeps } from '../deps.ts'
import type { Store } from '../store/index.ts'

/** What a listener is told: that there is something to pull, nothing else (POKE-1). */
export type HeadEvent = { warehouse: string; head: number; epoch: string }

export type Hub = {
  /** Says that a warehouse's feed has moved. Call it after the commit. Never throws, never waits. */
  poke(warehouse: string): void
  /** Undefined when there are too many listeners already. */
  subscribe(warehouse: string, listener: Listener): (() => void) | undefined
  close(): Promise<void>
}

export type Listener = { onHead(event: HeadEvent): void; onClose(): void }

/** 200 benches with a few open tabs each; a listener costs a socket and a few hundred bytes. */
const LISTENERS_MAX = 1_000

/** Pokes that come in a burst are one poke: losing or delaying one costs latency only. */
const POKE_PAUSE_MS = 25

/**
 * Whoever is told pulls at once. A floor of two hundred is told in parts, so that it does not all call in
 * the same moment, and again and again while it works; what moves meanwhile is told in the next round.
 */
const TOLD_AT_ONCE = 20
const TELL_PAUSE_MS = 200

/**
 * After a round the next one waits, the longer the more were told: on a floor that scans without rest it is
 * the number of pulls, not of scans, that an office works for. A change after a quiet moment is told at once.
 */
const REST_MS_PER_LISTENER = 10
const REST_MS_MAX = 2_000

const CHANNEL = 'loadline_head'
const Poked = z.object({ warehouse: z.string().max(64), from: z.string().max(64) })

/**
 * Carries pokes from commits to listeners of this process and, by NOTIFY, of others. A poked
 * warehouse is idle → pausing (pokes are collected) → reading its head → telling → resting → idle, or
 * pausing again when poked meanwhile. With no listener here, nothing is read.
 */
export async function startHub(store: Store, deps: OfficeDeps): Promise<Hub> {
  const instance = deps.newId()
  const listeners = new Map<string, Set<Listener>>()
  const dirty = new Set<string>()
  const busy = new Set<string>()
  let isClosed = false
  const stopListening = await store.listen(CHANNEL, (payload) => {
    const poked = Poked.safeParse(parse(payload))
    if (poked.success && poked.data.from !== instance) tell(poked.data.warehouse)
  })

  function tell(warehouse: string): void {
    if (isClosed || (listeners.get(warehouse)?.size ?? 0) === 0) return
    dirty.add(warehouse)
    if (!busy.has(warehouse)) void drain(warehouse)
  }

  async function drain(warehouse: string): Promise<void> {
    busy.add(warehouse)
    while (dirty.has(warehouse)) {
      await deps.sleep(POKE_PAUSE_MS)
      dirty.delete(warehouse)
      if (listeners.size === 0) continue
      const event = await readHead(store, warehouse)
      if (event === undefined) continue
      const told = await tellAll(warehouse, event)
      await deps.sleep(Math.min(told * REST_MS_PER_LISTENER, REST_MS_MAX))
    }
    busy.delete(warehouse)
  }

  async function tellAll(warehouse: string, event: HeadEvent): Promise<number> {
    const told = [...(listeners.get(warehouse) ?? [])]
    for (const [n, listener] of told.entries()) {
      if (n > 0 && n % TOLD_AT_ONCE === 0) await deps.sleep(TELL_PAUSE_MS)
      if (listeners.get(warehouse)?.has(listener) === true) listener.onHead(event)
    }
    return told.length
  }

  return {
    poke: (warehouse) => {
      tell(warehouse)
      if (isClosed || store.kind === 'pglite') return
      // A lost notification costs other instances' benches one polling interval.
      store.notify(CHANNEL, JSON.stringify({ warehouse, from: instance })).catch(() => undefined)
    },
    subscribe: (warehouse, listener) => {
      let count = 0
      for (const set of listeners.values()) count += set.size
      if (count >= LISTENERS_MAX || isClosed) return undefined
      const set = listeners.get(warehouse) ?? new Set()
      listeners.set(warehouse, set.add(listener))
      return () => {
        set.delete(listener)
      }
    },
    close: async () => {
      isClosed = true
      for (const set of listeners.values()) for (const listener of set) listener.onClose()
      listeners.clear()
      await stopListening()
    },
  }
}

/** Undefined when the database does not answer: the next poke or poll finds it. */
async function readHead(store: Store, warehouse: string): Promise<HeadEvent | undefined> {
  try {
    return await store.snapshot((tx) =>
      tx
        .selectFrom('warehouse_head')
        .innerJoin('office', (join) => join.onTrue())
        .select(['warehouse', 'head', 'epoch'])
        .where('warehouse', '=', warehouse)
        .executeTakeFirst(),
    )
  } catch {
    return undefined
  }
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return undefined
  }
}

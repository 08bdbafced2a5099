import type { PickList } from '#contract/documents/pick-list.ts'

/** One recorded action as every system is given it: the id made at the scan and the body's JSON. */
export type PlannedAction = { id: string; body: string }

/** The same work for every system. */
export type Plan = {
  /** What is to be picked, an order a list; the last `goods` of them are wanted by every station. */
  lists: readonly PickList[]
  /** Each station's own orders, sixteen actions an order. */
  stations: readonly (readonly PlannedAction[])[]
  /** How many pieces there are of what every station takes while nobody can ask the server. */
  goods: number
  /** Rows every station must hold after a pull, where that is measured. */
  rows: number
}

export type ServerOptions = {
  /** Empty, on disk, the system's own. */
  folder: string
  plan: Plan
  /** The link is so slow that a usual batch could not pass between two kills. */
  isSlow: boolean
}

/** One way to synchronise stations with a server, with what its own documentation recommends. */
export type SyncSystem = {
  /** As in the names of figures: `loadline-postgres`. */
  name: string
  /** What survives kill -9, and what a power cut. */
  durability: string
  /** Fetches what is needed; answers why it cannot be measured here, or null. */
  prepare: () => Promise<string | null>
  start: (options: ServerOptions) => Promise<SyncServer>
}

export type SyncServer = {
  port: () => number
  /** User and system time of all its processes since the start, the database's own included. */
  cpuSeconds: () => number
  /** SIGKILL to the office; its database server, where it has one, goes on. */
  kill: () => Promise<void>
  startAgain: () => Promise<void>
  /** The n-th of the plan, that talks to `url`. */
  station: (n: number, url: string) => Promise<SyncStation>
  /** Stops everything and answers what the server holds. */
  finish: () => Promise<Held>
}

export type SyncStation = {
  /** Keeps actions on the station's own disk, as a bench without a network does. */
  record: (actions: readonly PlannedAction[]) => Promise<void>
  /** Takes every piece there is, one by one, as far as this station can know. */
  takeGoods: () => Promise<void>
  /** Sends what is not yet acknowledged; throws when the network or the server fails it. */
  push: () => Promise<void>
  /** Pulls until there is no more. */
  pull: () => Promise<void>
  /** `kind/id` and body of every row it holds. */
  rows: () => Promise<Map<string, string>>
  /** Pieces it still believes to have after everything has been sent: nothing has told it otherwise. */
  granted: () => Promise<number>
  close: () => Promise<void>
}

export type Held = {
  /** Of every recorded action, once for each time it counts. */
  ids: readonly string[]
  /** Pieces the server counts as picked; null where ids are all that it counts. */
  pieces: number | null
}

import { keepPreviousData, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
import type { CommandName } from '#contract/barcode/loadline-code.ts'
import type { Account } from '#contract/rpc/account-view.ts'
import type { BenchView, ScaleView } from '#contract/rpc/bench-view.ts'
import type { FloorView } from '#contract/rpc/floor-view.ts'
import type { PrintJobView } from '#contract/rpc/print-job-view.ts'
import type { PrintTarget } from '#contract/rpc/print-order.ts'
import type { QueueEntry } from '#contract/rpc/queue-entry.ts'
import type { RefusalView } from '#contract/rpc/refusal-view.ts'
import { PANEL_ROWS_MAX, type QueueFilter } from '#contract/rpc/station-contract.ts'
import type { Connection, StationClient, StationLink } from '../station-client.ts'
import { lookAgainAt } from './look-again.ts'

const LinkContext = createContext<StationLink | null>(null)

/** Rows a panel shows; more would be a report. */
const PANEL_ROWS = Math.min(100, PANEL_ROWS_MAX)

/** Rows of one page of the queue: a few screens full, and cheap to ask again at every scan. */
const QUEUE_ROWS = 50

/** A look even without an event: a watch that silently missed one costs seconds, not a shift. */
const SAFETY_LOOK_MS = 10_000

/** The floor while its panel is open; closed, nobody asks. */
const FLOOR_LOOK_MS = 5_000

/** A second press this soon after the first is a bounce of the finger, not a second answer. */
const PRESS_REST_MS = 350

let lastPressMs = 0

/** Gives screens their host, and looks again at whatever the host says has changed. */
export function StationProvider({ link, children }: { link: StationLink; children: ReactNode }) {
  const queries = useQueryClient()
  useEffect(() => link.onChange(lookAgainAt(queries)), [link, queries])
  return <LinkContext value={link}>{children}</LinkContext>
}

function useLink(): StationLink {
  const link = use(LinkContext)
  if (link === null) throw new Error('screens live inside StationProvider')
  return link
}

export function useConnection(): Connection {
  const link = useLink()
  return useSyncExternalStore(link.subscribe, link.connection)
}

/** The bench as the host sees it; undefined until the first answer. */
export function useBench(): { bench: BenchView | undefined; isSilent: boolean } {
  const link = useLink()
  const { data, isError } = useQuery({
    queryKey: ['bench'],
    queryFn: () => openClient(link).bench(),
    refetchInterval: SAFETY_LOOK_MS,
  })
  return { bench: data, isSilent: isError }
}

/** The scale now. Older than the last answer is never shown: trouble reads as a faulty scale. */
export function useScale(): ScaleView {
  const link = useLink()
  const isOpen = useConnection().kind === 'open'
  const { data, isError } = useQuery({
    queryKey: ['scale'],
    queryFn: () => openClient(link).scale(),
    refetchInterval: SAFETY_LOOK_MS,
  })
  return data === undefined || isError || !isOpen ? { state: 'fault', grams: null } : data
}

/** A page of the queue, newest first, and whether older ones follow; undefined until the first answer. */
export function useQueuePage(
  filter: QueueFilter,
  before: number | undefined,
): { rows: QueueEntry[]; hasOlder: boolean } | undefined {
  const link = useLink()
  const { data } = useQuery({
    queryKey: ['queue', filter, before ?? 0],
    queryFn: () => {
      const from = before === undefined ? {} : { before }
      return openClient(link).queue({ limit: QUEUE_ROWS + 1, filter, ...from })
    },
    placeholderData: keepPreviousData,
  })
  return data && { rows: data.slice(0, QUEUE_ROWS), hasOlder: data.length > QUEUE_ROWS }
}

/** What this bench has made and what became of it; undefined until the first answer. */
export function useAccount(): Account | undefined {
  const link = useLink()
  return useQuery({ queryKey: ['account'], queryFn: () => openClient(link).account() }).data
}

/** What the office refused and nobody has closed, oldest first, at most a panel full. */
export function useRefusals(): RefusalView[] | undefined {
  const link = useLink()
  const queryFn = () => openClient(link).refusals({ limit: PANEL_ROWS })
  return useQuery({ queryKey: ['refusals'], queryFn }).data
}

/** All benches for a supervisor: asked again every few seconds for as long as somebody looks. */
export function useFloor(): FloorView | undefined {
  const link = useLink()
  return useQuery({
    queryKey: ['floor'],
    queryFn: () => openClient(link).floor(),
    refetchInterval: FLOOR_LOOK_MS,
    refetchOnMount: 'always',
  }).data
}

export function usePrintJobs(): PrintJobView[] | undefined {
  const link = useLink()
  const queryFn = () => openClient(link).printJobs({ limit: PANEL_ROWS })
  return useQuery({ queryKey: ['print-jobs'], queryFn }).data
}

/** The printers of this bench and whether they could take a job's label; undefined until the first answer. */
export function usePrintTargets(jobId: string): PrintTarget[] | undefined {
  const link = useLink()
  const queryFn = () => openClient(link).printTargets({ jobId })
  return useQuery({ queryKey: ['print-targets', jobId], queryFn }).data
}

/** The document of a job's label, null where the host has none, undefined while it is looked for. */
export function useLabelDocument(jobId: string | null): unknown {
  const link = useLink()
  return useQuery({
    queryKey: ['label', jobId],
    queryFn: async () => {
      if (jobId === null) return null
      const answer = await openClient(link).label({ jobId })
      return answer?.document ?? null
    },
  }).data
}

export type StationPresses = {
  command: (name: CommandName) => void
  reason: (name: string) => void
  scan: (text: string) => void
  /** Asks why a unit comes off the truck: as UNLOAD and its label would. */
  unload: (unitId: string) => void
}

/** What a touch does: it hands the host the same as a scan would. */
export function usePresses(): StationPresses {
  const link = useLink()
  const queries = useQueryClient()
  const press = (call: (client: StationClient) => Promise<unknown>) => {
    const now = performance.now()
    if (now - lastPressMs < PRESS_REST_MS) return
    lastPressMs = now
    void hand(link, queries, call)
  }
  return {
    command: (name) => press((client) => client.command({ name })),
    reason: (name) => press((client) => client.reason({ name })),
    scan: (text) => press((client) => client.scan({ text })),
    unload: (unitId) =>
      press(async (client) => {
        await client.command({ name: 'UNLOAD' })
        await client.scan({ text: `00${unitId}` })
      }),
  }
}

/** Hands the host a supervisor's PIN. */
export function useAnswerPin(): (digits: string) => void {
  const link = useLink()
  const queries = useQueryClient()
  return (digits) => void hand(link, queries, (client) => client.answerPin({ digits }))
}

/** Calls the host by hand: null where the connection went, which the full-screen notice says. */
export function useCall(): <T>(work: (client: StationClient) => Promise<T>) => Promise<T | null> {
  const link = useLink()
  return useCallback(
    async (work) => {
      const connection = link.connection()
      if (connection.kind !== 'open') return null
      return work(connection.client).catch(() => null)
    },
    [link],
  )
}

async function hand(
  link: StationLink,
  queries: QueryClient,
  call: (client: StationClient) => Promise<unknown>,
): Promise<void> {
  const connection = link.connection()
  if (connection.kind !== 'open') return
  try {
    await call(connection.client)
  } catch {
    // The connection went while a finger was on the screen; the full-screen notice says so.
  }
  await queries.invalidateQueries({ queryKey: ['bench'] })
}

function openClient(link: StationLink): StationClient {
  const connection = link.connection()
  if (connection.kind !== 'open') throw new Error('the bench is not connected')
  return connection.client
}

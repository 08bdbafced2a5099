import type { ClientContext, ClientLink } from '@orpc/client'
import type { Result } from '#contract/result.ts'

/** One live connection to the station host. */
export type Channel = {
  link: ClientLink<ClientContext>
  /** Settles once, when the connection is gone for whatever reason. */
  closed: Promise<void>
  close: () => void
}

/** `refused`: the host knows us and says no; `unreachable`: nobody answered. */
export type ChannelTrouble = 'refused' | 'unreachable'

export type OpenChannel = () => Promise<Result<Channel, ChannelTrouble>>

/** How long a host may take to let a screen in. */
export const OPEN_TIMEOUT_MS = 5000

import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { stationContract } from '#contract/rpc/station-contract.ts'
import { LOCAL_TOKEN, type ProcessBench } from './bench-floor.ts'

export type StationRpc = {
  client: ContractRouterClient<typeof stationContract>
  close(): void
}

/** What a screen of this bench could call, over the socket that screens use. */
export async function stationRpc(bench: ProcessBench): Promise<StationRpc> {
  const socket = new WebSocket(`${bench.url.replace('http', 'ws')}/rpc`, { origin: bench.url })
  await once(socket, 'open')
  socket.send(JSON.stringify({ token: LOCAL_TOKEN }))
  await once(socket, 'message')
  // The library wants the browser's socket, of which it uses what this one has as well.
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })
  return { client: createORPCClient(link), close: () => socket.close() }
}

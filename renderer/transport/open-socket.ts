import { RPCLink } from '@orpc/client/websocket'
import { z } from 'zod'
import { fail, ok } from '#contract/result.ts'
import { OPEN_TIMEOUT_MS, type OpenChannel } from './channel.ts'

/** Close codes with which a host says that the token is wrong: policy violation, and our own 401. */
const REFUSED_CLOSE_CODES = [1008, 4401, 4403]

const Welcome = z.object({ ok: z.boolean() })

type Answer = 'welcome' | 'refused' | 'unreachable'

/**
 * Opens a WebSocket to the host. The token is the first message, never part of the address; oRPC
 * messages start only after the host has answered `{"ok":true}`.
 */
export function openSocket({ url, token }: { url: string; token: string | null }): OpenChannel {
  return async () => {
    if (token === null) return fail('refused')
    const socket = new WebSocket(url)
    const closed = new Promise<void>((resolve) =>
      socket.addEventListener('close', () => resolve(), { once: true }),
    )
    const answer = await knock(socket, token)
    if (answer !== 'welcome') {
      socket.close()
      return fail(answer)
    }
    return ok({ link: new RPCLink({ websocket: socket }), closed, close: () => socket.close() })
  }
}

function knock(socket: WebSocket, token: string): Promise<Answer> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('unreachable'), OPEN_TIMEOUT_MS)
    const settle = (answer: Answer) => {
      clearTimeout(timer)
      resolve(answer)
    }
    socket.addEventListener('open', () => socket.send(JSON.stringify({ token })), { once: true })
    socket.addEventListener('message', (event) => settle(readWelcome(event.data)), { once: true })
    socket.addEventListener(
      'close',
      (event) => settle(REFUSED_CLOSE_CODES.includes(event.code) ? 'refused' : 'unreachable'),
      { once: true },
    )
  })
}

function readWelcome(data: unknown): Answer {
  try {
    const welcome = Welcome.safeParse(JSON.parse(String(data)))
    if (!welcome.success) return 'unreachable'
    return welcome.data.ok ? 'welcome' : 'refused'
  } catch {
    return 'unreachable'
  }
}

import { createServer, type Server } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import type { AddressInfo } from 'node:net'
import { EventPublisher } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { FirstRunView } from '#contract/rpc/first-run-view.ts'
import type { PracticeView } from '#contract/rpc/practice-view.ts'
import { CSP_NONCE_PLACEHOLDER, pagePolicy } from '#contract/rpc/page-policy.ts'
import { sampleView, type SampleName } from './sample-views.ts'
import { type Desk, stubRouter } from './stub-router.ts'

const CLOSE_POLICY = 1008

/** Only a stand-in on loopback gets by with one nonce for all its answers. */
const NONCE = 'c3R1Yi1ob3N0LW5vbmNlLXN0dWI='

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wav': 'audio/wav',
}

export type StubHost = {
  url: string
  token: string
  /** Shows a state; open screens look again. */
  show(name: SampleName, changes?: Partial<BenchView>): void
  /** Shows a bench that belongs to no office yet, or with null one that does. */
  showFirstRun(view: FirstRunView | null): void
  /** Puts the frame of practice around the bench, or with null takes it away. */
  showPractice(view: PracticeView | null): void
  /** Scans a badge; false when no screen waits for one. */
  scanBadge(badge: string): boolean
  /** Cuts every screen off, or lets them in again. */
  setReachable(isReachable: boolean): void
  /** Commands, reasons and scans that screens sent, oldest first. */
  readonly pressed: readonly string[]
  close(): Promise<void>
}

/** `now` stands still where pictures must not change from one run to the next. */
export type StubOptions = { pages: string; port?: number; now?: () => number }

/** A station host with nothing behind it: the built pages, and fixed views over the real contract. */
export async function startStubHost(options: StubOptions): Promise<StubHost> {
  const token = 'stub-token'
  let current: { name: SampleName; changes: Partial<BenchView> } = {
    name: 'signed-out',
    changes: {},
  }
  const now = options.now ?? Date.now
  let isReachable = true
  let firstRun: FirstRunView | null = null
  let practice: PracticeView | null = null
  const badges = badgeDesk()
  const desk: Desk = {
    view: () => ({
      ...sampleView(current.name, now()),
      ...current.changes,
      isPractice: practice !== null,
    }),
    sample: () => current.name,
    firstRun: () => firstRun,
    practice: () => practice,
    nextBadge: badges.next,
    pressed: [],
    topics: new EventPublisher(),
  }
  const handler = new RPCHandler(stubRouter(desk))
  const server = createServer((request, response) => {
    void answerPage(options.pages, request.url ?? '/').then(({ status, headers, body }) => {
      response.writeHead(status, headers).end(body)
    })
  })
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    if (!isReachable) {
      socket.destroy()
      return
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      letIn(opened, token, () => void handler.upgrade(opened))
    })
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    pressed: desk.pressed,
    show: (name, changes = {}) => {
      current = { name, changes }
      for (const topic of ['bench', 'scale', 'queue', 'print-jobs'] as const) {
        desk.topics.publish('changed', topic)
      }
    },
    showFirstRun: (view) => {
      firstRun = view
      desk.topics.publish('changed', 'first-run')
    },
    showPractice: (view) => {
      practice = view
      desk.topics.publish('changed', 'bench')
    },
    scanBadge: badges.scan,
    setReachable: (next) => {
      isReachable = next
      if (!next) for (const socket of sockets.clients) socket.terminate()
    },
    close: () => closeAll(server, sockets),
  }
}

/** One waiting screen at a time, as at a real bench. */
function badgeDesk() {
  let take: ((badge: string | null) => void) | null = null
  return {
    next: (signal: AbortSignal | undefined) =>
      new Promise<string | null>((resolve) => {
        take = resolve
        signal?.addEventListener('abort', () => resolve(null))
      }),
    scan: (badge: string) => {
      if (take === null) return false
      take(badge)
      take = null
      return true
    },
  }
}

function letIn(socket: WebSocket, token: string, onAdmitted: () => void): void {
  socket.once('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString())
    if ((message as { token?: unknown }).token !== token) {
      socket.close(CLOSE_POLICY, 'wrong token')
      return
    }
    onAdmitted()
    socket.send(JSON.stringify({ ok: true }))
  })
}

type Page = { status: number; headers: Record<string, string>; body: string | Buffer }

async function answerPage(folder: string, url: string): Promise<Page> {
  const path = normalize(new URL(url, 'http://stub').pathname)
  const file = join(folder, path === '/' ? 'index.html' : path)
  const type = TYPES[extname(file)] ?? 'application/octet-stream'
  const headers = {
    'content-type': type,
    'content-security-policy': pagePolicy({ nonce: NONCE, connect: [] }),
  }
  try {
    const bytes = await readFile(file)
    const isPage = type.startsWith('text/html')
    const body = isPage ? bytes.toString().replaceAll(CSP_NONCE_PLACEHOLDER, NONCE) : bytes
    return { status: 200, headers, body }
  } catch {
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not here' }
  }
}

async function closeAll(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate()
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}

import { createServer, type Server } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import type { AddressInfo } from 'node:net'
import { EventPublisher, implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import type { BenchView, Topic } from '#contract/rpc/bench-view.ts'
import { stationContract } from '#contract/rpc/station-contract.ts'
import { CSP_NONCE_PLACEHOLDER, pagePolicy } from '#contract/rpc/page-policy.ts'
import { sampleLabel } from './sample-floor.ts'
import { sampleJobs, sampleQueue, sampleView, type SampleName } from './sample-views.ts'

const CLOSE_POLICY = 1008

/** Only a stand-in on loopback gets by with one nonce for all its answers. */
const NONCE = 'c3R1Yi1ob3N0LW5vbmNlLXN0dWI='

const NOTHING_MADE = {
  made: 0,
  waiting: 0,
  accepted: 0,
  excepted: 0,
  refusedOpen: 0,
  refusedClosed: 0,
  accountedFor: 0,
  isComplete: true,
}

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
  /** Cuts every screen off, or lets them in again. */
  setReachable(isReachable: boolean): void
  /** Commands, reasons and scans that screens sent, oldest first. */
  readonly pressed: readonly string[]
  close(): Promise<void>
}

type Desk = {
  view: () => BenchView
  pressed: string[]
  topics: EventPublisher<{ changed: Topic }>
}

/** A station host with nothing behind it: the built pages, and fixed views over the real contract. */
export async function startStubHost(options: { pages: string; port?: number }): Promise<StubHost> {
  const token = 'stub-token'
  let current: { name: SampleName; changes: Partial<BenchView> } = {
    name: 'signed-out',
    changes: {},
  }
  let isReachable = true
  const desk: Desk = {
    view: () => ({ ...sampleView(current.name, Date.now()), ...current.changes }),
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
      for (const topic of ['bench', 'scale', 'print-jobs'] as const) {
        desk.topics.publish('changed', topic)
      }
    },
    setReachable: (next) => {
      isReachable = next
      if (!next) for (const socket of sockets.clients) socket.terminate()
    },
    close: () => closeAll(server, sockets),
  }
}

function stubRouter(desk: Desk) {
  const os = implement(stationContract)
  const press = (what: string) => {
    desk.pressed.push(what)
    return { accepted: true }
  }
  return os.router({
    bench: os.bench.handler(() => desk.view()),
    scale: os.scale.handler(() => desk.view().scale),
    scan: os.scan.handler(({ input }) => press(`scan ${input.text}`)),
    command: os.command.handler(({ input }) => press(`command ${input.name}`)),
    reason: os.reason.handler(({ input }) => press(`reason ${input.name}`)),
    answerPin: os.answerPin.handler(({ input }) => press(`pin ${input.digits}`)),
    queue: os.queue.handler(() => sampleQueue()),
    account: os.account.handler(() => ({ shift: null, today: NOTHING_MADE })),
    refusals: os.refusals.handler(() => []),
    closeRefusal: os.closeRefusal.handler(({ input }) => {
      press(`close refusal ${input.seq} ${input.how}`)
      return { accepted: true, byActionId: null }
    }),
    exportLog: os.exportLog.handler(() => {
      press('export log')
      const none = { fromSeq: 1, throughSeq: 0, actions: 0, left: 0, damagedAfter: null }
      return { name: 'loadline-stub-1-0.loadlog', base64: '', ...none }
    }),
    printJobs: os.printJobs.handler(() => sampleJobs()),
    label: os.label.handler(() => ({ document: sampleLabel() })),
    codes: os.codes.handler(() => []),
    watch: os.watch.handler(async function* watch({ signal }) {
      for await (const topic of desk.topics.subscribe('changed', signal ? { signal } : {})) {
        yield { topic }
      }
    }),
  })
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

import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { Chance } from '../simulation/chance.ts'

/**
 * What the network between benches and offices is like. `stormy` draws a fate for each connection, the
 * others treat all of them alike, those that are open too.
 */
export type Weather =
  'fair' | 'stormy' | 'black-hole' | 'answers-lost' | 'requests-lost' | 'captive'

export type Fate =
  | 'good'
  | 'cut-request'
  | 'cut-answer'
  | 'truncate'
  | 'delay'
  | 'black-hole'
  | 'answers-lost'
  | 'requests-lost'
  | 'captive'

/** Partitions, more than anything else, leave queues stuck in real systems. */
const STORM: Record<Fate, number> = {
  good: 20,
  'cut-request': 12,
  'cut-answer': 14,
  truncate: 8,
  delay: 12,
  'black-hole': 12,
  'answers-lost': 10,
  'requests-lost': 6,
  captive: 6,
}

const IN_WEATHER: Record<Exclude<Weather, 'stormy'>, Fate> = {
  fair: 'good',
  'black-hole': 'black-hole',
  'answers-lost': 'answers-lost',
  'requests-lost': 'requests-lost',
  captive: 'captive',
}

/** Bytes after which a connection with a fate meets it: within the first few requests. */
const BYTES_UNTIL_CUT_MAX = 4_000

/** In a storm even a good connection does not last. */
const BYTES_OF_GOOD_MAX = 60_000

const DELAY_MS_MAX = 400

const PORTAL = '<!doctype html><title>Welcome to our Wi-Fi</title><form>Accept the terms</form>'
const PORTAL_ANSWER = `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${PORTAL.length}\r\nconnection: close\r\n\r\n${PORTAL}`

/** One address before several offices, and all that can go wrong on the way to it. */
export type FaultyProxy = {
  url: string
  /** How often each fate has befallen a connection. */
  befallen: ReadonlyMap<Fate, number>
  /** Connections made and ended so far: how much of the weather was met. */
  meetings(): number
  /** Where connections go, in turn; one that refuses is passed over. */
  setTargets(urls: readonly string[]): void
  setWeather(weather: Weather): void
  /** Nothing comes back on what is open now, no end either; new connections are as the weather is. */
  muteConnections(): void
  /** Ends every connection, so that the next calls make new ones. */
  endConnections(): void
  close(): void
}

type Line = { near: Socket; far: Socket | null; fate: Fate; bytesLeft: number }

export async function startFaultyProxy(options: {
  chance: Chance
  targets: readonly string[]
}): Promise<FaultyProxy> {
  const { chance } = options
  let { targets } = options
  let weather: Weather = 'fair'
  let turns = 0
  let meetings = 0
  const lines = new Set<Line>()
  const befallen = new Map<Fate, number>()

  function begin(line: Line, fate: Fate): void {
    befallen.set(fate, (befallen.get(fate) ?? 0) + 1)
    const most = fate === 'good' || fate === 'delay' ? BYTES_OF_GOOD_MAX : BYTES_UNTIL_CUT_MAX
    line.fate = fate
    line.bytesLeft = weather === 'stormy' ? chance.between(1, most) : Number.POSITIVE_INFINITY
  }

  async function accept(near: Socket): Promise<void> {
    const line: Line = { near, far: null, fate: 'good', bytesLeft: 0 }
    begin(line, weather === 'stormy' ? chance.weighted(STORM) : IN_WEATHER[weather])
    lines.add(line)
    meetings += 1
    near.once('close', () => {
      meetings += 1
      if (line.far === null || line.far.destroyed) lines.delete(line)
      // Who gives up in a partition is not heard of: what was sent is still on its way.
      else if (!isSilent(line)) line.far.end()
    })
    // Either side may vanish at any time; that is what this is for.
    near.on('error', () => near.destroy())
    if (line.fate === 'captive') return answerAsPortal(near)
    near.pause()
    turns += 1
    line.far = await firstThatAnswers(targets, turns)
    if (line.far === null || near.destroyed) {
      line.far?.destroy()
      near.destroy()
      return
    }
    line.far.once('close', () => lines.delete(line))
    join(line, chance)
    near.resume()
  }

  const server = createServer((near) => void accept(near))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    befallen,
    meetings: () => meetings,
    setTargets: (urls) => {
      targets = urls
    },
    setWeather: (next) => {
      weather = next
      for (const line of lines) {
        if (line.near.destroyed || isUsualIn(next, line)) continue
        // What is open stays open in a partition; every other change of the weather ends it.
        if (next === 'stormy' || !isSilent({ fate: IN_WEATHER[next] })) line.near.resetAndDestroy()
        else begin(line, IN_WEATHER[next])
      }
    },
    muteConnections: () => {
      for (const line of lines) begin(line, 'answers-lost')
    },
    endConnections: () => lines.forEach(({ near }) => near.resetAndDestroy()),
    close: () => {
      server.close()
      lines.forEach(({ near, far }) => [near, far].forEach((socket) => socket?.destroy()))
    },
  }
}

function isUsualIn(weather: Weather, { fate }: Line): boolean {
  return weather === 'stormy' ? fate === 'good' : IN_WEATHER[weather] === fate
}

/** Carries bytes both ways, each chunk subject to the fate the line has at that moment. */
function join(line: Line, chance: Chance): void {
  const { near, far } = line
  if (far === null) return
  far.on('error', () => near.destroy())
  far.once('close', () => {
    if (!isSilent(line)) near.end()
  })
  carry(line, { from: near, to: far, isRequest: true, chance })
  carry(line, { from: far, to: near, isRequest: false, chance })
}

type Way = { from: Socket; to: Socket; isRequest: boolean; chance: Chance }

function carry(line: Line, { from, to, isRequest, chance }: Way): void {
  // One after the other: a delayed chunk must not be overtaken.
  let last = Promise.resolve()
  from.on('data', (chunk: Buffer) => {
    if (isSwallowed(line.fate, isRequest)) return
    if (line.fate === 'delay') {
      const ms = chance.between(1, DELAY_MS_MAX)
      last = last.then(() => new Promise((resolve) => setTimeout(resolve, ms)))
    }
    last = last.then(() => pass(line, to, chunk, isRequest))
  })
  from.once('end', () => {
    last = last.then(() => {
      if (!isSilent(line)) to.end()
    })
  })
}

function pass(line: Line, to: Socket, chunk: Buffer, isRequest: boolean): void {
  if (to.destroyed) return
  const isCut = isEndedBy(line.fate, isRequest) && chunk.length >= line.bytesLeft
  if (!isCut) {
    line.bytesLeft -= isEndedBy(line.fate, isRequest) ? chunk.length : 0
    to.write(chunk)
    return
  }
  // The part before the cut arrives: half a request at the office, half an answer at the bench.
  to.write(chunk.subarray(0, Math.max(0, Math.floor(line.bytesLeft))), () => {
    if (line.fate === 'truncate') line.near.end()
    else line.near.resetAndDestroy()
    line.far?.destroy()
  })
}

function isEndedBy(fate: Fate, isRequest: boolean): boolean {
  if (fate === 'cut-request') return isRequest
  return fate !== 'black-hole'
}

function isSwallowed(fate: Fate, isRequest: boolean): boolean {
  if (fate === 'black-hole') return true
  return fate === (isRequest ? 'requests-lost' : 'answers-lost')
}

/** Nobody hears of an end either, where nothing comes through. */
function isSilent({ fate }: Pick<Line, 'fate'>): boolean {
  return fate === 'black-hole' || fate === 'answers-lost' || fate === 'requests-lost'
}

function answerAsPortal(near: Socket): void {
  near.once('data', () => near.end(PORTAL_ANSWER))
}

async function firstThatAnswers(targets: readonly string[], turn: number): Promise<Socket | null> {
  for (let n = 0; n < targets.length; n += 1) {
    const { port, hostname } = new URL(targets[(turn + n) % targets.length] ?? '')
    const socket = connect(Number(port), hostname)
    try {
      await once(socket, 'connect')
      return socket
    } catch {
      socket.destroy()
    }
  }
  return null
}

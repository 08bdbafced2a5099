import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { LoggedAction } from '#contract/sync/envelope.ts'
import {
  assembleStation,
  type AttachedDevices,
  openStore,
  type StationStore,
} from '../../main/assemble-station.ts'
import type { Clock } from '../../main/clock.ts'
import type { DeviceConfig } from '../../main/devices/device-config.ts'
import type { ScaleReading } from '../../main/devices/scale/scale-reading.ts'
import { type NewId, uuidV7 } from '../../main/ids.ts'
import type { StationIdentity } from '../../main/store/identity.ts'
import { LogStore } from '../../main/store/log-store.ts'
import type { OfficeClient } from '../../main/sync/office-client.ts'
import type { WorkflowState } from '../../main/workflow/workflow-types.ts'
import type { Chance } from './chance.ts'
import type { World } from './world.ts'

/** Where the next write of the log breaks: in its transaction, or just after the commit. */
export type LogBreak = 'inside' | 'after-commit'

export type SimStationParts = {
  world: World
  chance: Chance
  /** Holds one folder per life of the station. */
  folder: string
  name: string
  identity: StationIdentity
  office: OfficeClient
  skewMs: number
  /** Serials of its range that were used before the story begins. */
  serialsUsed: number
  /** For simulations that must fail: another log. */
  openLog?: (folder: string) => LogStore
}

const PRINTERS: DeviceConfig['printers'] = [
  {
    id: 'p1',
    language: 'zpl',
    link: 'tcp://127.0.0.1:9100',
    dpi: 203,
    widthMm: 102,
    heightMm: 152,
    status: 'none',
  },
]

const PRINT_OUTCOMES = { printed: 84, sent: 8, unknown: 5, held: 3 } as const

class LogBroken extends Error {}

/** A log that can be made to break. */
class BreakableLog extends LogStore {
  #broken: LogBreak | null = null
  #writesBefore = 0

  break(how: LogBreak | null, writesBefore: number): void {
    this.#broken = how
    this.#writesBefore = writesBefore
  }

  override transaction<T>(work: () => T): T {
    const how = this.#broken
    if (how === null || this.#writesBefore > 0) {
      this.#writesBefore -= 1
      return super.transaction(work)
    }
    this.#broken = null
    if (how === 'after-commit') {
      super.transaction(work)
      throw new LogBroken('killed after the commit')
    }
    return super.transaction(() => {
      work()
      throw new LogBroken('broken inside the transaction')
    })
  }
}

/** One bench: the real host, with hands, a scale and a printer that chance moves. */
export class SimStation {
  readonly name: string
  readonly identity: StationIdentity
  readonly chance: Chance
  /** What the operator was told is recorded, in order: the promise that I1 is about. */
  readonly promised: LoggedAction[] = []
  /** The code that hands reach for next where there is a choice; null leaves it to chance. */
  wanted: string | null = null
  readonly #parts: SimStationParts
  readonly #clock: Clock
  readonly #newId: NewId
  #life = 0
  #skewMs: number
  /** What fell due while the bench was suspended; null while it is awake. */
  #asleep: (() => void)[] | null = null
  #fellAsleepAt = 0
  #sleptMs = 0
  #store: StationStore
  #floor: ReturnType<typeof assembleStation>
  #reading: ScaleReading | null = null

  constructor(parts: SimStationParts) {
    const { clock } = parts.world
    this.#parts = parts
    this.name = parts.name
    this.identity = parts.identity
    this.chance = parts.chance
    this.#skewMs = parts.skewMs
    this.#clock = {
      now: () => clock.now() + this.#skewMs,
      // As Node's: it stands still while the machine is suspended.
      monotonicMs: () => clock.monotonicMs() - this.#sleptMs,
      after: (ms, run) => this.#after(ms, run),
    }
    this.#newId = uuidV7(this.#clock, (bytes) => bytes.set(parts.chance.bytes(bytes.length)))
    mkdirSync(this.#folder, { recursive: true })
    const opened = this.#open()
    this.#store = opened.store
    this.#floor = opened.floor
    this.#useSerials(parts.serialsUsed)
  }

  get floor() {
    return this.#floor.view
  }

  get log(): LogStore {
    return this.#store.log
  }

  get state(): WorkflowState {
    return this.#floor.view.submit.state
  }

  /** What the bench takes for the office's time. */
  get now(): string {
    return new Date(this.#clock.now() + this.floor.sync.status.clockOffsetMs).toISOString()
  }

  get isAsleep(): boolean {
    return this.#asleep !== null
  }

  start(): void {
    this.#floor.start()
  }

  /** The lid is closed: nothing of it runs until `resume`, and its connections break. */
  suspend(cut: () => void): void {
    if (this.#asleep !== null) return
    this.#asleep = []
    this.#fellAsleepAt = this.#parts.world.clock.monotonicMs()
    cut()
  }

  resume(): void {
    const due = this.#asleep
    if (due === null) return
    this.#asleep = null
    this.#sleptMs += this.#parts.world.clock.monotonicMs() - this.#fellAsleepAt
    for (const run of due) run()
  }

  /** An action that a buggy bench records past its own rules; null when it could not even be written. */
  record(type: string, payload: unknown, operatorId = this.state.operatorId): LoggedAction | null {
    const { sync, view } = this.floor
    const occurredAt = new Date(this.#clock.now()).toISOString()
    const envelope = { type, v: 1, operatorId, occurredAt, baseHead: sync.state.knownHead, payload }
    const entry = { id: this.#newId(), body: JSON.stringify(envelope) }
    const logged = this.#appended(entry)
    if (logged === null) return null
    view.applyCommitted([logged], [])
    view.replay()
    this.#promise(this.log.lastSeq)
    sync.wakePush()
    return logged
  }

  /** A scan. What the bench then says is recorded, is promised. */
  scan(text: string): void {
    const done = this.floor.bench.takeScan({ scannerId: 's1', text })
    const { alert } = this.state
    const became = done === null ? 'not-recorded' : done.became
    this.#parts.world.tell(`${this.name} scans ${text}: ${became} ${alert?.reason ?? ''}`)
    if (done !== null) this.#promise(done.lastSeq)
  }

  /** Goods come to rest on the scale; two equal readings are a weight. */
  weigh(grams: number): void {
    const raw = `S S ${grams} g`
    this.#reading = { at: this.#clock.now(), kind: 'stable', grams, unit: 'g', raw }
    this.#parts.world.tell(`${this.name} weighs ${grams}`)
    this.floor.bench.takeReading(this.#reading)
    this.floor.bench.takeReading(this.#reading)
    this.#promise(this.log.lastSeq)
  }

  clearScale(): void {
    this.#reading = null
  }

  /** Somebody, or something, sets the bench's clock. */
  setSkew(ms: number): void {
    this.#parts.world.tell(`the clock of ${this.name} is off by ${ms}`)
    this.#skewMs = ms
  }

  /** A write of the log breaks: the next, or one after some that go well. Null takes that back. */
  breakLog(how: LogBreak | null, writesBefore = 0): void {
    const { log } = this.#store
    if (log instanceof BreakableLog) log.break(how, writesBefore)
  }

  /** Ends as by kill -9 and starts again from what is on the disk, with or without its cache. */
  async kill(cut: () => void, options: { losesCache: boolean }): Promise<void> {
    const { world } = this.#parts
    this.breakLog(null)
    const before = this.#folder
    this.#life += 1
    const isKept = (path: string) => !(options.losesCache && basename(path).startsWith('cache.db'))
    cpSync(before, this.#folder, { recursive: true, filter: isKept })
    const closing = this.#floor.close()
    cut()
    await closing
    this.#store.close()
    rmSync(before, { recursive: true, force: true })
    const without = options.losesCache ? ' and no cache' : ''
    world.tell(`${this.name} starts again with ${this.promised.length} promised${without}`)
    const opened = this.#open()
    this.#store = opened.store
    this.#floor = opened.floor
    this.#reading = null
    this.start()
  }

  async close(cut: () => void): Promise<void> {
    const closing = this.#floor.close()
    cut()
    await closing
    this.#store.close()
  }

  #after(ms: number, run: () => void): () => void {
    let isWanted = true
    // Whole milliseconds, as timers have: sums of fractions would miss each other.
    const cancel = this.#parts.world.clock.after(Math.ceil(ms), () => {
      const wanted = () => {
        if (isWanted) run()
      }
      if (this.#asleep === null) wanted()
      else this.#asleep.push(wanted)
    })
    return () => {
      isWanted = false
      cancel()
    }
  }

  #appended(entry: { id: string; body: string }): LoggedAction | null {
    try {
      return this.log.transaction(() => this.log.append(entry))
    } catch (error) {
      if (error instanceof LogBroken) return null
      throw error
    }
  }

  /** So that ranges run low within a story (NUM-1). */
  #useSerials(count: number): void {
    if (count === 0) return
    const lastSerial = this.identity.numberRange.from + count - 1
    this.#store.log.transaction(() => this.#store.log.setMeta('lastSerial', String(lastSerial)))
    this.#store.numbers.restore(String(lastSerial))
  }

  get #folder(): string {
    return join(this.#parts.folder, `${this.name}-${this.#life}`)
  }

  #promise(lastSeq: number): void {
    const from = this.promised.length + 1
    if (lastSeq >= from) this.promised.push(...this.log.actionsFrom(from, lastSeq - from + 1))
    const missing = lastSeq - this.promised.length
    if (missing > 0) {
      this.#parts.world.blame('lost', 'I1', `${this.name} promised ${missing} that its log lacks`)
    }
  }

  #open() {
    const { identity, office, world, chance, openLog } = this.#parts
    const dataFolder = this.#folder
    const config = {
      dataFolder,
      identity,
      printers: PRINTERS,
      appVersion: '0.0.0-sim',
      isDemo: false,
    }
    const parts = {
      clock: this.#clock,
      newId: this.#newId,
      random: () => chance.next(),
      office,
      onTrouble: (text: string) => world.tell(`${this.name} trouble: ${text}`),
    }
    const log = openLog === undefined ? new BreakableLog(dataFolder) : openLog(dataFolder)
    const store = openStore(log, config, parts)
    return { store, floor: assembleStation(config, parts, store, () => this.#devices()) }
  }

  #devices(): AttachedDevices {
    const { chance } = this.#parts
    const reading = () => this.#reading
    return {
      list: () => [],
      hasScale: true,
      get reading() {
        return reading()
      },
      scaleDivisionGrams: 5,
      print: () => Promise.resolve({ outcome: chance.weighted(PRINT_OUTCOMES), detail: '' }),
      feedback: () => Promise.resolve(true),
      close: () => Promise.resolve(),
    }
  }
}

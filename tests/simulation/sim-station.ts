import Database from 'better-sqlite3'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { LoggedAction } from '#contract/sync/envelope.ts'
import { assembleStation, openStore, type StationStore } from '../../main/assemble-station.ts'
import type { ScaleReading } from '../../main/devices/scale/scale-reading.ts'
import { type NewId, uuidV7 } from '../../main/ids.ts'
import { readIdentity, saveIdentity, type StationIdentity } from '../../main/store/identity.ts'
import type { LogStore } from '../../main/store/log-store.ts'
import { openOwnLog } from '../../main/store/own-log.ts'
import { lockDataFolder } from '../../main/store/single-instance.ts'
import type { OfficeClient } from '../../main/sync/office-client.ts'
import type { WorkflowState } from '../../main/workflow/workflow-types.ts'
import { BreakableLog, type LogBreak, LogBroken } from './breakable-log.ts'
import type { Chance } from './chance.ts'
import type { Whose } from './hands.ts'
import { SimClock } from './sim-clock.ts'
import { SIM_PRINTERS, simDevices } from './sim-devices.ts'
import { copyDisk } from './station-disk.ts'
import type { World } from './world.ts'

/** How a bench is switched off. */
export type Ending = 'killed' | 'closed'

export type SimStationParts = {
  world: World
  chance: Chance
  /** Holds one folder per life of the station. */
  folder: string
  name: string
  /** Who it is when its disk does not say. */
  identity: StationIdentity
  /** The office as a station of that name and token sees it. */
  connect: (identity: StationIdentity) => OfficeClient
  skewMs: number
  hasPrinter: boolean
  /** Serials of its range that were used before the story begins. */
  serialsUsed: number
  /** A disk to begin with, as of a bench that was copied. */
  image?: string
  /** For simulations that must fail: another log. */
  openLog?: (folder: string) => LogStore
}

/** Bytes free on a disk that has room, and on one that has not (LOG-5). */
const FREE_BYTES = { plenty: 50_000_000_000, none: 100_000_000 } as const

/** Pages that a full disk still has room for. */
const NO_PAGES_MAX = 4_294_967_294

/** One bench: the real host, with hands, a scale and a printer that chance moves. */
export class SimStation {
  readonly name: string
  readonly chance: Chance
  /** What the operator was told is recorded, in the order of the log as it is now: the promise of I1. */
  promised: LoggedAction[] = []
  /** The host has asked to be started again, which sets its log aside. */
  isRestartDue = false
  /** Its log was made of another, or put back: the office may hear of an action twice. */
  mayRepeat = false
  isDiskFullAtStart = false
  /** Free bytes on its disk. */
  room: keyof typeof FREE_BYTES = 'plenty'
  /** The code that hands reach for next where there is a choice; null leaves it to chance. */
  wanted: string | null = null
  readonly #parts: SimStationParts
  readonly #clock: SimClock
  readonly #newId: NewId
  #life = 0
  #branches = 0
  #identity: StationIdentity
  #client: { token: string; office: OfficeClient } | null = null
  #lock: { release(): void } | null = null
  /** What stands in its log, as far as anyone has looked. */
  #noted: LoggedAction[] = []
  #store: StationStore
  #floor: ReturnType<typeof assembleStation>
  #reading: ScaleReading | null = null

  constructor(parts: SimStationParts) {
    const { clock } = parts.world
    this.#parts = parts
    this.name = parts.name
    this.#identity = parts.identity
    this.chance = parts.chance
    this.#clock = new SimClock(clock, parts.skewMs)
    this.#newId = uuidV7(this.#clock, (bytes) => bytes.set(parts.chance.bytes(bytes.length)))
    if (parts.image === undefined) mkdirSync(this.disk, { recursive: true })
    else copyDisk(parts.image, this.disk)
    this.mayRepeat = parts.image !== undefined
    if (readIdentity(this.disk) === null) saveIdentity(this.disk, parts.identity)
    const opened = this.#open()
    this.#store = opened.store
    this.#floor = opened.floor
    this.#useSerials(parts.serialsUsed)
  }

  get floor() {
    return this.#floor.view
  }

  get identity(): StationIdentity {
    return this.#identity
  }

  get isOff(): boolean {
    return this.#lock === null
  }

  /** The folder that it works on, or has worked on last. */
  get disk(): string {
    return join(this.#parts.folder, `${this.name}-${this.#life}`)
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

  /** Everything that stood in its log when it was last switched on, off or asked. */
  get noted(): readonly LoggedAction[] {
    return this.#noted
  }

  get isAsleep(): boolean {
    return this.#clock.isAsleep
  }

  start(): void {
    this.#floor.start()
  }

  /** The lid is closed: nothing of it runs until `resume`, and its connections break. */
  suspend(cut: () => void): void {
    if (this.#clock.isAsleep) return
    this.#clock.suspend()
    cut()
  }

  resume(): void {
    this.#clock.resume()
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

  /** The goods are taken off: the scale says nothing lies there, and is not looked at any more. */
  clearScale(): void {
    if (this.#reading === null) return
    this.#reading = null
    const nothing = { kind: 'stable', grams: 0, unit: 'g', raw: 'S S 0 g' } as const
    this.floor.bench.takeReading({ at: this.#clock.now(), ...nothing })
  }

  /** Somebody, or something, sets the bench's clock. */
  setSkew(ms: number): void {
    this.#parts.world.tell(`the clock of ${this.name} is off by ${ms}`)
    this.#clock.skewMs = ms
  }

  /** A write of the log breaks: the next, or one after some that go well. Null takes that back. */
  breakLog(how: LogBreak | null, writesBefore = 0): void {
    const { log } = this.#store
    if (log instanceof BreakableLog) log.break(how, writesBefore)
  }

  /** The log's file can grow no more, or can again. */
  setDiskFull(isFull: boolean): void {
    const { db } = this.log
    const pages = Number(db.pragma('page_count', { simple: true }))
    db.pragma(`max_page_count = ${isFull ? pages : NO_PAGES_MAX}`)
  }

  /** Ends as by kill -9 and starts again from what is on the disk, with or without its cache. */
  async kill(cut: () => void, options: { losesCache: boolean }): Promise<void> {
    await this.turnOff(
      cut,
      'killed',
      (name) => !(options.losesCache && name.startsWith('cache.db')),
    )
    const without = options.losesCache ? ' and no cache' : ''
    const promised = `${this.promised.length} promised${without}`
    this.#parts.world.tell(`${this.name} starts again with ${promised}`)
    this.turnOn()
  }

  /** Stays off until it is turned on; until then its disk is anybody's. */
  async turnOff(cut: () => void, how: Ending, isKept?: (name: string) => boolean): Promise<void> {
    this.breakLog(null)
    this.isRestartDue = false
    this.noteRecorded()
    const before = this.disk
    this.#life += 1
    if (how === 'killed') copyDisk(before, this.disk, isKept)
    const closing = this.#floor.close()
    cut()
    await closing
    if (how === 'closed') this.noteRecorded()
    this.#store.close()
    this.#lock?.release()
    this.#lock = null
    if (how === 'closed') copyDisk(before, this.disk, isKept)
    rmSync(before, { recursive: true, force: true })
  }

  /** Throws what a start throws; the bench is off then as before. */
  turnOn(): void {
    const opened = this.#open()
    this.#store = opened.store
    this.#floor = opened.floor
    this.#reading = null
    this.start()
  }

  /** Its disk is another one from here on, which counts on from an earlier place. */
  branchOff(): void {
    this.#branches += 1
    this.mayRepeat = true
    this.#forgetLog()
  }

  /** What stands in the log was recorded by these hands, unless it is known whose it is. */
  noteRecorded(): void {
    if (this.isOff) return
    const rows = this.log.actionsFrom(this.#noted.length + 1, Number.MAX_SAFE_INTEGER)
    this.#parts.world.hands.note(this.#whose, rows)
    this.#noted.push(...rows)
  }

  async close(cut: () => void): Promise<void> {
    if (!this.isOff) await this.turnOff(cut, 'killed', () => false)
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

  #promise(lastSeq: number): void {
    const from = this.promised.length + 1
    const rows = lastSeq < from ? [] : this.log.actionsFrom(from, lastSeq - from + 1)
    this.promised.push(...rows)
    this.#parts.world.hands.note(this.#whose, rows)
    const missing = lastSeq - this.promised.length
    if (missing > 0) {
      this.#parts.world.blame('lost', 'I1', `${this.name} promised ${missing} that its log lacks`)
    }
  }

  get #whose(): Whose {
    const branch = `${this.name}/${this.#branches}`
    return { name: this.name, incarnation: this.#identity.incarnation, branch }
  }

  get #office(): OfficeClient {
    const { token } = this.#identity
    if (this.#client?.token !== token) {
      this.#client = { token, office: this.#parts.connect(this.#identity) }
    }
    return this.#client.office
  }

  /** As the product starts: the lock, then the log, which is set aside if it must be, then the rest. */
  #open() {
    const lock = lockDataFolder(this.disk)
    try {
      const opened = this.#openLocked()
      this.#lock = lock
      this.#takeLog(opened.store.log)
      return opened
    } catch (error) {
      lock.release()
      throw error
    }
  }

  #openLocked() {
    const { world, chance } = this.#parts
    const dataFolder = this.disk
    const onTrouble = (text: string) => world.tell(`${this.name} trouble: ${text}`)
    const { log, identity, salvage } = openOwnLog({
      dataFolder,
      identity: readIdentity(dataFolder) ?? this.#identity,
      nowMs: this.#clock.now(),
      onTrouble,
      openLog: (folder) => this.#openLog(folder),
      incarnation: () => Buffer.from(chance.bytes(16)).toString('hex'),
    })
    this.#noteLife(identity)
    const config = {
      dataFolder,
      identity,
      printers: this.#parts.hasPrinter ? SIM_PRINTERS : [],
      appVersion: '0.0.0-sim',
      isDemo: false,
      salvage,
    }
    const parts = {
      clock: this.#clock,
      newId: this.#newId,
      random: () => chance.next(),
      office: this.#office,
      onTrouble,
      freeBytes: () => FREE_BYTES[this.room],
      restart: () => {
        this.isRestartDue = true
      },
    }
    const store = openStore(log, config, parts)
    return {
      store,
      floor: assembleStation(config, parts, store, () => simDevices(chance, () => this.#reading)),
    }
  }

  #openLog(folder: string): LogStore {
    if (this.isDiskFullAtStart) {
      throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL')
    }
    const { openLog = (path: string) => new BreakableLog(path) } = this.#parts
    return openLog(folder)
  }

  #noteLife(identity: StationIdentity): void {
    const { world } = this.#parts
    const isNew = identity.incarnation !== this.#identity.incarnation
    this.#identity = identity
    if (!isNew) return
    this.mayRepeat = true
    this.#forgetLog()
    world.tell(`${this.name} begins a new log`)
    world.count('new-log')
  }

  #forgetLog(): void {
    this.#noted = []
    this.promised = []
  }

  /** What was promised is still there, and everything that the log holds now must stay in it. */
  #takeLog(log: LogStore): void {
    const rows = log.actionsFrom(1, Number.MAX_SAFE_INTEGER)
    const gone = this.promised.find(({ seq, hash }) => rows[seq - 1]?.hash !== hash)
    if (gone !== undefined) {
      const text = `${this.name} promised ${gone.seq}, which its log has lost`
      this.#parts.world.blame('lost', 'I1', text)
    }
    this.promised = rows
    this.#noted = [...rows]
    this.#parts.world.hands.note(this.#whose, rows)
  }
}

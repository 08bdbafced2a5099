import type { Chance } from '../simulation/chance.ts'
import type { DiskEvent, Recording } from './recording.ts'

/** A disk writes this much or nothing. */
export const SECTOR_BYTES = 512

/**
 * What of the unsynced reaches the disk. `prefix`: the oldest so many changes, the last of them torn at a
 * sector; `scattered`: any of them, sector by sector, so that younger ones arrive without older ones.
 */
export const FATES = ['nothing', 'everything', 'prefix', 'scattered'] as const
export type Fate = (typeof FATES)[number]

/** Stands for a folder where a name's file is asked for. */
const FOLDER = -1

type DataChange =
  { kind: 'write'; offset: number; data: Buffer } | { kind: 'truncate'; size: number }
type NameChange = { gone: string | null; name: string | null; file: number | null }

/** What waited at the cut: a set of cuts in which some of these never waited has proven little. */
export type Unsynced = { inWal: number; inDatabase: number; names: number }

/**
 * A disk with a volatile cache. Data is safe once its file was synced, and a name once its folder was; until
 * then a cut may keep or lose any of it.
 */
export class DiskModel {
  readonly #safe = new Map<number, FileBytes>()
  readonly #waiting: { file: number; change: DataChange }[] = []
  readonly #safeNames = new Map<string, number>()
  #waitingNames: NameChange[] = []
  /** Names as the running host sees them. */
  readonly #names = new Map<string, number>()

  constructor(before: Recording['before']) {
    for (const [name, bytes] of before) {
      const file = this.#safe.size
      this.#safe.set(file, new FileBytes(bytes))
      for (const path of [...foldersOf(name), name]) {
        this.#safeNames.set(path, path === name ? file : FOLDER)
        this.#names.set(path, path === name ? file : FOLDER)
      }
    }
  }

  apply(event: DiskEvent): void {
    switch (event.kind) {
      case 'create':
        this.#safe.set(event.file, new FileBytes(Buffer.alloc(0)))
        return this.#rename(null, event.name, event.file)
      case 'unlink':
        return this.#rename(event.name, null, null)
      case 'rename':
        return this.#rename(event.from, event.to, this.#names.get(event.from) ?? null)
      case 'write':
      case 'truncate':
        this.#waiting.push({ file: event.file, change: event })
        return
      case 'sync':
        return this.#sync(event.file, event.isFailed)
      case 'sync-folder':
        return this.#syncFolder(event.name)
      case 'make-folder':
        return this.#rename(null, event.name, FOLDER)
      case 'said':
        return
    }
  }

  unsynced(): Unsynced {
    const isWaiting = (ending: RegExp) =>
      [...this.#names]
        .filter(([name]) => ending.test(name))
        .reduce((sum, [, file]) => sum + this.#waiting.filter((w) => w.file === file).length, 0)
    return {
      inWal: isWaiting(/-wal$/),
      inDatabase: isWaiting(/\.db$/),
      names: this.#waitingNames.length,
    }
  }

  /** The folder as the next start finds it when power goes now. */
  cut(fate: Fate, chance: Chance): Map<string, Buffer> {
    const names = new Map(this.#safeNames)
    for (const change of survivors(this.#waitingNames, fate, chance)) applyName(names, change)
    const arrived = survivors(this.#waiting, fate, chance)
    const image = new Map<string, Buffer>()
    for (const [name, file] of names) {
      // A file whose folder did not come through is gone with it.
      if (file === FOLDER || !foldersOf(name).every((folder) => names.has(folder))) continue
      const bytes = new FileBytes(this.#safe.get(file)?.bytes() ?? Buffer.alloc(0))
      for (const waiting of arrived) {
        if (waiting.file !== file) continue
        const isLast = waiting === arrived.at(-1)
        bytes.apply(waiting.change, tear(waiting.change, fate, isLast, chance))
      }
      // Memory shared between processes is nobody's promise: after a cut it holds anything.
      const isShared = name.endsWith('-shm')
      image.set(name, isShared ? Buffer.from(chance.bytes(SECTOR_BYTES)) : bytes.bytes())
    }
    return image
  }

  /** A renaming between two folders is one change of the file system's journal: one sync saves both. */
  #syncFolder(folder: string): void {
    const isOf = ({ gone, name }: NameChange) =>
      [gone, name].some((path) => path !== null && (foldersOf(path).at(-1) ?? '') === folder)
    for (const change of this.#waitingNames.filter(isOf)) applyName(this.#safeNames, change)
    this.#waitingNames = this.#waitingNames.filter((change) => !isOf(change))
  }

  /** What a failed sync could not write the kernel forgets: no later sync tries it again. */
  #sync(file: number, isFailed: boolean): void {
    const mine = this.#waiting.filter((waiting) => waiting.file === file)
    if (!isFailed) for (const { change } of mine) this.#safe.get(file)?.apply(change, () => true)
    const others = this.#waiting.filter((waiting) => waiting.file !== file)
    this.#waiting.splice(0, this.#waiting.length, ...others)
  }

  #rename(gone: string | null, name: string | null, file: number | null): void {
    const change = { gone, name, file }
    applyName(this.#names, change)
    this.#waitingNames.push(change)
  }
}

/** The folders a path leads through, outermost first. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

function applyName(names: Map<string, number>, { gone, name, file }: NameChange): void {
  if (gone !== null) names.delete(gone)
  if (name !== null && file !== null) names.set(name, file)
}

function survivors<T>(waiting: readonly T[], fate: Fate, chance: Chance): readonly T[] {
  if (fate === 'nothing') return []
  if (fate === 'everything') return waiting
  if (fate === 'prefix') return waiting.slice(0, chance.between(0, waiting.length))
  return waiting.filter(() => chance.hit(0.5))
}

/** Whether a sector of a change arrives. */
function tear(
  change: DataChange,
  fate: Fate,
  isLast: boolean,
  chance: Chance,
): (sector: number) => boolean {
  if (change.kind === 'truncate') return () => true
  if (fate === 'scattered') return chance.hit(0.5) ? () => chance.hit(0.5) : () => true
  if (fate !== 'prefix' || !isLast) return () => true
  const sectors = Math.ceil(change.data.length / SECTOR_BYTES)
  const whole = chance.between(0, sectors)
  return (sector) => sector < whole
}

/** A file's bytes; they grow in place, and a gap that nobody wrote reads as zeros. */
class FileBytes {
  #room: Buffer
  #size: number

  constructor(bytes: Buffer) {
    this.#room = Buffer.from(bytes)
    this.#size = bytes.length
  }

  bytes(): Buffer {
    return Buffer.from(this.#room.subarray(0, this.#size))
  }

  apply(change: DataChange, arrives: (sector: number) => boolean): void {
    if (change.kind === 'truncate') return this.#resize(change.size)
    const { offset, data } = change
    if (offset + data.length > this.#size) this.#resize(offset + data.length)
    for (let from = 0, sector = 0; from < data.length; sector += 1) {
      // The first piece ends where the disk's sector does.
      const end = Math.min(data.length, from + SECTOR_BYTES - ((offset + from) % SECTOR_BYTES))
      if (arrives(sector)) data.copy(this.#room, offset + from, from, end)
      from = end
    }
  }

  #resize(size: number): void {
    if (size > this.#room.length) {
      const room = Buffer.alloc(2 * size)
      this.#room.copy(room, 0, 0, this.#size)
      this.#room = room
    }
    if (size < this.#size) this.#room.fill(0, size, this.#size)
    this.#size = size
  }
}

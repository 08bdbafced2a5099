import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Chance, chanceOf } from '../simulation/chance.ts'
import { brokenPromises, type Promised, type Story } from './check-image.ts'
import { DiskModel, type Fate, FATES } from './disk-model.ts'
import { type DiskEvent, nameOfFile, type Recording, type Said } from './recording.ts'

/*
 * The power-cut rig. A kill -9 proves nothing about disks: the kernel still writes what a process had handed
 * it. So the rig takes the kernel out of it.
 *
 *   recorded-host.ts  A child process runs the real host over real files and packs lists by scans. Each sound,
 *                     each label and each push is also a line on stdout.
 *   recording.ts      strace records every write, truncation, sync, creation, rename and removal in the
 *                     station's folder with its bytes, and the lines on stdout between them: one order of
 *                     everything that was done and everything that was promised.
 *   disk-model.ts     Plays that record on a disk with a volatile cache. A cut at any point keeps what was
 *                     synced; of the rest nothing, all, the oldest part with its last sector torn, or any sectors
 *                     of it, as a seed decides. Names are lost like bytes unless the folder was synced.
 *   check-image.ts    Opens what is left with the real host again, and holds it to what was promised.
 *   power-cut.ts      Chooses the cuts: at the syncs and between them, more where files are made and
 *                     checkpoints run. The same seed cuts in the same places.
 *
 * The canary is the same shift with synchronous = NORMAL: the rig must see it lose what it promised.
 */

export type Damage = { cut: number; fate: Fate; broken: string[] }

export type CutOptions = {
  seed: number
  images: number
  /** What earlier shifts had printed. */
  printedBefore?: readonly string[]
  /** Ids in a log that is set aside in this shift. */
  carried?: readonly string[]
}

export type Outcome = {
  images: number
  damages: Damage[]
  /** Images in which something of the kind still waited for a sync, by kind. */
  unsynced: { wal: number; checkpoint: number; names: number }
  /** The newest promise that any cut came after. */
  promised: number
}

/** Cuts the power of one recorded shift `images` times, and opens each time what is left. */
export async function cutPower(recording: Recording, options: CutOptions): Promise<Outcome> {
  const chance = chanceOf(options.seed, 'power-cut')
  const disk = new DiskModel(recording.before)
  const teller = new Teller(recording, options)
  const cuts = chooseCuts(recording, options.images, chance)
  const outcome: Outcome = {
    images: 0,
    damages: [],
    unsynced: { wal: 0, checkpoint: 0, names: 0 },
    promised: 0,
  }
  for (const [index, event] of recording.events.entries()) {
    // The power goes before this event.
    const times = cuts.get(index) ?? 0
    for (let n = 0; n < times; n += 1) {
      const fate = FATES[outcome.images % FATES.length] ?? 'nothing'
      const broken = await openAfter(disk.cut(fate, chance), teller.story())
      count(outcome, disk, teller.story())
      if (broken.length > 0) outcome.damages.push({ cut: index, fate, broken })
    }
    disk.apply(event)
    if (event.kind === 'said') teller.hear(event.said)
  }
  return outcome
}

async function openAfter(image: ReadonlyMap<string, Buffer>, story: Story): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-cut-'))
  try {
    for (const [name, bytes] of image) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), bytes)
    }
    return await brokenPromises(folder, story)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** In turn: where names wait, where it is delicate, just after a promise, and spread over all events. */
function chooseCuts(recording: Recording, images: number, chance: Chance): Map<number, number> {
  const { events } = recording
  const indexes = [...events.keys()]
  const nameless = namesWaitAt(events)
  const delicate = indexes.filter((index) => isDelicate(recording, events[index]))
  const afterPromise = indexes.filter((index) => events[index - 1]?.kind === 'said')
  const cuts = new Map<number, number>()
  const choices = [nameless, delicate, afterPromise, indexes].filter(({ length }) => length > 0)
  for (let n = 0; n < images; n += 1) {
    const choice = choices[n % choices.length] ?? indexes
    // Each kind is walked through from its first to its last, so that a narrow spot is not left to luck.
    const index = choice[Math.floor(((n + chance.next()) * choice.length) / images)]
    if (index !== undefined) cuts.set(index, (cuts.get(index) ?? 0) + 1)
  }
  return cuts
}

/** Events before which some name was given or taken and the folder not yet synced. */
function namesWaitAt(events: readonly DiskEvent[]): number[] {
  let isWaiting = false
  return events.flatMap(({ kind }, index) => {
    const here = isWaiting ? [index] : []
    if (kind === 'create' || kind === 'unlink' || kind === 'rename') isWaiting = true
    if (kind === 'sync-folder') isWaiting = false
    return here
  })
}

/** Names change, a file is cut short, or anything but a write-ahead log is written: a checkpoint. */
function isDelicate(recording: Recording, event: DiskEvent | undefined): boolean {
  if (event === undefined || event.kind === 'said') return false
  if (event.kind !== 'write' && event.kind !== 'sync') return true
  return !/-(wal|shm)$/.test(nameOfFile(recording, event.file))
}

function count(outcome: Outcome, disk: DiskModel, story: Story): void {
  const { inWal, inDatabase, names } = disk.unsynced()
  outcome.images += 1
  outcome.promised = Math.max(outcome.promised, story.promised?.seq ?? 0)
  if (inWal > 0) outcome.unsynced.wal += 1
  if (inDatabase > 0) outcome.unsynced.checkpoint += 1
  if (names > 0) outcome.unsynced.names += 1
}

/** What had been said by the time of the cut. */
class Teller {
  readonly #actions: Story['actions']
  readonly #places = new Map<string, string>()
  readonly #printed: string[]
  readonly #carried: readonly string[]
  #promised: Promised | null = null
  #sentSeq = 0

  constructor({ events }: Recording, { printedBefore = [], carried = [] }: CutOptions) {
    this.#carried = carried
    this.#printed = [...printedBefore]
    const said = events.flatMap((event) => (event.kind === 'said' ? [event.said] : []))
    this.#actions = said.flatMap((one) => (one.kind === 'end' ? one.actions : []))
    for (const one of said) {
      if (one.kind === 'promised') this.#places.set(`${one.scans}/${one.seq}`, one.state)
    }
  }

  hear(said: Said): void {
    if (said.kind === 'promised') this.#promised = said
    if (said.kind === 'printed') this.#printed.push(said.unitId)
    if (said.kind === 'sent') this.#sentSeq = said.seq
  }

  story(): Story {
    return {
      promised: this.#promised,
      sentSeq: this.#sentSeq,
      printed: [...this.#printed],
      actions: this.#actions,
      carried: this.#carried,
      places: this.#places,
    }
  }
}

import { basename } from 'node:path'
import { JOB_TOPICS } from '#contract/http/live-topics.ts'
import type { Office } from '../office.ts'
import { FILE_OUTCOMES, importFile } from './import-file.ts'
import { LOOK_MS } from './limits.ts'
import { keepTaken, openPlaces, type Places, take, type Taken } from './places.ts'
import { Settled } from './settled.ts'

export type IntentsWatch = {
  /** Looks once; resolves when what it found is done with. */
  look(): Promise<void>
  close(): Promise<void>
}

/**
 * Imports the files that are put into a folder, one after the other. A file is whole when it has not changed for a
 * while by our own clock: the times that files carry are another machine's. Each is taken by one
 * instance, by renaming it; one that dies leaves what it took to the others, and what it had imported of it is
 * only replayed.
 */
export function watchIntents(office: Office, root: string): IntentsWatch {
  const { deps, log, metrics } = office
  const owner = deps.newId()
  const caller = `folder:${basename(root)}`
  const settled = new Settled(owner)
  let mine: Taken | null = null
  let running: Promise<void> | null = null
  let isClosing = false
  // Whoever watches sees the first of each only where there was none before.
  for (const outcome of [...FILE_OUTCOMES, 'trouble']) metrics.intentFiles.inc({ outcome }, 0)

  function look(): Promise<void> {
    running ??= lookOnce()
      .catch((error: unknown) => {
        metrics.intentFiles.inc({ outcome: 'trouble' })
        log.error(
          { err: error, root },
          'the folder of intents could not be worked; it is tried again',
        )
      })
      .finally(() => {
        running = null
      })
    return running
  }

  async function lookOnce(): Promise<void> {
    const places = await openPlaces(root)
    const unchanged = await settled.read(places, deps.clock.now())
    for (const { path, name, from } of unchanged) {
      if (isClosing) return
      mine = await take(places, path, { owner, name })
      if (mine === null) continue
      if (from !== null)
        log.warn({ file: name, from }, 'a file is taken over from an office that is gone')
      try {
        await workOn(places, mine)
      } finally {
        mine = null
      }
    }
  }

  async function workOn(places: Places, taken: Taken): Promise<void> {
    const outcome = await importFile(office, places, { taken, caller })
    metrics.intentFiles.inc({ outcome })
    office.tell(JOB_TOPICS)
  }

  const stop = deps.every(LOOK_MS, () => {
    if (mine !== null) void keepTaken(mine, deps.clock.now()).catch(() => undefined)
    void look()
  })
  void look()
  return {
    look,
    close: async () => {
      isClosing = true
      stop()
      await running
    },
  }
}

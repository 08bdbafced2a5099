import { afterEach } from 'vitest'
import type { TestDatabase } from './databases.ts'
import { type Floor, type FloorOptions, layFloor } from './floor.ts'
import { requireTrueBooks } from './ledger-sums.ts'
import { startOffice, type TestOffice } from './office.ts'
import { syncClient, type SyncClient } from './sync-client.ts'

export type SyncFloor = {
  database: TestDatabase
  office: TestOffice
  floor: Floor
  epoch: string
  /** A station more, with the office to talk to. */
  bench: (name?: string) => Promise<SyncClient>
}

/** Lays a floor in an office of its own for a test that asks; behind the test its books must be true. */
export function floorsForTests(open: () => Promise<TestDatabase>) {
  let laid: SyncFloor | undefined
  afterEach(async () => {
    if (laid === undefined) return
    const { database, office } = laid
    laid = undefined
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })
  return async (options: FloorOptions = {}): Promise<SyncFloor> => {
    const database = await open()
    const office = await startOffice({ database })
    const floor = await layFloor(database.store, options)
    const { epoch } = await database.store.snapshot((tx) =>
      tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow(),
    )
    const bench = async (name?: string) =>
      syncClient(office, await floor.station(name === undefined ? {} : { name }), epoch)
    laid = { database, office, floor, epoch, bench }
    return laid
  }
}

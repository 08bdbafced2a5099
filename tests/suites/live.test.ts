import { afterEach, describe, expect, test } from 'vitest'
import { realDeps } from '../../sync-server/deps.ts'
import { openStore } from '../../sync-server/store/index.ts'
import { STREAMS_PER_STATION_MAX } from '../../sync-server/sync/live.ts'
import { startHub } from '../../sync-server/sync/hub.ts'
import { ensureEpoch } from '../../sync-server/sync/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, layFloor, listAt } from '../support/floor.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { syncClient, type SyncClient } from '../support/sync-client.ts'

const LISTENERS = 50
const ROUNDS = 10

describe.each(databases)('live stream on $kind', ({ kind, open }) => {
  let database: TestDatabase
  let floor: Floor
  const closers: (() => Promise<void>)[] = []

  async function start(): Promise<TestOffice> {
    database = await open()
    closers.push(() => database.close())
    const office = await startOffice({ database })
    closers.push(() => office.close())
    floor = await layFloor(database.store)
    return office
  }

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
  })

  test('[POKE-1] a push is told to those who listen, with the head it reached', async () => {
    const office = await start()
    const client = await bench(office)
    const stream = await listen(office, client)
    client.station.log.act('pick.claim', { pickListId: listAt(floor, 0).id })
    const { head, epoch } = await client.push()
    expect(await stream.next('head')).toEqual({ warehouse: 'MAIN', head, epoch })
    await stream.close()
  })

  test('a stream begins at once and ends when the office closes', async () => {
    const office = await start()
    const stream = await listen(office, await bench(office))
    const ended = stream.ended()
    await closers.pop()?.()
    expect(await ended).toBe(true)
  })

  test('[POKE-1] the oldest of too many streams of one station ends, and no other', async () => {
    const office = await start()
    const [flapping, steady] = [await bench(office), await bench(office)]
    const other = await listen(office, steady)
    const oldest = await listen(office, flapping)
    for (let n = 0; n < STREAMS_PER_STATION_MAX; n += 1) {
      const stream = await listen(office, flapping)
      closers.push(() => stream.close())
    }
    expect(await oldest.ended()).toBe(true)
    steady.station.log.act('pick.claim', { pickListId: listAt(floor, 0).id })
    const { head, epoch } = await steady.push()
    expect(await other.next('head')).toEqual({ warehouse: 'MAIN', head, epoch })
    await other.close()
  })

  test('a stream needs the token of a station', async () => {
    const office = await start()
    const answer = await office.call('GET', '/v1/sync/live', { token: 'wrong' })
    expect(answer.status).toBe(401)
  })

  test.runIf(kind === 'postgres')('[POKE-1] another instance hears of it too', async () => {
    const office = await start()
    const store = await openStore({
      databaseUrl: database.databaseUrl,
      sleep: (durationMs) => realDeps().sleep(durationMs),
    })
    closers.push(() => store.close())
    const second = await startOffice({ database: { ...database, store } })
    closers.push(() => second.close())
    const client = await bench(office)
    const stream = await listen(second, client)
    client.station.log.act('pick.claim', { pickListId: listAt(floor, 0).id })
    const { head } = await client.push()
    expect(await stream.next('head')).toMatchObject({ head })
    await stream.close()
  })

  test('[POKE-1] who changes without rest is told of in rounds, which leave an office time for the pulls', async () => {
    await start()
    await ensureEpoch(database.store, realDeps())
    let passedMs = 0
    const sleep = (durationMs: number) => {
      passedMs += durationMs
      return Promise.resolve()
    }
    const hub = await startHub(database.store, { ...realDeps(), sleep })
    closers.push(() => hub.close())
    let told = 0
    const all = new Promise<void>((resolve) => {
      const onHead = () => {
        told += 1
        hub.poke('MAIN')
        if (told === LISTENERS * ROUNDS) resolve()
      }
      for (let n = 0; n < LISTENERS; n += 1) {
        hub.subscribe('MAIN', { onHead, onClose: () => undefined })
      }
    })
    hub.poke('MAIN')
    await all
    const pullsPerSecond = told / (passedMs / 1_000)
    expect(pullsPerSecond).toBeGreaterThan(40)
    expect(pullsPerSecond).toBeLessThan(65)
  })

  async function bench(office: TestOffice): Promise<SyncClient> {
    const epoch = await ensureEpoch(database.store, realDeps())
    return syncClient(office, await floor.station(), epoch)
  }

  /** Opens the stream and waits for its first bytes, so that nothing told later is missed. */
  async function listen(office: TestOffice, client: SyncClient) {
    const abort = new AbortController()
    const response = await fetch(`${office.url}/v1/sync/live`, {
      headers: { authorization: `Bearer ${client.station.token}` },
      signal: abort.signal,
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    if (reader === undefined) throw new Error('no stream')
    let text = ''
    const read = async () => {
      const { value, done } = await reader.read()
      text += value ?? ''
      return !done
    }
    await read()
    return {
      next: async (event: string): Promise<unknown> => {
        for (;;) {
          const match = new RegExp(`event: ${event}\\ndata: (.*)\\n\\n`).exec(text)
          if (match) return JSON.parse(match[1] ?? '') as unknown
          if (!(await read())) throw new Error(`the stream ended: ${text}`)
        }
      },
      ended: async () => {
        try {
          while (await read());
        } catch {
          // A socket that is cut ends the stream as well.
        }
        return true
      },
      close: async () => {
        abort.abort()
        await reader.cancel().catch(() => undefined)
      },
    }
  }
})

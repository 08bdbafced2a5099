import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { openStore } from '../../sync-server/store/index.ts'
import { createDatabase } from '../support/databases.ts'
import { eventually } from '../support/processes.ts'

const CHANNELS = ['loadline_one', 'loadline_two'] as const

test('all channels of a store share one connection, which comes back for all and ends with the last', async () => {
  const { store, admin } = await open()
  const heard: string[] = []
  const missed: string[] = []
  const stops = await Promise.all(
    CHANNELS.map((channel) =>
      store.listen(
        channel,
        (payload) => heard.push(`${channel} ${payload}`),
        () => missed.push(channel),
      ),
    ),
  )
  const hearAll = async (payload: string) => {
    const told = CHANNELS.map((channel) => `${channel} ${payload}`)
    for (const channel of CHANNELS) await store.notify(channel, payload)
    await eventually(() => Promise.resolve(heard.length >= told.length), { what: 'both are heard' })
    expect(heard.splice(0).toSorted()).toEqual(told)
  }
  await hearAll('before')
  expect(missed).toEqual([])

  const [first] = await listening(admin)
  expect(await listening(admin)).toHaveLength(1)
  await admin.query('SELECT pg_terminate_backend($1)', [first])
  await eventually(() => Promise.resolve(missed.length === CHANNELS.length), {
    what: 'both are told that they may have missed something',
  })
  expect(missed.toSorted()).toEqual([...CHANNELS])
  await hearAll('after')
  expect(await listening(admin)).toEqual([expect.not.stringMatching(`^${first}$`)])

  await stops[0]?.()
  await store.notify(CHANNELS[0], 'unheard')
  await store.notify(CHANNELS[1], 'heard')
  await eventually(() => Promise.resolve(heard.length > 0), { what: 'the other still hears' })
  expect(heard).toEqual([`${CHANNELS[1]} heard`])
  await stops[1]?.()
  await eventually(async () => (await listening(admin)).length === 0, {
    what: 'nobody listens any more',
  })
  const stopAnew = await store.listen(CHANNELS[0], (payload) => heard.push(payload))
  expect(await listening(admin)).toHaveLength(1)
  await stopAnew()
})

test('a channel that is listened to while the connection is lost brings it back for the others', async () => {
  const { store, admin } = await open(() => new Promise(() => undefined))
  let missed = 0
  const stop = await store.listen(
    CHANNELS[0],
    () => undefined,
    () => (missed += 1),
  )
  await admin.query('SELECT pg_terminate_backend($1)', await listening(admin))
  await eventually(async () => (await listening(admin)).length === 0, { what: 'it is lost' })
  // Its loss is known here a moment later than there.
  let stopOther: (() => Promise<void>) | undefined
  await eventually(
    async () => {
      stopOther = await store.listen(CHANNELS[1], () => undefined).catch(() => undefined)
      return stopOther !== undefined
    },
    { what: 'the second channel is listened to' },
  )
  expect(missed).toBe(1)
  expect(await listening(admin)).toHaveLength(1)
  await Promise.all([stop(), stopOther?.()])
})

test.runIf(process.platform === 'linux')(
  'a connection that only listens is probed, so that a cable that was pulled is noticed',
  async () => {
    const { store, admin } = await open()
    const stop = await store.listen(CHANNELS[0], () => undefined)
    const { rows } = await admin.query<{ port: number }>(
      'SELECT client_port AS port FROM pg_stat_activity WHERE pid = $1',
      await listening(admin),
    )
    const [{ port } = { port: 0 }] = rows
    expect(
      await eventually(() => Promise.resolve(isProbed(port)), { what: 'its probe is due' }),
    ).toBe(true)
    await stop()
  },
)

/** Whether the kernel counts down to a probe (`tr` is 02) on our end of a connection. */
function isProbed(port: number): boolean {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return ['tcp', 'tcp6'].some((family) =>
    readFileSync(`/proc/net/${family}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .some(([, from = '', , , , timer = '']) => from.endsWith(local) && timer.startsWith('02:')),
  )
}

async function open(wait: (durationMs: number) => Promise<unknown> = sleep) {
  const databaseUrl = await createDatabase(inject('postgresUrl'))
  const store = await openStore({ databaseUrl, sleep: async (ms) => void (await wait(ms)) })
  const admin = new Client({ connectionString: databaseUrl })
  await admin.connect()
  onTestFinished(async () => {
    await admin.end()
    await store.close()
  })
  return { store, admin }
}

/** The process numbers of the connections that last listened to something, or left off. */
async function listening(admin: Client): Promise<string[]> {
  const { rows } = await admin.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity
     WHERE query ~ '^(UN)?LISTEN' AND datname = current_database() ORDER BY pid`,
  )
  return rows.map(({ pid }) => String(pid))
}

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { IMPORT_BYTES_MAX } from '#contract/http/intent-import-routes.ts'
import { type IntentsWatch, watchIntents } from '../../sync-server/intents-folder/index.ts'
import { ABANDONED_MS, SETTLED_MS } from '../../sync-server/intents-folder/limits.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { ADMIN_TOKEN, callsOf, startOffice, type TestOffice } from '../support/office.ts'
import { eventually, run, type Running } from '../support/processes.ts'
import { furnish, handClock, MORNING, stockOf } from '../support/wholesaler.ts'

const HEADER =
  'sourceSystem;orderIntentId;customerRef;name;line1;postalCode;city;country;region;sku;quantity'
const row = (id: string, sku = 'OAK-1', quantity = 1) =>
  `erp;${id};C-1;Vloeren;Kade 1;1011 AB;Amsterdam;NL;NOORD;${sku};${quantity}`
const fileOf = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`

let root: string
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'loadline-folder-')), 'orders')
  mkdirSync(root)
})
const running: Running[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.kill()
  rmSync(join(root, '..'), { recursive: true, force: true })
})

const put = (name: string, text: string) => writeFileSync(join(root, name), text)
const namesIn = (folder: string) => readdirSync(join(root, folder)).toSorted()
const readIn = (folder: string, pattern: RegExp) => {
  const name = namesIn(folder).find((one) => pattern.test(one)) ?? 'missing'
  return readFileSync(join(root, folder, name), 'utf8')
}

describe.each(databases)('a folder of order intents on $kind', ({ open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice
  let watch: IntentsWatch

  beforeEach(async () => {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock, every: () => () => undefined } })
    await furnish(office, { products: [{ sku: 'OAK-1', onHand: 10_000 }] })
    watch = watchIntents(office.office, root)
    await watch.look()
  })

  afterEach(async () => {
    await watch.close()
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  const forward = (durationMs: number) =>
    clock.set(new Date(clock.now() + durationMs).toISOString())
  async function settle(one: IntentsWatch = watch): Promise<void> {
    await one.look()
    forward(SETTLED_MS)
    await one.look()
  }
  const orders = async () => {
    const { body } = await office.admin('GET', '/v1/orders')
    return (body as { items: unknown[] }).items.length
  }
  const metric = async (outcome: string) => {
    const text = (await office.call('GET', '/metrics')).body as string
    return new RegExp(`^loadline_intent_files_total\\{outcome="${outcome}"\\} (\\d+)$`, 'm').exec(
      text,
    )?.[1]
  }

  test('a file that is whole is imported under the name of its folder, with a report row by row', async () => {
    put('monday.csv', fileOf(row('i-1'), row('i-2', 'NOPE'), row('i-3', '=1+1')))
    put('notes.txt', 'not for us')
    await settle()
    expect(await orders()).toBe(1)
    expect(namesIn('.')).toEqual(['done', 'failed', 'notes.txt', 'taking'])
    expect(namesIn('taking')).toEqual([])
    expect(namesIn('done')).toEqual([
      'monday.20260310T080005Z.csv',
      'monday.20260310T080005Z.report.csv',
    ])
    const report = readIn('done', /report/).split('\r\n')
    expect(report).toHaveLength(5)
    expect(report[0]).toBe('\uFEFFrow,orderIntentId,outcome,orderNumber,code,detail')
    expect(report[1]).toMatch(/^2,i-1,confirmed,LL-\d+,,$/)
    expect(report[2]).toMatch(/^3,i-2,refused,,[\w-]+,.*NOPE/)
    expect(await metric('partly')).toBe('1')
    // What has not been seen yet stands there too, or nobody would be told of the first one.
    expect(await metric('failed')).toBe('0')
    expect(await metric('trouble')).toBe('0')
    const audit = await database.store.snapshot((tx) =>
      tx
        .selectFrom('audit_entry')
        .select(['who', 'target'])
        .where('who', 'like', 'folder:%')
        .execute(),
    )
    expect(audit).toEqual([{ who: 'folder:orders', target: 'monday.csv' }])
    put('again.csv', fileOf(row('i-1')))
    await settle()
    expect(await orders()).toBe(1)
    expect(readIn('done', /again.*report/)).toContain('2,i-1,replayed,')
    expect(await metric('done')).toBe('1')
  })

  test('a file is read letter by letter in each encoding that spreadsheets write', async () => {
    const file = (id: string) => fileOf(row(id)).replace('Vloeren', 'Café Büchner')
    const encodings: [string, Buffer][] = [
      ['utf-8', Buffer.from(file('i-1'))],
      ['marked', Buffer.from(`\uFEFF${file('i-2')}`)],
      ['utf-16', Buffer.from(`\uFEFF${file('i-3')}`, 'utf16le')],
      ['windows', Buffer.from(file('i-4'), 'latin1')],
    ]
    for (const [name, bytes] of encodings) writeFileSync(join(root, `${name}.csv`), bytes)
    await settle()
    expect(namesIn('failed')).toEqual([])
    const { body } = await office.admin('GET', '/v1/orders')
    const { items } = body as { items: { orderNumber: string }[] }
    expect(items).toHaveLength(encodings.length)
    for (const { orderNumber } of items) {
      const order = await office.admin('GET', `/v1/orders/${orderNumber}`)
      expect(order.body).toMatchObject({ shipTo: { name: 'Café Büchner' } })
    }
    expect(await metric('done')).toBe(String(encodings.length))
  })

  test('a file that is still being written is not read', async () => {
    const whole = fileOf(row('i-1'), row('i-2'))
    put('slow.csv', whole.slice(0, 150))
    await watch.look()
    for (let length = 160; length < whole.length; length += 20) {
      forward(SETTLED_MS - 1)
      put('slow.csv', whole.slice(0, length))
      await watch.look()
    }
    expect(existsSync(join(root, 'slow.csv'))).toBe(true)
    put('slow.csv', whole)
    await settle()
    expect(await orders()).toBe(2)
    // One under another name is never looked at, and is whole when it gets its own.
    put('next.csv.part', fileOf(row('i-3')))
    await settle()
    expect(await orders()).toBe(2)
    renameSync(join(root, 'next.csv.part'), join(root, 'next.csv'))
    await settle()
    expect(await orders()).toBe(3)
  })

  test('links, files that are too large and files that are no CSV of ours are put aside with the reason', async () => {
    const secret = join(root, '..', 'secret.csv')
    writeFileSync(secret, fileOf(row('i-9')))
    symlinkSync(secret, join(root, 'link.csv'))
    mkdirSync(join(root, 'folder.csv'))
    put('large.csv', HEADER)
    truncateSync(join(root, 'large.csv'), IMPORT_BYTES_MAX + 1)
    put('odd.csv', 'a;b\n1;2\n')
    writeFileSync(join(root, 'bytes.csv'), Buffer.from([0x61, 0x81, 0x0a]))
    writeFileSync(
      join(root, 'mixed.csv'),
      Buffer.concat([Buffer.from(fileOf(row('i-1', 'É'))), Buffer.from(row('i-2', 'É'), 'latin1')]),
    )
    await settle()
    expect(await orders()).toBe(0)
    expect(readIn('failed', /^link.*reason/)).toBe('it is a link, and links are not followed\n')
    expect(readIn('failed', /^folder.*reason/)).toBe('it is no file\n')
    expect(readIn('failed', /^large.*reason/)).toContain('a file may have 5242880')
    expect(readIn('failed', /^bytes.*reason/)).toContain('neither UTF-8, UTF-16 nor Windows-1252')
    expect(readIn('failed', /^mixed.*reason/)).toContain('save it as UTF-8')
    expect(readIn('failed', /^odd.*reason/)).toContain('sourceSystem')
    expect(readFileSync(secret, 'utf8')).toContain('i-9')
    expect(await metric('failed')).toBe('6')
    expect(namesIn('.')).toEqual(['done', 'failed', 'taking'])
  })

  test('two offices on one folder import each file once', async () => {
    const other = watchIntents(office.office, root)
    for (let n = 0; n < 12; n += 1) put(`file-${n}.csv`, fileOf(row(`i-${n}`)))
    await Promise.all([watch.look(), other.look()])
    forward(SETTLED_MS)
    await Promise.all([watch.look(), other.look()])
    expect(await orders()).toBe(12)
    expect(namesIn('done').filter((name) => name.endsWith('report.csv'))).toHaveLength(12)
    expect(namesIn('done')).toHaveLength(24)
    expect(await metric('done')).toBe('12')
    await other.close()
  })

  test('what an office that died had taken is taken over, and what it had imported is replayed', async () => {
    put('half.csv', fileOf(row('i-1')))
    await settle()
    const taken = join(root, 'taking', '019d8bf3-e485-7abb-8f1a-9152a719338f~whole.csv')
    writeFileSync(taken, fileOf(row('i-1'), row('i-2')))
    await watch.look()
    forward(ABANDONED_MS - 1)
    // It still says that it lives.
    writeFileSync(taken, `${fileOf(row('i-1'), row('i-2'))}\n`)
    await watch.look()
    forward(ABANDONED_MS - 1)
    await watch.look()
    expect(await orders()).toBe(1)
    forward(1)
    await watch.look()
    expect(await orders()).toBe(2)
    expect(readIn('done', /^whole.*report/)).toMatch(/replayed[^]*confirmed/)
    expect((await stockOf(office, 'OAK-1')) as unknown).toMatchObject({ reserved: 2 })
  })
})

describe.each(databases)('an office that is killed over a file on $kind', ({ kind, open }) => {
  test('imports each row once when it is started again', async () => {
    const database = kind === 'postgres' ? await open() : undefined
    const data = join(root, '..', 'data')
    const env: Record<string, string> = {
      LOADLINE_ADMIN_TOKEN: ADMIN_TOKEN,
      LOADLINE_INTENTS_FOLDER: root,
      LOADLINE_LOG_LEVEL: 'silent',
      ...(database?.databaseUrl === undefined ? {} : { DATABASE_URL: database.databaseUrl }),
    }
    const args = ['--port', '0', '--data', data]
    const first = await run('sync-server/start.ts', args, env)
    running.push(first)
    const office = callsOf(String(first.ready['url']))
    const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
    await furnish(office, {
      products: [{ sku: 'OAK-1', onHand: 10_000 }],
      capacity: { dates: [day] },
    })
    const rows = Array.from({ length: 400 }, (_, n) => row(`i-${n}`))
    put('many.csv', fileOf(...rows))
    const count = async (calls = office) => {
      const { body } = await calls.admin('GET', '/v1/orders?limit=500')
      return (body as { items: unknown[] }).items.length
    }
    await eventually(async () => (await count()) > 20, { what: 'some orders', timeoutMs: 90_000 })
    await first.kill()
    expect(namesIn('taking')).toHaveLength(1)
    const second = await run('sync-server/start.ts', args, env)
    running[0] = second
    const again = callsOf(String(second.ready['url']))
    expect(await count(again)).toBeLessThan(400)
    await eventually(() => Promise.resolve(namesIn('done').length === 2), {
      what: 'a file that is done',
      timeoutMs: 150_000,
    })
    expect(await count(again)).toBe(400)
    const outcomes = readIn('done', /report/).matchAll(/,(confirmed|replayed),/g)
    const counts = Map.groupBy(outcomes, ([, outcome]) => outcome)
    expect(counts.get('replayed')?.length).toBeGreaterThan(20)
    expect((counts.get('replayed')?.length ?? 0) + (counts.get('confirmed')?.length ?? 0)).toBe(400)
    expect(await stockOf(again, 'OAK-1')).toMatchObject({ reserved: 400 })
    expect(await second.stop()).toBe(0)
    running.length = 0
    await database?.close()
  }, 300_000)
})

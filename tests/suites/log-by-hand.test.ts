import { writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { StationActionView } from '#contract/http/station-log-routes.ts'
import { ImportedLog } from '#contract/http/station-log-routes.ts'
import type { Account } from '#contract/rpc/account-view.ts'
import type { RefusalView } from '#contract/rpc/refusal-view.ts'
import { blackHole, type BlackHole } from '../support/black-hole.ts'
import {
  LOCAL_TOKEN,
  type OfficeProcess,
  type ProcessBench,
  scratchFolder,
  startBenchProcess,
  startOfficeProcess,
} from '../support/bench-floor.ts'
import { createDatabase } from '../support/databases.ts'
import { knows } from '../support/line-by-scans.ts'
import { ADMIN_TOKEN } from '../support/office.ts'
import { runToEnd } from '../support/processes.ts'
import { furnishShop, listsOf, OAK, postOrder, stationCode } from '../support/small-shop.ts'

describe.each(['pglite', 'postgres'] as const)('a log that is carried by hand, on %s', (kind) => {
  const scratch = scratchFolder()
  const dataFolder = `${scratch.path}/bench`
  let office: OfficeProcess
  let network: BlackHole
  let bench: ProcessBench
  let other: ProcessBench
  let badges: Record<string, string>

  beforeAll(async () => {
    const databaseUrl =
      kind === 'postgres' ? await createDatabase(inject('postgresUrl')) : undefined
    office = await startOfficeProcess({ dataFolder: `${scratch.path}/office`, databaseUrl })
    badges = await furnishShop(office)
    network = await blackHole(office.url)
    const [mine, theirs] = [
      await stationCode(office, 'Pack 1'),
      await stationCode(office, 'Pack 2'),
    ]
    bench = await startBenchProcess({ dataFolder, serverUrl: network.url, code: mine.code })
    other = await startBenchProcess({
      dataFolder: `${scratch.path}/other`,
      serverUrl: office.url,
      code: theirs.code,
    })
  })

  afterAll(async () => {
    await bench.process.stop()
    await other.process.stop()
    await office.process.stop()
    network.close()
    scratch.remove()
  })

  const restart = () => startBenchProcess({ dataFolder, serverUrl: network.url })

  async function importByHand(file: string) {
    const env = { LOADLINE_ADMIN_TOKEN: ADMIN_TOKEN }
    const args = [file, '--server', office.url]
    const { code, stdout, stderr } = await runToEnd('sync-server/log-import/start.ts', args, env)
    return { code, stderr, report: ImportedLog.parse(JSON.parse(stdout)) }
  }

  async function refusals(): Promise<RefusalView[]> {
    return (await bench.call('GET', '/v1/refusals')).body as RefusalView[]
  }

  test('[PUSH-3] it is imported once; the bench that comes back gets the same receipts, and its refusals wait', async () => {
    const order = await postOrder(office, [{ sku: OAK.sku, quantity: 3 }])
    const list = (await listsOf(office, order.deliveryDate))[order.orderNumber]
    if (list === undefined) throw new Error('the order has no list')
    const sanne = badges['sanne'] ?? ''
    for (const one of [bench, other]) {
      await one.scan(sanne)
      await one.until('it holds the list', ({ workflow }) => knows(workflow, list.code))
    }
    // Without a network Pack 1 takes the list; Pack 2 takes it too, and the office hears of that first.
    await bench.until('nothing waits', ({ log }) => log.pending === 0)
    network.swallow()
    for (const code of [list.code, OAK.ean, OAK.ean]) await bench.scan(code)
    await other.scan(list.code)
    await other.until('the office knows', ({ log }) => log.pending === 0)

    const { lastSeq, ackedSeq } = (await bench.state()).log
    const running = await fetch(`${bench.url}/v1/log-file`, {
      headers: { authorization: `Bearer ${LOCAL_TOKEN}` },
    })
    expect(running.headers.get('content-disposition')).toContain(
      `loadline-pack-1-${ackedSeq + 1}-${lastSeq}.loadlog`,
    )
    const lines = gunzipSync(await running.arrayBuffer())
      .toString()
      .trimEnd()
      .split('\n')
    expect(lines).toHaveLength(lastSeq - ackedSeq + 2)

    // Forked, revoked or just dead: nothing needs to run.
    await bench.process.kill()
    const target = `${scratch.path}/stick.loadlog`
    const exported = await runToEnd('main/start.ts', ['--data', dataFolder, '--export-log', target])
    expect({ code: exported.code, stderr: exported.stderr }).toMatchObject({ code: 0 })
    expect(JSON.parse(exported.stdout)).toMatchObject({
      file: target,
      fromSeq: ackedSeq + 1,
      throughSeq: lastSeq,
      left: 0,
      damagedAfter: null,
    })
    const first = await importByHand(target)
    const { report } = first
    expect(first.code).toBe(1)
    expect(report).toMatchObject({ name: 'Pack 1', refused: 1, replayed: 0, lastSeq })
    expect(report.accepted + report.excepted + report.refused).toBe(lastSeq - ackedSeq)
    expect(report.excepted).toBeGreaterThan(0)
    const again = await importByHand(target)
    expect(again.report).toEqual({ ...report, replayed: report.actions })

    network.restore(office.url)
    bench = await restart()
    const back = await bench.until('every action has its receipt', ({ log }) => log.pending === 0)
    expect(back.log).toMatchObject({ lastSeq, refused: 1, excepted: report.excepted })
    expect(back.workflow.alert).not.toBeNull()

    const [refused] = await refusals()
    expect(refused).toMatchObject({
      type: 'pick.claim',
      code: 'already-claimed',
      why: 'answer.already-claimed',
      subject: order.orderNumber,
      canRetry: true,
    })
    await bench.process.kill()
    bench = await restart()
    expect(await refusals()).toEqual([refused])
    const path = `/v1/refusals/${refused?.seq}/close`
    const close = async (body: object) => (await bench.call('POST', path, { body })).body
    expect(await close({ how: 'maybe' })).toMatchObject({ code: 'invalid-request' })
    const wanted = { how: 'written-off', reason: 'Pack 2 has it' }
    expect(await close(wanted)).toMatchObject({ accepted: false, trouble: 'supervisor-needed' })
    expect(await close({ ...wanted, badge: badges['ilse'] })).toMatchObject({ accepted: true })
    expect(await refusals()).toEqual([])
    await bench.until('the closing is there too', ({ log }) => log.pending === 0)
    const { shift } = (await bench.call('GET', '/v1/account')).body as Account
    expect(shift).toMatchObject({ refusedOpen: 0, refusedClosed: 1, waiting: 0, isComplete: true })
    expect(shift?.made).toBe(shift?.accountedFor)
    const { items } = await office.get<{ items: StationActionView[] }>('/v1/station-actions')
    expect(items).toMatchObject([{ seq: refused?.seq, closed: { operatorId: 'ilse' } }])
    const open = await office.get<{ items: unknown[] }>('/v1/station-actions?open=true')
    expect(open.items).toEqual([])
  })

  test('a file that is none, or an office that is none, is said in words', async () => {
    const junk = `${scratch.path}/junk.loadlog`
    writeFileSync(junk, 'no log at all')
    const env = { LOADLINE_ADMIN_TOKEN: ADMIN_TOKEN }
    const args = [junk, '--server', office.url]
    const { code, stderr } = await runToEnd('sync-server/log-import/start.ts', args, env)
    expect(code).toBe(2)
    expect(stderr).toContain('This is no log of a station')
    const none = await runToEnd('sync-server/log-import/start.ts', args.slice(1), env)
    expect(none).toMatchObject({ code: 2, stdout: '' })
    expect(none.stderr).toContain('usage')
  })
})

import { buildSscc } from '#contract/barcode/sscc.ts'
import type { DocumentOf } from '#contract/documents/document.ts'
import { readDocuments } from '../../sync-server/sync/documents.ts'
import type { FloorStation } from './floor.ts'
import type { OfficeCalls, TestOffice } from './office.ts'
import { createStationLog } from './station-log.ts'
import { syncClient, type SyncClient } from './sync-client.ts'

/** Who signs on the benches of these tests; a picker, loader and supervisor in one. */
const OPERATOR = 'emma'

/** A bench that was enrolled as people do, with somebody at it who may do everything. */
export async function officeBench(office: OfficeCalls, name = 'Bench'): Promise<SyncClient> {
  const roles = ['picker', 'loader', 'supervisor']
  const put = await office.admin('PUT', `/v1/operators/${OPERATOR}`, { name: OPERATOR, roles })
  if (put.status >= 300) throw new Error(`no operator: ${JSON.stringify(put.body)}`)
  const { stationId, token, incarnation, epoch, numberRange } = await office.enrol({ name })
  const log = createStationLog({ operatorId: OPERATOR, incarnation })
  let serial = numberRange.from
  const station: FloorStation = {
    stationId,
    token,
    log,
    nextUnit: () => buildSscc(numberRange.prefix, serial++),
  }
  return syncClient(office, station, epoch)
}

/** Lists made by the office, as its own calls answer them. */
export type ListAnswer = {
  id: string
  code: string
  orderNumbers: string[]
  region: string | null
  status: string
  mode: string
  lines: {
    lineNo: number
    orderNumber: string
    sku: string
    requested: number
    picked: number
    totePosition?: number
  }[]
}

/** Makes the lists of a day and answers with all of it, in order of their codes. */
export async function generateLists(
  office: TestOffice,
  deliveryDate: string,
  mode?: 'order' | 'batch',
): Promise<ListAnswer[]> {
  const body = { warehouse: 'MAIN', deliveryDate, ...(mode === undefined ? {} : { mode }) }
  const answer = await office.admin('POST', '/v1/pick-lists/generate', body)
  if (answer.status !== 200) throw new Error(`not generated: ${JSON.stringify(answer.body)}`)
  return (answer.body as { pickLists: ListAnswer[] }).pickLists
}

/** A list's document, as benches get it. */
export async function listDocument(
  { store }: Pick<TestOffice, 'store'>,
  id: string,
): Promise<DocumentOf<'pick-list'>> {
  const list = await store.snapshot(async (tx) =>
    (await readDocuments(tx, 'MAIN', [{ kind: 'pick-list', id }])).get('pick-list', id),
  )
  if (list === undefined) throw new Error(`no list ${id}`)
  return list
}

/** Claims a list and picks all that is open of it into a carton per order. Answers with them by order. */
export async function pickAll(
  office: TestOffice,
  bench: SyncClient,
  listId: string,
): Promise<Map<string, string>> {
  const { log, nextUnit } = bench.station
  const list = await listDocument(office, listId)
  const units = new Map<string, string>()
  log.act('pick.claim', { pickListId: listId })
  for (const { lineNo, orderNumber, requested, picked } of list.lines) {
    const quantity = requested - picked
    if (quantity <= 0) continue
    const unitId = units.get(orderNumber) ?? nextUnit()
    units.set(orderNumber, unitId)
    log.act('pick.confirm', { pickListId: listId, lineNo, quantity, unitId })
  }
  return units
}

/** Weighs and closes a unit. */
export function closeAt({ station: { log } }: SyncClient, unitId: string, grossGrams: number) {
  const figures = { grossGrams, expectedGrams: grossGrams, toleranceGrams: 20 }
  log.act('pack.weigh', { unitId, ...figures, source: 'scale' })
  log.act('pack.close', { unitId })
}

import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeLoadlineCode } from '#contract/barcode/loadline-code.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import { systemClock } from '../main/clock.ts'
import { uuidV7 } from '../main/ids.ts'
import { CacheStore, type BaseChange } from '../main/store/cache-store.ts'
import { saveIdentity, type StationIdentity } from '../main/store/identity.ts'
import { actionBody, LogStore } from '../main/store/log-store.ts'
import { aPickList } from '../main/testing/documents.ts'
import { writeSyncState } from '../main/sync/sync-state.ts'

export const EAN = '8712345000011'
export const BADGE = encodeLoadlineCode('badge', 'BENCHMARKBADGE1234567')
export const LIST_CODE = encodeLoadlineCode('pick-list', '1')
export const STATION_ID = 'station-1'

/** Where nothing answers: the discard port of this machine. */
export const NOBODY = 'http://127.0.0.1:9'

const EPOCH = 'epoch-1'
const PREFIX = '38712345'

const WAREHOUSE = {
  code: 'MAIN',
  name: 'Hoofdmagazijn',
  timezone: 'Europe/Amsterdam',
  gs1CompanyPrefix: '8712345',
  address: 'Kade 1, 1011 AB Amsterdam',
  qrKey: 'ab'.repeat(32),
  qrPersonalData: 'full',
}

/** Actions written per transaction while a big log is made. */
const FILL_SLICE = 10_000

/** The data folder of a bench that has worked before, with its office's documents and a full log. */
export function stationFolder(options: { actions: number }): {
  path: string
  identity: StationIdentity
  remove(): void
} {
  const path = mkdtempSync(join(tmpdir(), 'loadline-bench-'))
  const identity: StationIdentity = {
    stationId: STATION_ID,
    token: randomBytes(16).toString('hex'),
    name: 'Pack 1',
    mode: 'pick-and-pack',
    warehouse: { code: 'MAIN', timezone: 'Europe/Amsterdam' },
    epoch: EPOCH,
    numberRange: { from: 1, to: 10_000, prefix: PREFIX },
    serverUrl: NOBODY,
    incarnation: randomBytes(16).toString('hex'),
  }
  saveIdentity(path, identity)
  fillCache(path, identity, options.actions)
  fillLog(path, options.actions)
  return { path, identity, remove: () => rmSync(path, { recursive: true, force: true }) }
}

function fillCache(path: string, identity: StationIdentity, processedSeq: number): void {
  const cache = new CacheStore(path)
  const operator = { ref: 'emma', name: 'Emma', roles: ['picker', 'loader'] }
  const range = { ...identity.numberRange, incarnation: identity.incarnation }
  const documents: Record<string, unknown> = {
    'operator/emma': { ...operator, badgeHash: sha256(BADGE) },
    [`number-range/${STATION_ID}`]: { stationId: STATION_ID, ranges: [range] },
    'warehouse/MAIN': WAREHOUSE,
    'product/OAK': product('OAK', EAN),
    'pick-list/list-1': bigList(),
  }
  const changes = Object.entries(documents).map(([key, doc]): BaseChange => {
    const [kind, id] = key.split('/') as [BaseChange['kind'], string]
    return { kind, id, seq: 1, body: JSON.stringify(doc) }
  })
  cache.apply(changes, { epoch: EPOCH, cursor: 1, processedSeq })
  cache.close()
}

function fillLog(path: string, actions: number): void {
  const log = new LogStore(path)
  const newId = uuidV7(systemClock)
  const draft = {
    type: 'pick.confirm' as const,
    payload: { pickListId: 'list-0', lineNo: 1, quantity: 1, scan: EAN },
  }
  const occurredAt = new Date(systemClock.now()).toISOString()
  const body = actionBody({ draft, operatorId: 'emma', occurredAt, baseHead: 1 })
  for (let done = 0; done < actions; done += FILL_SLICE) {
    log.transaction(() => {
      for (let n = done; n < Math.min(actions, done + FILL_SLICE); n += 1) {
        const { seq, id } = log.append({ id: newId(), body })
        log.recordReceipt(EPOCH, { seq, id, outcome: 'accepted' }, occurredAt)
      }
    })
  }
  log.transaction(() => {
    writeSyncState(log, {
      epoch: EPOCH,
      ackedSeq: actions,
      durableSeq: actions,
      knownHead: 1,
      openRefusals: [],
    })
  })
  log.close()
}

function product(sku: string, code: string) {
  return {
    sku,
    name: 'Oak plank 14 mm',
    barcodes: [{ code, quantity: 1 }],
    weightGrams: 2_000,
    volumeCm3: 1_000,
    tracking: 'none',
  }
}

/** One line that no run of scans can fill. */
function bigList(): PickList {
  const list = aPickList({ code: LIST_CODE })
  return { ...list, lines: list.lines.map((line) => ({ ...line, requested: 1_000_000 })) }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

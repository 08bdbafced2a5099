import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appendCheckDigit } from '#contract/barcode/check-digit.ts'
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

/** Documents written per transaction while a big cache is made. */
const PRODUCTS_SLICE = 10_000

/** The data folder of a bench that has worked before, with its office's documents and a full log. */
export function stationFolder(options: {
  actions: number
  /** Products besides the one that is picked. */
  products?: number
  /** Lines of the list, the first of which no run of scans can fill. */
  lines?: number
}): {
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
  fillCache(path, identity, { products: 0, lines: 1, ...options })
  fillLog(path, options.actions)
  return { path, identity, remove: () => rmSync(path, { recursive: true, force: true }) }
}

function fillCache(
  path: string,
  identity: StationIdentity,
  size: { actions: number; products: number; lines: number },
): void {
  const cache = new CacheStore(path)
  const operator = { ref: 'emma', name: 'Emma', roles: ['picker', 'loader'] }
  const range = { ...identity.numberRange, incarnation: identity.incarnation }
  const documents: Record<string, unknown> = {
    'operator/emma': { ...operator, badgeHash: sha256(BADGE) },
    [`number-range/${STATION_ID}`]: { stationId: STATION_ID, ranges: [range] },
    'warehouse/MAIN': WAREHOUSE,
    'product/OAK': product('OAK', EAN),
    'pick-list/list-1': bigList(size),
  }
  const changes = Object.entries(documents).map(([key, doc]): BaseChange => {
    const [kind, id] = key.split('/') as [BaseChange['kind'], string]
    return { kind, id, seq: 1, body: JSON.stringify(doc) }
  })
  const position = { epoch: EPOCH, cursor: 1, processedSeq: size.actions }
  cache.apply(changes, position)
  for (let done = 0; done < size.products; done += PRODUCTS_SLICE) {
    const slice = Array.from({ length: Math.min(PRODUCTS_SLICE, size.products - done) })
    cache.apply(
      slice.map((_, n) => productChange(done + n)),
      position,
    )
  }
  cache.close()
}

/** Of a company prefix of its own, so that no code is that of the product that is picked. */
function productChange(n: number): BaseChange {
  const code = appendCheckDigit(`87000${String(n).padStart(7, '0')}`)
  const body = JSON.stringify(product(skuOf(n), code))
  return { kind: 'product', id: skuOf(n), seq: 1, body }
}

function skuOf(n: number): string {
  return `SKU-${String(n).padStart(6, '0')}`
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

/** Its first line no run of scans can fill; the others are products from all over the catalogue. */
function bigList({ products, lines }: { products: number; lines: number }): PickList {
  const list = aPickList({ code: LIST_CODE })
  const step = Math.floor(products / lines)
  return {
    ...list,
    lines: Array.from({ length: lines }, (_, n) => n).flatMap((n) =>
      list.lines.map((line) => ({
        ...line,
        lineNo: n + 1,
        orderLineNo: n + 1,
        requested: n === 0 ? 1_000_000 : 6,
        ...(n === 0 ? {} : { sku: skuOf(n * step) }),
      })),
    ),
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

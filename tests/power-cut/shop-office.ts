import type { PullAnswer } from '#contract/sync/envelope.ts'
import type { StationIdentity } from '../../main/store/identity.ts'
import type { CallResult, OfficeClient } from '../../main/sync/office-client.ts'
import { badge, DAY, operator, STATION } from '../../main/testing/floor.ts'
import { oakAndGlue, PRODUCTS } from '../../main/testing/shop.ts'

/** Lists of five scans each; a shift of the rig works through them from the first. */
export const LISTS = Array.from({ length: 60 }, (_, n) => oakAndGlue(`l${n + 1}`))

/** Of the log that a station begins with when it is enrolled. */
export const FIRST_INCARNATION = 'ab'.repeat(16)

export const BADGE = badge('sanne')

/** A product whose name is the cursor it came with: the cache may never hold one without the other. */
export const MARKED_SKU = 'MARKED'

const READS = Object.fromEntries(
  ['session.sign-in', 'pick.claim', 'pick.confirm', 'pack.open', 'pack.weigh', 'pack.close']
    .concat('label.print', 'label.verify')
    .map((type) => [type, [1]]),
)

const WAREHOUSE = {
  code: 'MAIN',
  name: 'Hoofdmagazijn',
  timezone: 'Europe/Amsterdam',
  gs1CompanyPrefix: '8712345',
  address: 'Kade 1, 1011 AB Amsterdam',
  qrKey: 'ab'.repeat(32),
  qrPersonalData: 'full',
}

/**
 * An office of one station in the bench's own process. It accepts what it is sent; its documents never
 * hold it, so the bench always replays its whole log. Every page moves the cursor and the marked product.
 */
export function shopOffice(
  identity: StationIdentity,
  { isOffline = false, sent }: { isOffline?: boolean; sent?: (seq: number) => void },
): OfficeClient {
  const away = { kind: 'unreachable' as const, detail: 'the network is away' }
  const ok = <T>(value: T): Promise<CallResult<T>> =>
    Promise.resolve(isOffline ? { ok: false, failure: away } : { ok: true, value })
  const serverTime = `${DAY}T08:00:00.000Z`
  return {
    enrol: () => Promise.reject(new Error('this station is enrolled already')),
    heartbeat: () => ok(null),
    live: (_onPoke, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    // Every page moves its head, so there is never one moment to compare.
    scope: () => Promise.resolve({ ok: false, failure: away }),
    pull: ({ cursor }) => ok(pageAfter(cursor, identity, serverTime)),
    push: ({ actions, fromSeq }) => {
      const lastSeq = fromSeq + actions.length - 1
      if (!isOffline) sent?.(lastSeq)
      const receipts = actions.map(({ seq, id }) => ({ seq, id, outcome: 'accepted' as const }))
      const head = 2
      return ok({ epoch: 'e1', ackedSeq: lastSeq, durableSeq: lastSeq, head, serverTime, receipts })
    },
  }
}

function pageAfter(cursor: number, identity: StationIdentity, serverTime: string): PullAnswer {
  const next = cursor + 1
  const marked = { ...PRODUCTS[0], sku: MARKED_SKU, name: String(next), barcodes: [] }
  const first = [
    { kind: 'warehouse', id: 'MAIN', doc: WAREHOUSE },
    { kind: 'operator', id: 'sanne', doc: operator('sanne', ['picker', 'loader']) },
    ...PRODUCTS.map((doc) => ({ kind: 'product', id: doc.sku, doc })),
    ...LISTS.map((doc) => ({ kind: 'pick-list', id: doc.id, doc })),
  ]
  const changes = [
    ...(cursor === 0 ? first : []),
    { kind: 'number-range', id: STATION, doc: { stationId: STATION, ranges: rangesOf(identity) } },
    { kind: 'product', id: MARKED_SKU, doc: marked },
  ]
  return {
    epoch: 'e1',
    head: next,
    cursor: next,
    more: false,
    processed: { incarnation: identity.incarnation, seq: 0 },
    reads: READS,
    serverTime,
    changes: changes.map((change) => ({ seq: next, ...change })),
  }
}

/** A log that was lost and made anew gets numbers that the first one never had (ID-4). */
function rangesOf({ incarnation, numberRange }: StationIdentity) {
  const isFirst = incarnation === FIRST_INCARNATION
  return [
    {
      incarnation,
      prefix: numberRange.prefix,
      ...(isFirst ? numberRange : { from: 10_000, to: 19_999 }),
    },
  ]
}

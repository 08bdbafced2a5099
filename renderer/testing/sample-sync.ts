import type { Account, AccountCounts } from '#contract/rpc/account-view.ts'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { QueueEntry } from '#contract/rpc/queue-entry.ts'
import type { RefusalView } from '#contract/rpc/refusal-view.ts'
import type { QueueFilter } from '#contract/rpc/station-contract.ts'
import type { LogTrouble } from '#contract/sync/log-trouble.ts'
import { SAMPLE_TIME, sampleLoading, sampleSscc } from './sample-floor.ts'

/** What a bench and its office make of one another, and what people see of it. */

type Changes = Omit<Partial<BenchView>, 'server' | 'log'> & {
  server?: Partial<BenchView['server']>
  log?: Partial<BenchView['log']>
}

function signedOut(text: string, detail: Record<string, string | number>): Changes {
  const feedback = { at: 44, kind: 'good', text, detail: { name: 'Sanne', ...detail } } as const
  return { operator: null, feedback }
}

function logTrouble(trouble: Partial<LogTrouble>): BenchView['log']['trouble'] {
  return {
    kind: 'stopped',
    reason: 'forked',
    at: null,
    carried: 0,
    unreadable: 0,
    lost: 0,
    message: 'The same in plain English.',
    ...trouble,
  }
}

const FIVE_WAITING = { ackedSeq: 307, pending: 5 }

const SALVAGED = {
  kind: 'salvaged',
  reason: 'page-unreadable',
  at: new Date(SAMPLE_TIME - 3_600_000).toISOString(),
  carried: 41,
} as const

/** Moments that differ in what the office knows, by name. */
export const SYNC_SAMPLES = {
  'shift-complete': signedOut('signed-out-complete', { made: 312, accounted: 312 }),
  'shift-sending': {
    ...signedOut('signed-out-waiting', { made: 312, waiting: 5 }),
    log: FIVE_WAITING,
  },
  'shift-waiting': {
    ...signedOut('signed-out-waiting', { made: 312, waiting: 5 }),
    log: FIVE_WAITING,
    server: { online: false, trouble: 'unreachable' },
  },
  'shift-refused': {
    ...signedOut('signed-out-complete', { made: 312, accounted: 312 }),
    log: { refused: 3, refusedOpen: 3 },
  },
  'trouble-forked': {
    server: { block: 'forked' },
    log: { ...FIVE_WAITING, trouble: logTrouble({}) },
  },
  'trouble-set-back': {
    server: { block: 'set-back' },
    log: { trouble: logTrouble({ reason: 'set-back' }) },
  },
  'trouble-damaged': {
    log: { ...FIVE_WAITING, trouble: logTrouble({ reason: 'chain-broken' }) },
  },
  'trouble-salvaged': { log: { trouble: logTrouble(SALVAGED) } },
  'trouble-salvaged-lost': {
    log: { trouble: logTrouble({ ...SALVAGED, lost: 3, unreadable: 4 }) },
  },
  'trouble-withdrawn': {
    server: { block: 'unauthorized', newWorkStop: 'bench-revoked' },
    log: FIVE_WAITING,
  },
  'trouble-draining': {
    server: { block: 'unauthorized', newWorkStop: 'bench-revoked', isDraining: true },
    log: FIVE_WAITING,
  },
  'trouble-upgrade': { server: { block: 'upgrade', newWorkStop: 'upgrade-needed' } },
  'trouble-old-office': { server: { block: 'office-too-old' }, log: FIVE_WAITING },
  'trouble-login': {
    work: sampleLoading(7, 5),
    server: { online: false, trouble: 'not-the-office' },
    log: FIVE_WAITING,
  },
  'trouble-clock': { server: { clockIsOff: true, clockOffsetMs: 11 * 60_000 } },
  'trouble-memory': { parked: { scannerId: 's1', count: 24, lost: 0 } },
  'trouble-disk': { log: { room: 'little' } },
  'trouble-restored': { log: { ...FIVE_WAITING, resending: { done: 120, total: 300 } } },
  'trouble-loading': {
    operator: null,
    feedback: null,
    server: { online: false, isLoading: true, loading: { documents: 2_000, share: 0.4 } },
  },
  'trouble-many': {
    server: { online: false, trouble: 'not-the-office', clockIsOff: true, clockOffsetMs: -185_000 },
    log: { ...FIVE_WAITING, room: 'little' },
  },
  'refused-three': { log: { refused: 3, refusedOpen: 3 } },
} as const satisfies Record<string, Changes>

export type SyncSampleName = keyof typeof SYNC_SAMPLES

export function isSyncSample(name: string): name is SyncSampleName {
  return name in SYNC_SAMPLES
}

export function syncChanges(name: SyncSampleName): Changes {
  return SYNC_SAMPLES[name]
}

/** The account that goes with what the bench shows. */
export function sampleAccount({ log, operator, isPractice }: BenchView): Account {
  const { pending: waiting, refusedOpen } = log
  const made = isPractice === true ? PRACTISED : NEWEST
  const counts: AccountCounts = {
    made,
    waiting,
    accepted: made - 3 - waiting - refusedOpen,
    excepted: 3,
    refusedOpen,
    refusedClosed: 0,
    accountedFor: made - waiting,
    isComplete: waiting === 0,
  }
  const begunAt = new Date(SAMPLE_TIME - 6 * 3_600_000).toISOString()
  const endedAt = operator === null ? new Date(SAMPLE_TIME).toISOString() : null
  return { shift: { operatorId: 'sanne', begunAt, endedAt, ...counts }, today: counts }
}

const NEWEST = 312

/** What somebody does who practises every task once. */
const PRACTISED = 34
const OLDEST = 180

/** A day's work and a little of the day before; every filter of it fills more or less than a page. */
export function sampleQueue({
  limit,
  before = NEWEST + 1,
  filter,
}: {
  limit: number
  before?: number | undefined
  filter: QueueFilter
}): QueueEntry[] {
  const found: QueueEntry[] = []
  for (let seq = Math.min(NEWEST, before - 1); seq > OLDEST && found.length < limit; seq -= 1) {
    const entry = entryAt(seq)
    if (filter === 'all' || entry.state === filter) found.push(entry)
  }
  return found
}

const KINDS = [
  ['pick.confirm', '2 × Oak plank 14 mm, natural', true],
  ['pick.confirm', '1 × Underlay 3 mm', true],
  ['label.verify', sampleSscc(2), false],
  ['pick.confirm', '6 × Skirting white 2.4 m', true],
  ['pack.close', sampleSscc(1), false],
  ['pick.claim', 'LL-000246', false],
] as const

const REFUSED: Readonly<Record<number, string>> = { 306: 'already-claimed', 282: 'dependency' }
const EXCEPTED: Readonly<Record<number, string>> = {
  309: 'stock-below-zero',
  302: 'weight-out-of-tolerance',
}

function entryAt(seq: number): QueueEntry {
  const [type, subject, hasUnit] = KINDS[(NEWEST - seq) % KINDS.length] ?? KINDS[0]
  const refused = REFUSED[seq]
  const excepted = EXCEPTED[seq]
  const answered =
    refused !== undefined ? 'refused' : excepted !== undefined ? 'excepted' : 'accepted'
  return {
    seq,
    type,
    subject,
    unitId: hasUnit ? sampleSscc(17) : null,
    state: seq > 310 ? 'waiting' : answered,
    atRisk: seq === 311,
    code: refused ?? excepted ?? null,
    detail: null,
    operatorId: 'sanne',
    occurredAt: new Date(SAMPLE_TIME - (NEWEST - seq) * 470_000).toISOString(),
  }
}

export function sampleRefusals(): RefusalView[] {
  const refusal = (
    seq: number,
    type: string,
    subject: string,
    code: string,
    more: Partial<RefusalView> = {},
  ): RefusalView => ({
    seq,
    id: `action-${seq}`,
    type,
    at: new Date(SAMPLE_TIME - (NEWEST - seq) * 470_000).toISOString(),
    operatorId: 'sanne',
    subject,
    code,
    why: `answer.${code}`,
    detail: null,
    canRetry: true,
    amendable: {},
    choices: {},
    ...more,
  })
  return [
    refusal(282, 'pick.confirm', '2 × Oak plank 14 mm, natural', 'dependency', {
      amendable: { quantity: 2, lineNo: 3, pickListId: 'list-0' },
    }),
    refusal(299, 'load.confirm', 'L-0412', 'lease-expired'),
    refusal(306, 'pick.claim', 'LL-000246', 'already-claimed', {
      amendable: { pickListId: 'list-6' },
      choices: {
        pickListId: [
          { value: 'list-7', words: 'LL-000247' },
          { value: 'list-8', words: 'LL-000248, LL-000251' },
        ],
      },
    }),
  ]
}

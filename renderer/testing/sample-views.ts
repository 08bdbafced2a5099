import type { Alert } from '#contract/rpc/alert-view.ts'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { PrintJobView } from '#contract/rpc/print-job-view.ts'
import type { Prompt } from '#contract/rpc/prompt-view.ts'
import type { WorkView } from '#contract/rpc/work-view.ts'
import type { PrintTarget } from '#contract/rpc/print-order.ts'
import {
  SAMPLE_TIME,
  sampleBench,
  sampleLoading,
  sampleLoadUnits,
  sampleSscc,
  sampleUnit,
} from './sample-floor.ts'
import { GLUE_TAKEN, glueByLot, GLUED, LOT_QUESTION } from './sample-lots.ts'
import { PALLET_OFFERED, PALLET_SAMPLES } from './sample-pallets.ts'
import { isSyncSample, syncChanges, type SyncSampleName } from './sample-sync.ts'
import { TOTE_SAMPLES } from './sample-totes.ts'
import {
  BACK,
  firstLine,
  IDLE,
  packing,
  picking,
  puttingBack,
  verifying,
  WAITING,
} from './sample-work.ts'

/** Every state a bench screen can be in, by name. */
export type SampleName = keyof typeof SAMPLES | SyncSampleName

function alert(tone: Alert['tone'], changes: Pick<Alert, 'code' | 'reason' | 'detail'>): Alert {
  return { tone, message: 'The same in plain English.', meanwhile: [], ...changes }
}

const WRONG = alert('wrong', {
  code: 'wrong-product',
  reason: 'product-not-on-list',
  detail: { scanned: 'Underlay 3 mm', needed: 'Oak plank 14 mm, natural' },
})

const BAD = { at: 42, kind: 'wrong', text: 'alert', detail: {} } as const

function asking(prompt: Prompt, work: WorkView = picking()): Partial<BenchView> {
  return { work, prompt }
}

const OVERRIDE = {
  kind: 'override',
  unitId: sampleSscc(1),
  grossGrams: 43_560,
  expectedGrams: 42_100,
  toleranceGrams: 210,
  triesLeft: null,
} as const

const OFFLINE: Partial<BenchView> = {
  server: { ...sampleBench(0).server, online: false },
  devices: sampleBench(0).devices.map((device) =>
    device.kind === 'printer'
      ? { ...device, state: 'attention', detail: 'Out of labels' }
      : device.kind === 'scale'
        ? { ...device, state: 'lost', detail: 'tcp://10.0.0.12:4001' }
        : device,
  ),
}

const SUPERVISOR = { id: 'karim', name: 'Karim', roles: ['supervisor'] }

/** What differs from a quiet bench, state by state. */
export const SAMPLES = {
  floor: { operator: SUPERVISOR, work: IDLE },
  'floor-fine': { operator: SUPERVISOR, work: IDLE },
  'floor-offline': { operator: SUPERVISOR, work: IDLE, ...OFFLINE },
  'floor-alone': { operator: SUPERVISOR, work: IDLE, ...OFFLINE },
  'signed-out': { operator: null, feedback: null },
  idle: { work: IDLE },
  'idle-empty': { work: { kind: 'idle', lists: [], putBacks: [], loads: [], lastLoad: null } },
  picking: { work: picking() },
  'picking-batch': {
    work: picking({
      orderNumbers: ['LL-000247', 'LL-000251', 'LL-000258'],
      next: { ...firstLine(), lot: 'B2604-17', tote: 2 },
    }),
  },
  'picking-lots': {
    work: picking({ next: glueByLot(), unit: sampleUnit({ contents: GLUED }) }),
    feedback: GLUE_TAKEN,
  },
  'picking-lots-fresh': { work: picking({ next: glueByLot({ picked: 0 }) }) },
  'picking-lots-any': { work: picking({ next: { ...glueByLot(), advised: [], picked: 6 } }) },
  'picking-multiplied': { work: picking({ multiplier: 24, unit: sampleUnit({ contents: [] }) }) },
  'picking-offline': { work: picking(), ...OFFLINE },
  'weigh-empty': { work: packing(), scale: { state: 'stable', grams: 0 } },
  'weigh-motion': { work: packing(), scale: { state: 'motion', grams: 31_460 } },
  'weigh-right': { work: packing() },
  'weigh-heavy': { work: packing(), scale: { state: 'stable', grams: 42_520 } },
  'weigh-over': { work: packing(), scale: { state: 'over', grams: null } },
  'verify-printing': { work: verifying('sending') },
  verify: { work: verifying('sent') },
  'verify-held': { work: verifying('held') },
  'verify-expired': { work: verifying('held') },
  packed: { work: packing({ unit: null }) },
  'idle-put-back': { work: { ...IDLE, putBacks: [WAITING] } },
  'put-back': { work: puttingBack(), feedback: BACK },
  'put-back-last': { work: puttingBack({ lines: 1, multiplier: 3 }) },
  loading: { work: sampleLoading(7, 5) },
  'loading-nearly': {
    work: { ...sampleLoading(11, 1), weightGrams: 3_290_000, seal: 'NL 4471 0938' },
  },
  'loading-full': {
    work: {
      ...sampleLoading(12, 0),
      weightGrams: 3_720_000,
      over: { grams: 220_000, cm3: 0, takeOff: sampleSscc(42) },
    },
  },
  'idle-confirmed': {
    work: { ...IDLE, lastLoad: { id: 'load-0', number: 'L-0411' } },
    feedback: {
      at: 44,
      kind: 'good',
      text: 'load-confirmed',
      detail: { load: 'L-0411', units: 11 },
    },
  },
  ...PALLET_SAMPLES,
  ...TOTE_SAMPLES,
  'idle-pallet': { work: { ...IDLE, pallets: PALLET_OFFERED } },
  'alert-wrong': { work: picking(), alert: WRONG, feedback: BAD },
  'alert-expired': {
    work: picking({ next: glueByLot() }),
    alert: alert('wrong', {
      code: 'wrong-product',
      reason: 'expired-goods',
      detail: { scanned: 'Parquet glue 5 kg', until: '2025-03-03' },
    }),
    feedback: BAD,
  },
  'alert-meanwhile': {
    work: picking(),
    alert: {
      ...WRONG,
      meanwhile: [
        ...Array.from({ length: 5 }, () => 'Skirting white 2.4 m'),
        '8712345000048',
        'badge',
        'UNDO',
        'SHORT',
        '8712345000031',
        '8712345000055',
      ],
    },
  },
  'alert-wrong-load': {
    work: sampleLoading(7, 5),
    alert: alert('wrong', {
      code: 'wrong-load',
      reason: 'other-region',
      detail: {
        unit: sampleSscc(77),
        belongs: 'ZH',
        load: 'NH',
        belongsLoad: 'L-0413',
        belongsPlate: '8-VKB-41',
        belongsRegion: 'ZH',
        belongsDate: '2025-04-17',
      },
    }),
  },
  'alert-old-copy': {
    work: sampleLoading(7, 5),
    alert: alert('wrong', {
      code: 'superseded-copy',
      reason: 'old-copy',
      detail: { unit: sampleSscc(77), copy: 1, live: 2 },
    }),
  },
  'alert-too-heavy': {
    work: {
      ...sampleLoading(12, 0),
      weightGrams: 3_720_000,
      over: { grams: 220_000, cm3: 0, takeOff: sampleSscc(42) },
    },
    alert: alert('stop', {
      code: 'load-refused',
      reason: 'load-too-heavy',
      detail: {
        load: 'L-0412',
        overGrams: 220_000,
        maxGrams: 3_500_000,
        unit: sampleSscc(42),
        name: 'Interieurhuis De Vries',
        unitGrams: 226_900,
      },
    }),
  },
  'alert-stop': {
    work: IDLE,
    alert: alert('stop', {
      code: 'order-cancelled',
      reason: 'order-cancelled',
      detail: { orderNumber: 'LL-000247' },
    }),
  },
  'alert-stopped': {
    work: IDLE,
    alert: alert('stop', {
      code: 'wrong-state',
      reason: 'order-stopped-because',
      detail: { orderNumber: 'LL-000247', because: 'the customer asked to wait' },
    }),
  },
  'alert-refused': {
    work: IDLE,
    alert: alert('stop', {
      code: 'claim-refused',
      reason: 'list-refused',
      detail: { list: 'LL-000247', why: 'already-claimed' },
    }),
  },
  'prompt-short': asking({
    kind: 'short-reason',
    sku: 'OAK-14-NAT',
    name: 'Oak plank 14 mm, natural',
    quantity: 2,
  }),
  'prompt-lot': asking(LOT_QUESTION, picking({ next: glueByLot() })),
  'prompt-override-badge': asking({ ...OVERRIDE, step: 'badge', supervisor: null }, packing()),
  'prompt-override-pin': asking(
    { ...OVERRIDE, step: 'pin', supervisor: 'Karim', triesLeft: 2 },
    packing(),
  ),
  'prompt-override-reason': asking({ ...OVERRIDE, step: 'reason', supervisor: 'Karim' }, packing()),
  'prompt-declare': asking({ kind: 'declare-reason', unitId: sampleSscc(1) }, packing()),
  'prompt-reprint': asking({ kind: 'reprint-reason', unitId: sampleSscc(1) }, verifying('sent')),
  'prompt-unload': asking({ kind: 'unload-reason', unitId: sampleSscc(41) }, sampleLoading(7, 5)),
  'prompt-seal': asking(
    { kind: 'seal', loadId: 'load-1', seal: 'NL 4471 0938' },
    { ...sampleLoading(12, 0), seal: 'NL 4471 0938' },
  ),
  'prompt-doubt': asking(
    { kind: 'print-in-doubt', unitId: sampleSscc(1), copy: 1, jobId: 'job-1' },
    verifying('unknown'),
  ),
  'prompt-missing': asking(
    {
      kind: 'confirm-missing',
      missing: sampleLoadUnits(7, 5).map(({ unitId }) => unitId),
      units: 5,
      unpacked: 2,
    },
    { ...sampleLoading(7, 5), unpacked: 2 },
  ),
  'prompt-unpacked': asking(
    { kind: 'confirm-missing', missing: [], units: 0, unpacked: 1 },
    { ...sampleLoading(12, 0), unpacked: 1 },
  ),
} as const satisfies Record<string, Partial<BenchView>>

/** The bench in one of its states. Waiting actions of the offline one are twelve minutes old. */
export function sampleView(name: SampleName, nowMs: number): BenchView {
  const oldestPendingAt = new Date(nowMs - 12 * 60_000).toISOString()
  if (isSyncSample(name)) {
    const { server, log, ...changes } = syncChanges(name)
    const work = name === 'trouble-disk' ? picking() : IDLE
    const view = sampleBench(nowMs, changes.operator === null ? changes : { work, ...changes })
    const oldest = log?.pending === undefined ? {} : { oldestPendingAt }
    return {
      ...view,
      server: { ...view.server, ...server },
      log: { ...view.log, ...oldest, ...log },
    }
  }
  const view = sampleBench(nowMs, SAMPLES[name])
  if (view.server.online) return view
  const { server } = sampleBench(nowMs)
  return {
    ...view,
    server: { ...server, online: false, trouble: 'unreachable' },
    log: { ...view.log, ackedSeq: 289, pending: 23, oldestPendingAt, accepted: 287 },
  }
}

/** Labels of the print panel; the one that is to be scanned back is the first. */
export function sampleJobs(name: SampleName): PrintJobView[] {
  const job = (
    id: string,
    serial: number,
    state: PrintJobView['state'],
    more: Partial<PrintJobView> = {},
  ): PrintJobView => ({
    id,
    unitId: sampleSscc(serial),
    copy: 1,
    sheet: null,
    printerId: 'p1',
    state,
    detail: '',
    reason: null,
    hold: null,
    isVoid: false,
    createdAt: new Date(SAMPLE_TIME - serial * 60_000).toISOString(),
    ...more,
  })
  return [
    name === 'verify-expired'
      ? job('job-1', 1, 'held', { hold: 'expired', detail: 'The printer is off' })
      : job('job-1', 1, 'sent'),
    job('job-2', 2, 'printed', { copy: 2, reason: 'UNREADABLE' }),
    job('job-3', 3, 'held', { hold: 'printer', detail: 'Out of labels' }),
    job('job-4', 4, 'unknown', { detail: 'The cable came loose in the middle' }),
    job('job-5', 5, 'sending'),
    job('job-6', 36, 'held', { hold: 'expired', detail: 'The printer is off' }),
    job('job-7', 41, 'queued', { hold: 'other-size' }),
    job('job-8', 44, 'failed', { detail: 'This label could not be made' }),
    job('job-9', 48, 'printed', { isVoid: true }),
    job('job-10', 52, 'cancelled', { isVoid: true }),
    job('job-11', 53, 'sent', {
      unitId: null,
      sheet: { kind: 'loading-list', load: 'L-0411', page: 1, pages: 2 },
    }),
    job('job-12', 54, 'unknown', {
      unitId: null,
      copy: 2,
      sheet: { kind: 'loading-list', load: 'L-0411', page: 2, pages: 2 },
    }),
  ]
}

/** Three printers, two of which can't take the label of the samples. */
export function samplePrinters(): PrintTarget[] {
  const printer = (printerId: string, name: string, more: Partial<PrintTarget>): PrintTarget => {
    return { printerId, name, widthMm: 102, heightMm: 152, dpi: 203, trouble: null, ...more }
  }
  return [
    printer('p1', 'Label printer', {}),
    printer('p2', 'Pallet printer, dock 2', { dpi: 300 }),
    printer('p3', 'Shelf labels', { widthMm: 58, heightMm: 40, trouble: 'other-size' }),
  ]
}

import { t } from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import {
  type BenchView,
  ConnectionTrouble,
  NewWorkStop,
  SendBlock,
} from '#contract/rpc/bench-view.ts'
import { CloseTrouble, WRITE_OFF_REASONS } from '#contract/rpc/refusal-view.ts'
import { SALVAGE_REASONS } from '#contract/sync/log-trouble.ts'
import { en } from '../text/en.ts'
import { nl } from '../text/nl.ts'
import { isTextKey, startText, type Say } from '../text/text.ts'
import { shiftState } from './shift-state.ts'
import { troubleWords } from './trouble-words.ts'
import { stoppedTrouble, troublesOf } from './trouble.ts'

const say: Say = (key, values) => t(key, values ?? {})

type Seen = Pick<BenchView, 'server' | 'log' | 'parked' | 'devices'>

/** Online, in order, and everything sent. */
const QUIET: Seen = {
  parked: null,
  devices: [],
  server: {
    url: 'http://127.0.0.1:4400',
    epoch: 'e1',
    online: true,
    block: 'none',
    lastSyncAt: null,
    clockOffsetMs: 0,
    clockIsOff: false,
    trouble: 'none',
    newWorkStop: null,
    isDraining: false,
    isLoading: false,
    loading: null,
  },
  log: {
    lastSeq: 9,
    ackedSeq: 9,
    durableSeq: 9,
    pending: 0,
    oldestPendingAt: null,
    accepted: 9,
    excepted: 0,
    refused: 0,
    refusedOpen: 0,
    resending: null,
    room: 'plenty',
    trouble: null,
  },
}

beforeAll(async () => {
  Object.assign(globalThis, { document: { documentElement: { lang: '' } } })
  await startText('en')
})

function bench(changes: { server?: Partial<Seen['server']>; log?: Partial<Seen['log']> }): Seen {
  const { server, log } = QUIET
  return { ...QUIET, server: { ...server, ...changes.server }, log: { ...log, ...changes.log } }
}

function logTrouble(kind: 'stopped' | 'salvaged', reason: (typeof SALVAGE_REASONS)[number]) {
  const counts = { carried: 4_100, unreadable: 3, lost: 0 }
  return bench({
    log: { pending: 2, trouble: { kind, reason, at: null, message: 'M.', ...counts } },
  })
}

const names = (seen: Seen) => troublesOf(seen).map(({ name }) => name)

test('a quiet bench is not troubled', () => {
  expect(names(bench({}))).toEqual([])
})

test('[ID-2] [ID-4] every way in which a log can fail is a trouble with four sentences, none of them empty', () => {
  const all = (['stopped', 'salvaged'] as const).flatMap((kind) =>
    SALVAGE_REASONS.map((reason) => logTrouble(kind, reason)),
  )
  for (const seen of all) {
    const [first] = troublesOf(seen)
    if (first === undefined) throw new Error('every one is told')
    const words = Object.values(troubleWords(first, say, 'en'))
    expect(words.filter((text) => !/^[A-Z4].{5,}$/.test(text) || text.includes('{{'))).toEqual([])
  }
  expect(
    troubleWords(troublesOf(logTrouble('salvaged', 'forked'))[0] ?? never(), say, 'en').say,
  ).toBe('4,100 actions that the office may lack were taken along.')
})

test('every block, trouble on the way and stop of new work is told; being offline takes no strip', () => {
  for (const block of SendBlock.options.filter((one) => one !== 'none')) {
    expect(names(bench({ server: { block } })), block).toHaveLength(1)
  }
  for (const newWorkStop of NewWorkStop.options) {
    expect(names(bench({ server: { newWorkStop, block: 'unauthorized' } }))).toHaveLength(1)
  }
  for (const trouble of ConnectionTrouble.options.filter((one) => one !== 'none')) {
    expect(names(bench({ server: { trouble, online: false } })), trouble).toHaveLength(1)
  }
  const [offline] = troublesOf(bench({ server: { trouble: 'unreachable', online: false } }))
  expect(offline).toMatchObject({ name: 'offline', hasStrip: false })
})

test('[SEC-1] a withdrawn bench says whether what it made is still taken, and offers to carry it', () => {
  const server = { newWorkStop: 'bench-revoked', block: 'unauthorized' } as const
  expect(names(bench({ server }))).toEqual(['withdrawn-empty'])
  const [gone] = troublesOf(bench({ server, log: { pending: 3 } }))
  expect(gone).toMatchObject({ name: 'withdrawn', actions: ['save'] })
  const draining = bench({ server: { ...server, isDraining: true }, log: { pending: 3 } })
  expect(names(draining)).toEqual(['withdrawn-draining'])
})

test('[VER-1] an app that is too old says that only what is new is stopped', () => {
  const stopped = bench({ server: { block: 'upgrade', newWorkStop: 'upgrade-needed' } })
  expect(names(stopped)).toEqual(['upgrade'])
  expect(names(bench({ server: { block: 'upgrade' } }))).toEqual(['upgrade-push'])
})

test('[TIME-1] a wrong clock says which way and how much', () => {
  const off = (clockOffsetMs: number) =>
    troublesOf(bench({ server: { clockIsOff: true, clockOffsetMs } }))[0] ?? never()
  expect(troubleWords(off(180_000), say, 'en').say).toBe('It is 3 min behind the office.')
  expect(troubleWords(off(-7_200_000), say, 'en').say).toBe('It is 2 h ahead of the office.')
})

test('[EPOCH-2] what is sent again and what is loaded say how far they have come', () => {
  const [again] = troublesOf(bench({ log: { resending: { done: 120, total: 300 } } }))
  expect(troubleWords(again ?? never(), say, 'en').say).toBe(
    'This bench is sending its work again: 120 of 300.',
  )
  expect(again?.share).toBe(0.4)
  const loading = { isLoading: true, loading: { documents: 2_000, share: 0.4 } }
  const [load] = troublesOf(bench({ server: loading }))
  expect(troubleWords(load ?? never(), say, 'nl').say).toMatch(/^2\.000 /)
})

test('a scanner’s memory that waits names the scanner, how much it is, and what can be done', () => {
  const scanner = { id: 's1', kind: 'scanner', name: 'Left', state: 'ready', detail: '' } as const
  const parked = { scannerId: 's1', count: 24, lost: 0 }
  const [waits] = troublesOf({ ...QUIET, devices: [scanner], parked })
  expect(waits).toMatchObject({ name: 'parked-scans', tone: 'warn', actions: ['parked'] })
  expect(troubleWords(waits ?? never(), say, 'en').say).toBe('24 codes came at once from Left.')
})

test('only a log that is stopped takes the whole screen, and the worst trouble comes first', () => {
  expect(stoppedTrouble(logTrouble('stopped', 'forked'))).toMatchObject({
    name: 'forked',
    actions: ['new-log', 'save'],
  })
  expect(stoppedTrouble(logTrouble('salvaged', 'forked'))).toBeNull()
  const many = bench({ server: { clockIsOff: true, clockOffsetMs: 1 }, log: { room: 'none' } })
  expect(names(many)).toEqual(['disk-none', 'clock-behind'])
})

test('a shift’s end is complete, on its way, or waits', () => {
  const { server } = QUIET
  expect(shiftState({ isComplete: true }, { server: { ...server, online: false } })).toBe(
    'complete',
  )
  expect(shiftState({ isComplete: false }, { server })).toBe('sending')
  expect(shiftState({ isComplete: false }, { server: { ...server, online: false } })).toBe(
    'waiting',
  )
  expect(shiftState({ isComplete: false }, { server: { ...server, block: 'rejected' } })).toBe(
    'waiting',
  )
})

test('every trouble, and all that can stop a closing, has words of its own in both languages', () => {
  const keys = [
    ...Object.keys(en).filter((key) => key.startsWith('trouble.')),
    ...CloseTrouble.options.map((trouble) => `close.trouble.${trouble}`),
    ...WRITE_OFF_REASONS.map((reason) => `write-off.${reason}`),
  ]
  const wordless = keys.filter((key) => {
    const known = key as keyof typeof en
    return !isTextKey(key.replace(/_(one|other)$/, '')) || en[known] === nl[known]
  })
  expect(wordless).toEqual([])
})

function never(): never {
  throw new Error('there is one')
}

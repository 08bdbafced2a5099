import { afterEach, expect, test, vi } from 'vitest'
import { encodeLoadlineCode } from '#contract/barcode/loadline-code.ts'
import { documentSchemas } from '#contract/documents/document.ts'
import { type PracticeHint, PRACTICE_TASKS } from '#contract/rpc/practice-view.ts'
import { systemClock } from '../clock.ts'
import { uuidV7 } from '../ids.ts'
import { benchView } from '../rpc/bench-view.ts'
import { attachDevices } from '../station.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { PracticeDesk } from './practice-desk.ts'
import { practiceHints } from './practice-hints.ts'
import { practiceSet, PRACTICE_SSCC_PREFIX } from './practice-set.ts'
import { startPractice } from './practice-station.ts'

const REAL = { name: 'Pack 1', warehouse: { code: 'MAIN', timezone: 'Europe/Amsterdam' } }

const PLAN = { day: '2026-03-02', timezone: 'Europe/Amsterdam', incarnation: 'ab'.repeat(16) }

/** More moves than the whole floor takes; a guide that runs in circles ends here. */
const MOVES_MAX = 120

let desk: PracticeDesk | null = null
afterEach(async () => {
  await desk?.close()
  desk = null
})

async function practise(folder = tempFolder()): Promise<PracticeDesk> {
  const troubles: string[] = []
  const parts = {
    clock: systemClock,
    newId: uuidV7(systemClock),
    random: () => 0.5,
    onTrouble: (text: string) => void troubles.push(text),
  }
  desk = new PracticeDesk({
    start: () =>
      startPractice({ dataFolder: folder, real: REAL, appVersion: '1.0.0' }, parts, (devices) =>
        attachDevices({ dataFolder: folder, devices }, parts),
      ),
    isFree: () => true,
    onChange: () => undefined,
  })
  expect(await desk.begin()).toEqual({ accepted: true, trouble: null })
  return desk
}

function viewOf(practice: PracticeDesk) {
  const { floor } = practice
  if (floor === null) throw new Error('practice is off')
  return { floor, bench: benchView(floor), guide: practice.view() }
}

/** Where the bench is, as far as one move changes it. */
function whereIs(practice: PracticeDesk): string {
  const { bench, guide } = viewOf(practice)
  return JSON.stringify([bench.log.lastSeq, bench.alert, bench.prompt, guide])
}

/** A wrong weight is no alert: the scale says it, and nothing latches. */
function isOffered(hint: PracticeHint | null | undefined): boolean {
  return hint !== null && hint !== undefined && hint.thing !== 'scale'
}

async function move(practice: PracticeDesk, what: 'next' | 'wrong' | 'short'): Promise<void> {
  const before = whereIs(practice)
  const shown = practice.view()?.[what]
  if (shown === null || shown === undefined) throw new Error(`nothing is offered as ${what}`)
  expect(practice.move({ move: what, shown })).toEqual({ accepted: true, trouble: null })
  await vi.waitFor(() => expect(whereIs(practice)).not.toBe(before), 10_000)
}

test('every document of practice is one that an office could have sent', () => {
  const { documents } = practiceSet(PLAN)
  for (const { kind, doc } of documents) expect(documentSchemas[kind].parse(doc)).toEqual(doc)
})

test('the guide leads through the whole floor: every order is packed, labelled and loaded', async () => {
  const practice = await practise()
  await vi.waitFor(() => expect(viewOf(practice).bench.server.isLoading).toBe(false))
  const wanted = ['wrong', 'short'] as const
  const tried = new Set<string>()
  for (let moves = 0; moves < MOVES_MAX; moves += 1) {
    const { guide, bench } = viewOf(practice)
    if (guide?.done.length === PRACTICE_TASKS.length && bench.work.kind === 'idle') break
    const trial = wanted.find((what) => !tried.has(what) && isOffered(guide?.[what]))
    if (trial !== undefined) tried.add(trial)
    await move(practice, trial ?? 'next')
  }
  const { floor, bench, guide } = viewOf(practice)
  expect(guide?.done).toEqual([...PRACTICE_TASKS])
  expect(bench.work).toMatchObject({ kind: 'idle', lists: [] })
  const lists = practiceSet(PLAN).documents.filter(({ kind }) => kind === 'pick-list')
  const statuses = lists.map(({ id }) => floor.view.get('pick-list', id)?.orders[0]?.status)
  expect(statuses).toEqual(['LOADED', 'LOADED', 'LOADED'])
  await vi.waitFor(() => expect(viewOf(practice).bench.log.pending).toBe(0), 10_000)
  expect(viewOf(practice).bench.log).toMatchObject({ refused: 0, excepted: 0 })
})

test('the guide loads what can be loaded, and goes without an order that was never packed', async () => {
  const practice = await practise()
  const { bench } = viewOf(practice)
  const answerTo = (missing: string[]) => {
    const units = missing.length
    const prompt = { kind: 'confirm-missing', missing, units, unpacked: 1 } as const
    return practiceHints({ ...bench, prompt }, practiceSet(PLAN)).next?.name
  }
  expect(answerTo(['002000000000000013'])).toBe('CANCEL')
  expect(answerTo([])).toBe('CONFIRM')
})

test('a button whose offer is over does nothing', async () => {
  const practice = await practise()
  await vi.waitFor(() => expect(viewOf(practice).bench.server.isLoading).toBe(false))
  const shown = practice.view()?.next
  if (shown === null || shown === undefined) throw new Error('practice offers no badge')
  expect(practice.move({ move: 'next', shown }).accepted).toBe(true)
  expect(practice.move({ move: 'next', shown }).trouble).toBe('moved-on')
  expect(viewOf(practice).bench).toMatchObject({ work: { kind: 'idle' }, log: { lastSeq: 1 } })
})

test('units of practice have numbers that no company was ever given', async () => {
  const practice = await practise()
  const { floor } = viewOf(practice)
  expect(floor.identity.numberRange.prefix).toBe(PRACTICE_SSCC_PREFIX)
  expect(PRACTICE_SSCC_PREFIX).toMatch(/^\d02\d/)
})

test('practice begins anew every time, and a badge of practice is its own', async () => {
  const folder = tempFolder()
  const practice = await practise(folder)
  await vi.waitFor(() => expect(viewOf(practice).bench.server.isLoading).toBe(false))
  await move(practice, 'next')
  expect(viewOf(practice).bench.operator).toMatchObject({ id: 'trainee' })
  await practice.leave()
  expect(practice.floor).toBeNull()
  const late = { thing: 'command', name: 'ACK', code: 'LLCACKR', grams: null } as const
  const tooLate = practice.move({ move: 'next', shown: late })
  expect(tooLate).toEqual({ accepted: false, trouble: 'not-practising' })
  await practice.begin()
  expect(viewOf(practice).bench).toMatchObject({ operator: null, log: { lastSeq: 0 } })
  await vi.waitFor(() => expect(viewOf(practice).bench.server.isLoading).toBe(false))
  practice.bench?.takeScan({ scannerId: 's1', text: encodeLoadlineCode('badge', 'SANNE') })
  expect(viewOf(practice).bench.operator).toBeNull()
})

test('practice does not begin with work in hand', async () => {
  const busy = new PracticeDesk({
    start: () => Promise.reject(new Error('must not start')),
    isFree: () => false,
    onChange: () => undefined,
  })
  expect(await busy.begin()).toEqual({ accepted: false, trouble: 'work-in-hand' })
  expect(busy.view()).toBeNull()
})

import { expect, test } from 'vitest'
import { LogStore } from '../store/log-store.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { PRINT_JOB_STATES, movedBy, type PrintJobEvent } from './print-job-moves.ts'
import { PrintJobs } from './print-jobs.ts'

const EVENTS: PrintJobEvent[] = [
  'send',
  'held',
  'sent',
  'printed',
  'unknown',
  'unmakable',
  'proven',
  'came-out',
  'not-printed',
  'redirect',
  'release',
  'cancel',
  'superseded',
]

/** Every state by every event, in the order of EVENTS; a dash is an event that means nothing there. */
const TABLE: Record<string, string> = {
  queued: 'sending - - - - failed - - - queued queued cancelled cancelled',
  held: 'sending - - - - failed - - - queued queued cancelled cancelled',
  sending: '- held sent printed unknown - - - - - - - -',
  sent: '- - - - - - printed printed failed - - - -',
  unknown: '- - - - - - printed printed failed - - - -',
  printed: '- - - - - - - - - - - - -',
  failed: '- - - - - - - - - - - cancelled -',
  cancelled: '- - - - - - - - - - - - -',
}

function journal() {
  const log = new LogStore(tempFolder())
  const jobs = new PrintJobs(log)
  const add = (id: string, more: { unitId?: string; copy?: number; createdAt?: string } = {}) =>
    jobs.add({
      id,
      unitId: '387123450000000012',
      copy: 1,
      printerId: 'p1',
      reason: null,
      document: '{}',
      createdAt: '2026-03-02T08:00:00.000Z',
      ...more,
    })
  const at = '2026-03-02T08:00:10.000Z'
  return { log, jobs, add, at }
}

test('every event does to every state in the journal what the table says, and nothing else', () => {
  const { log, jobs, add, at } = journal()
  const found = PRINT_JOB_STATES.map((state) => {
    const moves = EVENTS.map((event) => {
      const id = `${state}-${event}`
      add(id)
      log.db.prepare('UPDATE print_job SET state = ? WHERE id = ?').run(state, id)
      const isMoved = jobs.move(id, event, { at })
      const after = jobs.get(id)?.state
      // An event that means nothing changes nothing.
      if (!isMoved) return after === state ? '-' : `${after}?`
      return after
    })
    return [state, moves.join(' ')]
  })
  expect(Object.fromEntries(found)).toEqual(TABLE)
  log.close()
})

test('nothing leads from sending, sent or unknown to a label that is sent again by itself', () => {
  const reachable = (from: (typeof PRINT_JOB_STATES)[number]) => {
    const seen = new Set([from])
    for (const state of seen) {
      for (const event of EVENTS) {
        // Not one byte had left: the printer itself refused it.
        if (event === 'held') continue
        const next = movedBy(state, event)
        if (next !== null) seen.add(next)
      }
    }
    return [...seen]
  }
  for (const state of ['sending', 'sent', 'unknown'] as const) {
    expect(reachable(state)).not.toContain('queued')
    expect(reachable(state)).not.toContain('held')
    expect(reachable(state).filter((next) => next === 'sending')).toHaveLength(
      state === 'sending' ? 1 : 0,
    )
  }
})

test('a printer stays marked as left midway until a whole label went through it', () => {
  const { log, jobs, add, at } = journal()
  add('a')
  add('b')
  add('c')
  jobs.move('a', 'send', { at })
  expect(jobs.midwayPrinters()).toEqual(['p1'])
  jobs.move('a', 'unknown', { at })
  jobs.move('b', 'send', { at })
  // Nothing of it left, so the half of the one before is still in there.
  jobs.move('b', 'held', { at })
  expect(jobs.midwayPrinters()).toEqual(['p1'])
  jobs.move('a', 'came-out', { at })
  expect(jobs.midwayPrinters()).toEqual(['p1'])
  jobs.move('b', 'send', { at })
  jobs.move('b', 'sent', { at })
  expect(jobs.midwayPrinters()).toEqual([])
  jobs.move('c', 'send', { at })
  jobs.move('c', 'unknown', { at, isCut: false })
  expect(jobs.midwayPrinters()).toEqual([])
  log.close()
})

test('a label that was scanned settles its own copy alone, whatever its printer had said', () => {
  const { log, jobs, add, at } = journal()
  const unitId = '387123450000000029'
  for (const [id, copy] of [
    ['one', 1],
    ['two', 2],
  ] as const) {
    add(id, { unitId, copy })
    jobs.move(id, 'send', { at })
    jobs.move(id, 'unknown', { at })
  }
  jobs.prove(unitId, 2, at)
  expect(jobs.get('one')?.state).toBe('unknown')
  expect(jobs.get('two')?.state).toBe('printed')
  log.close()
})

test('a newer copy takes the older ones that still wait out of the queue, and only those', () => {
  const { log, jobs, add, at } = journal()
  const unitId = '387123450000000029'
  add('printed', { unitId, copy: 1 })
  jobs.move('printed', 'send', { at })
  jobs.move('printed', 'printed', { at })
  add('waits', { unitId, copy: 2 })
  add('new', { unitId, copy: 3 })
  add('other')
  jobs.supersede(unitId, 2, at)
  expect(['printed', 'waits', 'new', 'other'].map((id) => jobs.get(id)?.state)).toEqual([
    'printed',
    'cancelled',
    'queued',
    'queued',
  ])
  expect(jobs.newestCopy(unitId)).toBe(3)
  log.close()
})

test('a redirected label keeps its copy number and its age begins anew', () => {
  const { log, jobs, add, at } = journal()
  add('a')
  expect(jobs.redirect('a', 'p2', at)).toBe(true)
  expect(jobs.get('a')).toMatchObject({ printerId: 'p2', copy: 1, state: 'queued' })
  const job = jobs.get('a')
  expect(job && jobs.waitsSince()(job)).toBe(at)
  jobs.move('a', 'send', { at })
  expect(jobs.redirect('a', 'p1', at)).toBe(false)
  expect(jobs.get('a')?.printerId).toBe('p2')
  log.close()
})

import { expect, test } from 'vitest'
import type { Unit } from '#contract/documents/unit.ts'
import type { LabelDocument } from '#contract/label/label-document.ts'
import { LogStore } from '../store/log-store.ts'
import { closedUnit } from '../testing/floor.ts'
import { manualClock } from '../testing/manual-clock.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { PRINT_EXPIRY_MS } from './print-holds.ts'
import { PrintJobs } from './print-jobs.ts'
import { PrintQueue, type PrintOutcome } from './print-queue.ts'

const LABEL: LabelDocument = { widthMm: 102, heightMm: 152, elements: [] }
const START_MS = Date.parse('2026-03-02T08:00:00.000Z')
const UNIT = '387123450000000012'

type Options = {
  folder?: string
  canRecord?: () => boolean
  /** How far the wall clock is off from a clock that never jumps. */
  jumpMs?: () => number
  unit?: () => Unit | undefined
  isCut?: boolean
}

/** A queue over a real journal; the printer does what the test says and remembers what it saw. */
function queueWith(outcomes: PrintOutcome['outcome'][], options: Options = {}) {
  const { folder = tempFolder(), canRecord = () => true, jumpMs = () => 0 } = options
  const log = new LogStore(folder)
  const jobs = new PrintJobs(log)
  const clock = manualClock(START_MS)
  const sent: string[] = []
  const afterCut: string[] = []
  const journalAtSend: (string | undefined)[] = []
  const settled: string[] = []
  const troubles: string[] = []
  let changes = 0
  const printer = { language: 'zpl', dpi: 203, widthMm: 102, heightMm: 152 } as const
  const wall = { ...clock, now: () => clock.now() + jumpMs() }
  const queue = new PrintQueue({
    jobs,
    clock: wall,
    printers: [
      { id: 'p1', ...printer },
      { id: 'p2', ...printer },
    ],
    make: (_printer, label) =>
      label.elements.length === 0
        ? Promise.resolve(new Uint8Array([1]))
        : Promise.reject(new Error('no such bars in this language')),
    print: (printerId, { jobId, afterCutJob }) => {
      sent.push(printerId === 'p1' ? jobId : `${jobId} at ${printerId}`)
      if (afterCutJob) afterCut.push(jobId)
      journalAtSend.push(jobs.get(jobId)?.state)
      const { isCut } = options
      return Promise.resolve({ outcome: outcomes.shift() ?? 'sent', detail: '', isCut })
    },
    unitOf: () => options.unit?.(),
    onOutcome: (job, { outcome, detail, isCut }) => {
      if (!canRecord()) return false
      settled.push(`${job.id} ${outcome}`)
      return jobs.move(job.id, outcome, { at: 'now', detail, isCut })
    },
    onChange: () => {
      changes += 1
    },
    onTrouble: (text) => troubles.push(text),
  })
  const add = (
    id: string,
    copy = 1,
    document: LabelDocument = LABEL,
    atMs = START_MS + sent.length,
  ) =>
    jobs.add({
      id,
      unitId: UNIT,
      copy,
      printerId: 'p1',
      reason: null,
      document: JSON.stringify(document),
      createdAt: new Date(atMs).toISOString(),
    })
  const close = async () => {
    await queue.close()
    log.close()
  }
  const seen = { sent, settled, troubles, journalAtSend, afterCut, changes: () => changes }
  return { ...seen, log, jobs, clock, queue, add, folder, close }
}

async function settle(): Promise<void> {
  for (let n = 0; n < 30; n += 1) await new Promise((resolve) => setImmediate(resolve))
}

test('a job is journalled as sending before its first byte, and jobs go in order', async () => {
  const { queue, add, sent, settled, journalAtSend, close } = queueWith([])
  add('job-1')
  add('job-2', 2)
  queue.start()
  await settle()
  expect(sent).toEqual(['job-1', 'job-2'])
  expect(journalAtSend).toEqual(['sending', 'sending'])
  expect(settled).toEqual(['job-1 sent', 'job-2 sent'])
  await close()
})

test('a cut job is unknown and is never sent again by itself', async () => {
  const { queue, add, sent, jobs, clock, close } = queueWith(['unknown'])
  add('job-1')
  queue.start()
  await settle()
  clock.advance(3_600_000)
  queue.wake()
  await settle()
  expect(sent).toEqual(['job-1'])
  expect(jobs.get('job-1')?.state).toBe('unknown')
  await close()
})

test('[FAULT-3] a held job has sent nothing, is tried again by itself and goes once', async () => {
  const { queue, add, sent, settled, clock, jobs, close } = queueWith(['held', 'held', 'printed'])
  add('job-1')
  queue.start()
  await settle()
  expect({ settled, state: jobs.get('job-1')?.state }).toEqual({ settled: [], state: 'held' })
  for (let n = 0; n < 5; n += 1) {
    clock.advance(10_000)
    await settle()
  }
  expect(sent).toEqual(['job-1', 'job-1', 'job-1'])
  expect(settled).toEqual(['job-1 printed'])
  await close()
})

test('a job that was being sent when the host died is unknown after the restart', async () => {
  const first = queueWith([])
  first.add('job-1')
  first.jobs.move('job-1', 'send', { at: 'now' })
  first.log.close()
  const again = queueWith([], { folder: first.folder })
  again.queue.start()
  await settle()
  expect(again.sent).toEqual([])
  expect(again.settled).toEqual(['job-1 unknown'])
  await again.close()
})

test('[FAULT-1] the label after one that the host’s death cut is kept apart from it, over any number of restarts', async () => {
  const first = queueWith([])
  first.add('job-1')
  first.jobs.move('job-1', 'send', { at: 'now' })
  first.log.close()
  const second = queueWith(['held'], { folder: first.folder })
  second.add('job-2', 2)
  second.queue.start()
  await settle()
  expect(second.afterCut).toEqual(['job-2'])
  await second.close()
  const third = queueWith([], { folder: first.folder })
  third.add('job-3', 3)
  third.queue.start()
  await settle()
  expect(third.sent).toEqual(['job-2', 'job-3'])
  expect(third.afterCut).toEqual(['job-2'])
  await third.close()
  const fourth = queueWith([], { folder: first.folder })
  fourth.add('job-4', 4)
  fourth.queue.start()
  await settle()
  expect(fourth.afterCut).toEqual([])
  await fourth.close()
})

test('a label that went out whole, though nobody knows if it was printed, leaves nothing to be cleaned', async () => {
  const first = queueWith(['unknown'], { isCut: false })
  first.add('job-1')
  first.queue.start()
  await settle()
  await first.close()
  const again = queueWith([], { folder: first.folder })
  again.add('job-2', 2)
  again.queue.start()
  await settle()
  expect({ sent: again.sent, afterCut: again.afterCut }).toEqual({ sent: ['job-2'], afterCut: [] })
  await again.close()
})

test('an end that could not be written is owed, and written before the next label goes', async () => {
  let isDiskFull = true
  const { queue, add, sent, settled, clock, close } = queueWith([], {
    canRecord: () => !isDiskFull,
  })
  add('job-1')
  add('job-2', 2)
  queue.start()
  await settle()
  clock.advance(10_000)
  await settle()
  expect({ sent, settled }).toEqual({ sent: ['job-1'], settled: [] })
  isDiskFull = false
  clock.advance(10_000)
  await settle()
  expect(sent).toEqual(['job-1', 'job-2'])
  expect(settled).toEqual(['job-1 sent', 'job-2 sent'])
  await close()
})

test('a label that can not be made has failed, sends nothing, and holds up none behind it', async () => {
  const { queue, add, sent, jobs, settled, troubles, log, close } = queueWith([])
  const line = { kind: 'line', xMm: 0, yMm: 0, widthMm: 1, heightMm: 1 } as const
  add('job-1', 1, { ...LABEL, elements: [line] })
  add('job-2', 2)
  log.db.exec(`UPDATE print_job SET document = 'no label' WHERE id = 'job-2'`)
  add('job-3', 3)
  queue.start()
  await settle()
  expect(sent).toEqual(['job-3'])
  expect(settled).toEqual(['job-3 sent'])
  expect(jobs.get('job-1')?.state).toBe('failed')
  expect(jobs.get('job-2')?.state).toBe('failed')
  expect(troubles.join()).toContain('job-1')
  await close()
})

test('a journal that can not be written sends nothing, and the queue goes on when it can', async () => {
  const { queue, add, sent, troubles, clock, log, close } = queueWith([])
  add('job-1')
  log.db.exec(
    "CREATE TRIGGER full BEFORE UPDATE ON print_job BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  )
  queue.start()
  await settle()
  expect(sent).toEqual([])
  expect(troubles.join()).toContain('disk full')
  log.db.exec('DROP TRIGGER full')
  clock.advance(10_000)
  await settle()
  expect(sent).toEqual(['job-1'])
  await close()
})

test('a journal that can not be read for a while does not end the host', async () => {
  const { queue, add, sent, troubles, clock, log, close } = queueWith(['held'])
  add('job-1')
  queue.start()
  await settle()
  log.db.exec('ALTER TABLE print_job RENAME TO away')
  clock.advance(10_000)
  await settle()
  expect(troubles.join()).toContain('print_job')
  log.db.exec('ALTER TABLE away RENAME TO print_job')
  clock.advance(10_000)
  await settle()
  expect(sent).toEqual(['job-1', 'job-1'])
  await close()
})

test('a label held for too long does not come out by itself, lets others by, and goes when it is let go', async () => {
  const printer = Array.from({ length: 2_000 }, () => 'held' as const)
  const { queue, add, sent, clock, jobs, changes, close } = queueWith(printer)
  add('job-1')
  queue.start()
  await settle()
  while (clock.now() - START_MS <= PRINT_EXPIRY_MS) {
    clock.advance(60_000)
    await settle()
  }
  const changesBefore = changes()
  printer.length = 0
  clock.advance(60_000)
  const tries = sent.length
  add('job-2', 1, LABEL, clock.now())
  queue.wake()
  await settle()
  expect(sent.slice(tries)).toEqual(['job-2'])
  expect(jobs.get('job-1')?.state).toBe('held')
  expect(changes()).toBeGreaterThan(changesBefore)
  jobs.move('job-1', 'release', { at: new Date(clock.now()).toISOString() })
  queue.wake()
  await settle()
  expect(sent.slice(tries)).toEqual(['job-2', 'job-1'])
  await close()
})

test.each([
  ['the machine slept for a night', 14 * 3_600_000],
  ['its clock was set forward', 365 * 86_400_000],
  ['its clock was set back', -86_400_000],
])('[FAULT-20] %s: what waited asks first, and what is new goes', async (_what, ms) => {
  let jumpMs = 0
  const { queue, add, sent, clock, close } = queueWith(['held'], { jumpMs: () => jumpMs })
  add('job-1')
  queue.start()
  await settle()
  jumpMs = ms
  // Timers of a machine that slept fire late, all at once.
  clock.advance(10_000)
  await settle()
  expect(sent).toEqual(['job-1'])
  add('job-2', 1, LABEL, clock.now() + jumpMs)
  queue.wake()
  await settle()
  expect(sent).toEqual(['job-1', 'job-2'])
  await close()
})

test('a label of another size than the printer’s waits for a person; the others go', async () => {
  const { queue, add, sent, jobs, close } = queueWith([])
  add('job-1', 1, { ...LABEL, heightMm: 100 })
  add('job-2', 2)
  queue.start()
  await settle()
  expect(sent).toEqual(['job-2'])
  expect(jobs.get('job-1')?.state).toBe('queued')
  await close()
})

test.each([
  ['was opened again', { status: 'open' as const }],
  ['has a newer label', { label: { lastCopy: 2, verifiedCopy: 0, voidedThrough: 0 } }],
  ['had it made void', { label: { lastCopy: 1, verifiedCopy: 0, voidedThrough: 1 } }],
])('a copy whose unit %s while it waited is cancelled, never printed', async (_what, more) => {
  const { queue, add, sent, jobs, close } = queueWith([], { unit: () => closedUnit(1, more) })
  add('job-1')
  queue.start()
  await settle()
  expect(sent).toEqual([])
  expect(jobs.get('job-1')?.state).toBe('cancelled')
  await close()
})

test('a copy number that was printed at another bench meanwhile is not printed a second time', async () => {
  let label = { lastCopy: 0, verifiedCopy: 0, voidedThrough: 0 }
  const { queue, add, sent, clock, jobs, close } = queueWith(['held'], {
    unit: () => closedUnit(1, { label }),
  })
  add('job-1')
  queue.start()
  await settle()
  label = { lastCopy: 1, verifiedCopy: 1, voidedThrough: 0 }
  clock.advance(60_000)
  await settle()
  expect(sent).toEqual(['job-1'])
  expect(jobs.get('job-1')?.state).toBe('held')
  await close()
})

test('a redirected label comes out of the other printer, once, and no more of its own', async () => {
  const { queue, add, sent, clock, jobs, settled, close } = queueWith(['held'])
  add('job-1')
  queue.start()
  await settle()
  jobs.redirect('job-1', 'p2', new Date(clock.now()).toISOString())
  queue.wake()
  await settle()
  clock.advance(60_000)
  await settle()
  expect(sent).toEqual(['job-1', 'job-1 at p2'])
  expect(settled).toEqual(['job-1 sent'])
  await close()
})

test('two printers at once: the end of one label is written though the other had its turn meanwhile', async () => {
  const { queue, add, jobs, settled, close } = queueWith([])
  add('job-1')
  queue.start()
  // Every scan wakes both printers while a label is under way.
  for (let n = 0; n < 10; n += 1) {
    await Promise.resolve()
    queue.wake()
  }
  await settle()
  expect(settled).toEqual(['job-1 sent'])
  expect(jobs.get('job-1')?.state).toBe('sent')
  await close()
})

test('a label cancelled while its bytes are made is not sent', async () => {
  const { queue, add, sent, jobs, close } = queueWith([])
  add('job-1')
  queue.start()
  jobs.move('job-1', 'cancel', { at: 'now' })
  await settle()
  expect(sent).toEqual([])
  expect(jobs.get('job-1')?.state).toBe('cancelled')
  await close()
})

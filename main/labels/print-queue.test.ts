import { expect, test } from 'vitest'
import type { LabelDocument } from '#contract/label/label-document.ts'
import { LogStore } from '../store/log-store.ts'
import { manualClock } from '../testing/manual-clock.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { PrintJobs } from './print-jobs.ts'
import { PrintQueue, type PrintOutcome } from './print-queue.ts'

const LABEL: LabelDocument = { widthMm: 102, heightMm: 152, elements: [] }

/** A queue over a real journal; the printer does what the test says and remembers what it saw. */
function queueWith(
  outcomes: PrintOutcome['outcome'][],
  folder = tempFolder(),
  canRecord: () => boolean = () => true,
) {
  const log = new LogStore(folder)
  const jobs = new PrintJobs(log.db)
  const clock = manualClock(0)
  const sent: string[] = []
  const journalAtSend: (string | undefined)[] = []
  const settled: string[] = []
  const troubles: string[] = []
  const queue = new PrintQueue({
    jobs,
    clock,
    printers: ['p1'],
    print: (_printerId, { jobId }) => {
      sent.push(jobId)
      journalAtSend.push(jobs.get(jobId)?.state)
      const outcome = outcomes.shift() ?? 'sent'
      return Promise.resolve({ outcome, detail: '' })
    },
    onOutcome: (job, outcome, detail) => {
      if (!canRecord()) return false
      settled.push(`${job.id} ${outcome}`)
      jobs.setState(job.id, outcome, detail, 'now')
      return true
    },
    onChange: () => undefined,
    onTrouble: (text) => troubles.push(text),
  })
  const add = (id: string, copy = 1) =>
    jobs.add({
      id,
      unitId: '387123450000000012',
      copy,
      printerId: 'p1',
      reason: null,
      document: JSON.stringify(LABEL),
      createdAt: `2026-03-02T08:00:0${sent.length}.000Z`,
    })
  return { log, jobs, clock, sent, settled, troubles, journalAtSend, queue, add, folder }
}

async function settle(): Promise<void> {
  for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve))
}

test('a job is journalled as sending before its first byte, and jobs go in order', async () => {
  const { queue, add, sent, settled, journalAtSend, log } = queueWith([])
  add('job-1')
  add('job-2', 2)
  queue.start()
  await settle()
  expect(sent).toEqual(['job-1', 'job-2'])
  expect(journalAtSend).toEqual(['sending', 'sending'])
  expect(settled).toEqual(['job-1 sent', 'job-2 sent'])
  await queue.close()
  log.close()
})

test('a cut job is unknown and is never sent again by itself', async () => {
  const { queue, add, sent, jobs, clock, log } = queueWith(['unknown'])
  add('job-1')
  queue.start()
  await settle()
  clock.advance(3_600_000)
  queue.wake()
  await settle()
  expect(sent).toEqual(['job-1'])
  expect(jobs.get('job-1')?.state).toBe('unknown')
  await queue.close()
  log.close()
})

test('a held job has sent nothing and is tried again by itself', async () => {
  const { queue, add, sent, settled, clock, log } = queueWith(['held', 'sent'])
  add('job-1')
  queue.start()
  await settle()
  expect(settled).toEqual([])
  clock.advance(10_000)
  await settle()
  expect(sent).toEqual(['job-1', 'job-1'])
  expect(settled).toEqual(['job-1 sent'])
  await queue.close()
  log.close()
})

test('a job that was being sent when the host died is unknown after the restart', async () => {
  const first = queueWith([])
  first.add('job-1')
  first.jobs.setState('job-1', 'sending', '', 'now')
  first.log.close()
  const again = queueWith([], first.folder)
  again.queue.start()
  await settle()
  expect(again.sent).toEqual([])
  expect(again.settled).toEqual(['job-1 unknown'])
  await again.queue.close()
  again.log.close()
})

test('an end that could not be written is owed, and written before the next label goes', async () => {
  let isDiskFull = true
  const { queue, add, sent, settled, clock, log } = queueWith([], tempFolder(), () => !isDiskFull)
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
  await queue.close()
  log.close()
})

test('a label that can not be made ends in doubt and holds up none behind it', async () => {
  const { queue, add, sent, jobs, settled, troubles, log } = queueWith([])
  add('job-1')
  log.db.exec(`UPDATE print_job SET document = '{"widthMm":"?"}'`)
  add('job-2', 2)
  queue.start()
  await settle()
  expect(sent).toEqual(['job-2'])
  expect(settled).toEqual(['job-1 unknown', 'job-2 sent'])
  expect(jobs.get('job-1')?.state).toBe('unknown')
  expect(troubles.join()).toContain('job-1')
  await queue.close()
  log.close()
})

test('a journal that can not be written sends nothing, and the queue goes on when it can', async () => {
  const { queue, add, sent, troubles, clock, log } = queueWith([])
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
  await queue.close()
  log.close()
})

test('a journal that can not be read for a while does not end the host', async () => {
  const { queue, add, sent, troubles, clock, log } = queueWith(['held'])
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
  await queue.close()
  log.close()
})

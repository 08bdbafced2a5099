import { afterEach, expect, test, vi } from 'vitest'
import { hastyClock, palletLabel, startPrinterBench } from '../testing/printer-bench.ts'
import { LANGUAGES } from '../testing/printed-label.ts'
import { LogStore } from '../store/log-store.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { PrintJobs } from './print-jobs.ts'
import { PrintQueue } from './print-queue.ts'

const cleanUp: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

type Language = (typeof LANGUAGES)[number]

/** The queue over a real journal, driver, link and virtual printer; time for waits goes fast. */
async function printing(language: Language, folder = tempFolder()) {
  const clock = hastyClock(20)
  const made = await startPrinterBench({ language, isAsked: true, clock })
  const log = new LogStore(folder)
  const jobs = new PrintJobs(log)
  const queue = new PrintQueue({
    jobs,
    clock,
    printers: [{ id: 'p1', language, dpi: 203, widthMm: 102, heightMm: 152 }],
    make: (_printer, document) => palletLabel(language, document.elements.length),
    print: (_printerId, job) => made.printer.print(job),
    unitOf: () => undefined,
    onOutcome: ({ id }, { outcome, detail, isCut }) => {
      return jobs.move(id, outcome, { at: 'now', detail, isCut })
    },
    onChange: () => undefined,
    onTrouble: () => undefined,
  })
  const add = (id: string, copy: number) => {
    const line = { kind: 'line', xMm: 0, yMm: 0, widthMm: 1, heightMm: 1 } as const
    const elements = Array.from({ length: copy }, () => line)
    jobs.add({
      id,
      unitId: '387123450000000012',
      copy,
      printerId: 'p1',
      reason: null,
      document: JSON.stringify({ widthMm: 102, heightMm: 152, elements }),
      createdAt: new Date(clock.now()).toISOString(),
    })
    queue.wake()
  }
  cleanUp.push(async () => {
    await queue.close()
    await made.close()
    log.close()
  })
  queue.start()
  const states = (...ids: string[]) => ids.map((id) => jobs.get(id)?.state)
  return { ...made, jobs, queue, add, states }
}

const soon = (look: () => void): Promise<void> =>
  vi.waitFor(look, { timeout: 10_000, interval: 10 })

test.each(LANGUAGES)(
  '[FAULT-2] a queue of %s whose labels ran out goes on by itself, each label once',
  async (language) => {
    const { virtual, add, states } = await printing(language)
    virtual.setPaper('out')
    add('job-1', 1)
    add('job-2', 2)
    await soon(() => expect(states('job-1', 'job-2')).toEqual(['held', 'queued']))
    virtual.setPaper('ok')
    await soon(() => expect(states('job-1', 'job-2')).toEqual(['printed', 'printed']))
    expect(virtual.printedCount()).toBe(2)
  },
)

test.each(LANGUAGES)(
  '[FAULT-3] a head of %s opened before a label and closed again: the job goes on, once',
  async (language) => {
    const { virtual, add, states } = await printing(language)
    virtual.twin.change({ isHeadOpen: true })
    add('job-1', 1)
    await soon(() => expect(states('job-1')).toEqual(['held']))
    virtual.twin.change({ isHeadOpen: false })
    await soon(() => expect(states('job-1')).toEqual(['printed']))
    virtual.twin.atNextLabel = { isHeadOpen: true }
    add('job-2', 2)
    await soon(() => expect(virtual.twin.condition().isHeadOpen).toBe(true))
    virtual.twin.change({ isHeadOpen: false })
    await soon(() => expect(states('job-1', 'job-2')).toEqual(['printed', 'printed']))
    expect(virtual.printedCount()).toBe(2)
  },
)

test.each(LANGUAGES)(
  '[FAULT-1] a link of %s cut in a label: that one is in doubt and not sent again, the next is whole',
  async (language) => {
    const { virtual, add, states } = await printing(language)
    virtual.cutAfter(120)
    add('job-1', 1)
    await soon(() => expect(states('job-1')).toEqual(['unknown']))
    add('job-2', 2)
    await soon(() => expect(states('job-2')).toEqual(['printed']))
    expect(states('job-1')).toEqual(['unknown'])
    expect(virtual.printedCount()).toBe(1)
  },
)

import { fail, ok } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '../../clock.ts'
import { createLinkEvents } from './byte-link.ts'
import type { ByteLink, LinkFault } from './byte-link.ts'
import { IPP_OPERATIONS, IPP_TAGS } from './ipp.ts'
import { IppQueue } from './ipp-queue.ts'
import type { QueueAddress } from './ipp-queue.ts'

/** A label is handed to the queue whole. */
const JOB_BYTES_MAX = 33_554_432

/** How often the queue is asked what has become of a label. */
const POLL_EVERY_MS = 250

/** Labels of others may stand before ours; after this long ours is taken back. */
export const CUPS_END_TIMEOUT_MS = 60_000

const PRINTER_STOPPED = 5
const JOB_CANCELLED = 7
const JOB_ABORTED = 8
const JOB_COMPLETED = 9

/**
 * A raw queue of a CUPS or other IPP print server. Bytes are collected and go as one job at the end,
 * which the queue keeps if its printer is away: a link that is dropped takes its job back, so that no
 * label comes out hours later by itself. Nothing is read back; the job's state is all there is.
 */
export async function openCupsLink(
  target: QueueAddress,
  clock: Clock,
): Promise<Result<ByteLink, LinkFault>> {
  const queue = new IppQueue(target, clock)
  const answer = await queue.call(IPP_OPERATIONS.getPrinterAttributes, [
    {
      tag: IPP_TAGS.keyword,
      name: 'requested-attributes',
      values: ['printer-state', 'printer-state-message', 'printer-is-accepting-jobs'],
    },
  ])
  if (!answer.ok) return answer
  const { attributes } = answer.value
  const isStopped = attributes.get('printer-state')?.[0] === PRINTER_STOPPED
  const isRefusing = attributes.get('printer-is-accepting-jobs')?.[0] === false
  if (isStopped || isRefusing) {
    const said = String(attributes.get('printer-state-message')?.[0] ?? '')
    const why = said === '' ? '' : `: ${said}`
    const what = isStopped ? 'is stopped' : 'takes no jobs'
    return fail({ code: 'paused', detail: `The queue ${target.queue} ${what}${why}` })
  }
  return ok(new CupsJob(queue, target.queue, clock).asByteLink())
}

/** One job, from its first byte to what the queue says has become of it. */
class CupsJob {
  readonly #queue: IppQueue
  readonly #place: string
  readonly #clock: Clock
  readonly #events = createLinkEvents()
  readonly #chunks: Uint8Array[] = []
  #collectedBytes = 0
  #jobId: number | null = null
  #cancelPoll = (): void => {}

  constructor(queue: IppQueue, name: string, clock: Clock) {
    this.#queue = queue
    this.#place = `The queue ${name}`
    this.#clock = clock
  }

  asByteLink(): ByteLink {
    return {
      endTimeoutMs: CUPS_END_TIMEOUT_MS,
      takesBack: true,
      write: (bytes) => Promise.resolve(this.#collect(bytes)),
      drain: () => Promise.resolve(!this.#events.isClosed()),
      end: () => void this.#submit(),
      destroy: () => this.#drop(),
      onData: this.#events.onData,
      onClosed: this.#events.onClosed,
    }
  }

  #collect(bytes: Uint8Array): boolean {
    this.#collectedBytes += bytes.length
    if (this.#events.isClosed() || this.#collectedBytes > JOB_BYTES_MAX) return false
    this.#chunks.push(bytes)
    return true
  }

  async #submit(): Promise<void> {
    if (this.#chunks.length === 0) return this.#events.closed(null)
    const answer = await this.#queue.call(
      IPP_OPERATIONS.printJob,
      [
        { tag: IPP_TAGS.name, name: 'job-name', values: ['Loadline label'] },
        { tag: IPP_TAGS.mimeType, name: 'document-format', values: ['application/vnd.cups-raw'] },
      ],
      Buffer.concat(this.#chunks),
    )
    if (!answer.ok) return this.#events.closed(answer.error)
    const id = answer.value.attributes.get('job-id')?.[0]
    if (typeof id !== 'number') {
      const detail = `${this.#place} took the label and gave no number`
      return this.#events.closed({ code: 'no-answer', detail })
    }
    this.#jobId = id
    // Dropped while it was handed over.
    if (this.#events.isClosed()) return this.#takeBack()
    await this.#poll(id)
  }

  async #poll(id: number): Promise<void> {
    const answer = await this.#queue.call(IPP_OPERATIONS.getJobAttributes, [
      { tag: IPP_TAGS.integer, name: 'job-id', values: [id] },
    ])
    if (this.#events.isClosed()) return
    if (!answer.ok) return this.#events.closed(answer.error)
    const state = answer.value.attributes.get('job-state')?.[0]
    if (state === JOB_COMPLETED) return this.#events.closed(null)
    if (state === JOB_CANCELLED || state === JOB_ABORTED) {
      const reasons = answer.value.attributes.get('job-state-reasons')?.join(', ') ?? ''
      const detail = `${this.#place} gave up the label: ${reasons}`
      return this.#events.closed({ code: 'no-answer', detail })
    }
    this.#cancelPoll = this.#clock.after(POLL_EVERY_MS, () => void this.#poll(id))
  }

  #drop(): void {
    if (this.#events.isClosed()) return
    this.#cancelPoll()
    this.#takeBack()
    this.#events.closed(null)
  }

  #takeBack(): void {
    if (this.#jobId === null) return
    const job = { tag: IPP_TAGS.integer, name: 'job-id', values: [this.#jobId] }
    void this.#queue.call(IPP_OPERATIONS.cancelJob, [job])
  }
}

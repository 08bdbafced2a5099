import { request } from 'node:http'
import { fail, ok } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '../../clock.ts'
import { faultOfError } from './byte-link.ts'
import type { LinkFault } from './byte-link.ts'
import {
  decodeIppResponse,
  encodeIppRequest,
  IPP_FIRST_ERROR,
  IPP_NOT_FOUND,
  IPP_TAGS,
} from './ipp.ts'
import type { IppAttribute, IppResponse } from './ipp.ts'

export type QueueAddress = { host: string; port: number; queue: string }

/** A print server answers in a few ms; a large label over a slow network takes longer. */
const ANSWER_TIMEOUT_MS = 10_000
const ANSWER_BYTES_MAX = 1_048_576

/** One queue of a print server, asked over HTTP. */
export class IppQueue {
  readonly #target: QueueAddress
  readonly #clock: Clock
  #requests = 0

  constructor(target: QueueAddress, clock: Clock) {
    this.#target = target
    this.#clock = clock
  }

  /** A refusal is a fault in words; what it answers with is a success of some kind. */
  async call(
    operation: number,
    attributes: readonly IppAttribute[],
    data?: Uint8Array,
  ): Promise<Result<IppResponse, LinkFault>> {
    const { host, port, queue } = this.#target
    const place = `${host}:${port}`
    const requestId = (this.#requests += 1)
    const path = `/printers/${encodeURIComponent(queue)}`
    const named: IppAttribute[] = [
      { tag: IPP_TAGS.charset, name: 'attributes-charset', values: ['utf-8'] },
      { tag: IPP_TAGS.language, name: 'attributes-natural-language', values: ['en'] },
      { tag: IPP_TAGS.uri, name: 'printer-uri', values: [`ipp://${place}${path}`] },
    ]
    // The order of these is the protocol's: a job's number comes before who asks.
    const isOfJob = attributes.some(({ name }) => name === 'job-id')
    const who = { tag: IPP_TAGS.name, name: 'requesting-user-name', values: ['loadline'] }
    const all = isOfJob ? [...named, ...attributes, who] : [...named, who, ...attributes]
    const body = encodeIppRequest({
      operation,
      requestId,
      attributes: all,
      ...(data === undefined ? {} : { data }),
    })
    const answered = await this.#post(path, body)
    if (!answered.ok) return answered
    const answer = decodeIppResponse(answered.value)
    if (answer === null || answer.requestId !== requestId) {
      return fail({ code: 'protocol-mismatch', detail: `${place} is no print server` })
    }
    if (answer.status === IPP_NOT_FOUND) {
      return fail({ code: 'absent', detail: `There is no queue ${queue} at ${place}` })
    }
    if (answer.status >= IPP_FIRST_ERROR) {
      const code = answer.status.toString(16).padStart(4, '0')
      return fail({ code: 'no-answer', detail: `The queue ${queue} refuses (status 0x${code})` })
    }
    return ok(answer)
  }

  #post(path: string, body: Uint8Array): Promise<Result<Uint8Array, LinkFault>> {
    const { host, port } = this.#target
    const place = `${host}:${port}`
    return new Promise((resolve) => {
      const headers = { 'content-type': 'application/ipp', 'content-length': body.length }
      const outgoing = request({ host, port, path, method: 'POST', headers, agent: false })
      const settle = (result: Result<Uint8Array, LinkFault>): void => {
        cancel()
        resolve(result)
      }
      const cancel = this.#clock.after(ANSWER_TIMEOUT_MS, () => {
        outgoing.destroy()
        settle(fail({ code: 'timeout', detail: `${place} did not answer in time` }))
      })
      outgoing.on('error', (error) => settle(fail(faultOfError(error, place))))
      outgoing.on('response', (response) => {
        const parts: Buffer[] = []
        let length = 0
        response.on('data', (part: Buffer) => {
          length += part.length
          if (length > ANSWER_BYTES_MAX) outgoing.destroy()
          else parts.push(part)
        })
        response.on('error', (error) => settle(fail(faultOfError(error, place))))
        response.on('end', () => {
          if (response.statusCode === 200) return settle(ok(Buffer.concat(parts)))
          const isDenied = response.statusCode === 401 || response.statusCode === 403
          const code = isDenied ? 'permission' : 'no-answer'
          const detail = `${place} answers with HTTP ${String(response.statusCode)}`
          settle(fail({ code, detail }))
        })
      })
      outgoing.end(body)
    })
  }
}

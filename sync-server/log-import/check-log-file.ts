import { createHash, createPublicKey, verify } from 'node:crypto'
import type { z } from 'zod'
import type { LoggedAction } from '#contract/sync/envelope.ts'
import { GENESIS_HASH, LOG_FILE_ACTIONS_MAX } from '#contract/sync/limits.ts'
import {
  LogFileAction,
  LogFileHeader,
  LogFileSignature,
  signedText,
} from '#contract/sync/log-file.ts'
import { Problem } from '../http/problem.ts'
import { actionHash } from '../sync/chain.ts'
import { isReadable, readBody } from '../sync/entry.ts'
import { unpackedLines } from './unpacked-lines.ts'

/** Characters of a type that is not known, as a person is told of it. */
const TYPE_LENGTH_SHOWN = 64

/** A file that is whole, in order and chained; who wrote it is still to be proven. */
export type CheckedLogFile = {
  header: LogFileHeader
  actions: number
  /** SHA-256, in hex, of all that is signed. */
  digest: string
  /** Ed25519 in base64. */
  signature: string
}

/**
 * Reads a file once from end to end and keeps nothing of it but its header. Throws a `Problem` unless it
 * is one that a station writes.
 */
export async function checkLogFile(packed: Uint8Array): Promise<CheckedLogFile> {
  const reading = new Reading()
  let held: Buffer | null = null
  for await (const line of unpackedLines(packed)) {
    if (held !== null) reading.take(held)
    held = line
  }
  if (held === null) throw new Problem('bad-log-file', 'the file is empty')
  return reading.end(held)
}

/** The actions of a checked file, some at a time. */
export async function* actionsOf(
  packed: Uint8Array,
  { actions }: Pick<CheckedLogFile, 'actions'>,
  batchSize: number,
): AsyncGenerator<LoggedAction[]> {
  let batch: LoggedAction[] = []
  let lineNo = 0
  for await (const line of unpackedLines(packed)) {
    lineNo += 1
    if (lineNo === 1) continue
    if (lineNo > actions + 1) break
    batch.push(parse(LogFileAction, line, 'an action'))
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** True when the station whose key this is (SPKI in base64) signed the file. */
export function isSignedBy(file: CheckedLogFile, key: string): boolean {
  try {
    const publicKey = createPublicKey({
      key: Buffer.from(key, 'base64'),
      format: 'der',
      type: 'spki',
    })
    if (publicKey.asymmetricKeyType !== 'ed25519') return false
    const text = Buffer.from(signedText(file.digest), 'utf8')
    return verify(null, text, publicKey, Buffer.from(file.signature, 'base64'))
  } catch {
    // What is no key at all has signed nothing.
    return false
  }
}

class Reading {
  readonly #digest = createHash('sha256')
  #header: LogFileHeader | null = null
  #lastSeq = 0
  #lastHash = GENESIS_HASH
  #actions = 0

  /** The header or an action: every line but the last. */
  take(line: Buffer): void {
    this.#digest.update(line)
    this.#digest.update('\n')
    if (this.#header === null) {
      this.#header = parse(LogFileHeader, line, 'its header')
      this.#lastSeq = this.#header.fromSeq - 1
      this.#lastHash = this.#header.prevHash
      return
    }
    this.#actions += 1
    if (this.#actions > LOG_FILE_ACTIONS_MAX) {
      throw new Problem('log-too-large', `at most ${LOG_FILE_ACTIONS_MAX} actions in one file`)
    }
    const action = parse(LogFileAction, line, `action ${this.#lastSeq + 1}`)
    const isNext = action.seq === this.#lastSeq + 1
    if (!isNext || actionHash(this.#lastHash, action) !== action.hash) {
      throw new Problem(
        'chain',
        `action ${this.#lastSeq + 1} does not follow from what is before it`,
      )
    }
    const unread = unreadType(action.body)
    if (unread !== null) {
      const detail = `this office does not read action ${action.seq}, ${unread}: upgrade the office first`
      throw new Problem('upgrade', detail)
    }
    this.#lastSeq = action.seq
    this.#lastHash = action.hash
  }

  end(line: Buffer): CheckedLogFile {
    const header = this.#header
    if (header === null) throw new Problem('bad-log-file', 'the file has no signature at its end')
    const { signature } = parse(LogFileSignature, line, 'the signature at its end')
    if (header.throughSeq !== this.#lastSeq) {
      throw new Problem('bad-log-file', `it ends at ${this.#lastSeq}, not ${header.throughSeq}`)
    }
    return { header, actions: this.#actions, digest: this.#digest.digest('hex'), signature }
  }
}

/**
 * What a newer station wrote and this office cannot read. Over the network a station keeps that back, as it
 * would be refused for good (PUSH-6). What is no action at all is taken in, and refused by itself.
 */
function unreadType(text: string): string | null {
  const body = readBody(text)
  if (body === null || isReadable(body)) return null
  return `${body.type.slice(0, TYPE_LENGTH_SHOWN)} version ${body.v}`
}

function parse<S extends z.ZodType>(schema: S, line: Buffer, what: string): z.output<S> {
  let value: unknown
  try {
    value = JSON.parse(line.toString('utf8'))
  } catch {
    throw new Problem('bad-log-file', `${what} is no JSON`)
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new Problem('bad-log-file', `${what} is not as agreed`)
  return parsed.data
}

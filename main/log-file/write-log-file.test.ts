import { createPublicKey, hash, verify } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import {
  LogFileAction,
  LogFileHeader,
  LogFileSignature,
  logFileName,
  signedText,
} from '#contract/sync/log-file.ts'
import { GENESIS_HASH } from '#contract/sync/limits.ts'
import { chainHash } from '../store/chain.ts'
import type { LogSource } from './log-source.ts'
import { newStationKey } from './station-key.ts'
import { type LogFile, logFileOf, type LogFileOrder, NoSuchActionError } from './write-log-file.ts'

const ID = (seq: number) => `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`

/** A log in memory; `broken` is a page that the disk does not give. */
function logOf(count: number, { firstSeq = 1, broken = 0 } = {}): LogSource {
  let last = GENESIS_HASH
  const all = Array.from({ length: count }, (_, index) => {
    const seq = index + 1
    const body = JSON.stringify({ type: 'session.sign-in', note: `Ø ${seq}` })
    last = chainHash(last, seq, ID(seq), body)
    return { seq, id: ID(seq), body, hash: last }
  })
  return {
    firstSeq,
    lastSeq: count,
    page: (fromSeq, limit) => {
      const rows = all.filter(({ seq }) => seq >= fromSeq && seq < fromSeq + limit)
      if (rows.some(({ seq }) => seq === broken)) {
        throw Object.assign(new Error('disk'), { code: 'SQLITE_CORRUPT' })
      }
      return rows
    },
    hashBefore: (seq) => (seq === 1 ? GENESIS_HASH : (all[seq - 2]?.hash ?? null)),
  }
}

const key = newStationKey()

function orderOf(source: LogSource, more: Partial<LogFileOrder> = {}): LogFileOrder {
  return {
    source,
    identity: { stationId: 'st-1', name: 'Päck 1/Zuid' },
    incarnation: 'ab'.repeat(16),
    state: { epoch: 'e1', ackedSeq: 0, knownHead: 0 },
    key,
    exportedAt: '2026-03-02T08:00:00.000Z',
    appVersion: '0.1.0',
    ...more,
  }
}

async function linesOf(file: LogFile): Promise<string[]> {
  return gunzipSync(await buffer(file.bytes()))
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
}

test('a file holds what was not acknowledged, in the very bytes of the log, signed by the station', async () => {
  const source = logOf(1_203)
  const file = logFileOf(orderOf(source, { state: { epoch: 'e1', ackedSeq: 3, knownHead: 17 } }))
  const lines = await linesOf(file)
  const header = LogFileHeader.parse(JSON.parse(lines[0] ?? ''))
  expect(header).toMatchObject({ fromSeq: 4, throughSeq: 1_203, knownHead: 17, stationId: 'st-1' })
  expect(header.prevHash).toBe(source.hashBefore(4))
  expect(file).toMatchObject({ actions: 1_200, left: 0, damagedAfter: null })
  const actions = lines.slice(1, -1).map((line) => LogFileAction.parse(JSON.parse(line)))
  expect(actions).toEqual(source.page(4, 1_200))
  const { signature } = LogFileSignature.parse(JSON.parse(lines.at(-1) ?? ''))
  const digest = hash(
    'sha256',
    lines
      .slice(0, -1)
      .map((line) => `${line}\n`)
      .join(''),
  )
  const publicKey = createPublicKey({
    key: Buffer.from(key.public, 'base64'),
    format: 'der',
    type: 'spki',
  })
  const isSigned = (text: string) =>
    verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'))
  expect(isSigned(signedText(digest))).toBe(true)
  expect(isSigned(signedText(hash('sha256', 'other')))).toBe(false)
  expect(logFileName(header)).toBe('loadline-pa-ck-1-zuid-4-1203.loadlog')
})

test('a long log goes into several files, each of which says what is left', async () => {
  const source = logOf(30)
  const first = logFileOf(orderOf(source, { actionsMax: 20 }))
  expect(first).toMatchObject({ actions: 20, left: 10 })
  const second = logFileOf(orderOf(source, { fromSeq: first.header.throughSeq + 1 }))
  expect(second.header).toMatchObject({ fromSeq: 21, throughSeq: 30 })
  expect((await linesOf(second)).length).toBe(12)
})

test('a log that is damaged gives everything that comes before the damage and proves itself', async () => {
  const unreadable = logFileOf(orderOf(logOf(700, { broken: 620 })))
  expect(unreadable).toMatchObject({ actions: 619, left: 81, damagedAfter: 619 })
  expect(await linesOf(unreadable)).toHaveLength(621)
  const source = logOf(10)
  const altered = {
    ...source,
    page: (from: number, limit: number) =>
      source.page(from, limit).map((row) => (row.seq === 6 ? { ...row, body: '{}' } : row)),
  }
  expect(logFileOf(orderOf(altered))).toMatchObject({ actions: 5, damagedAfter: 5 })
})

test('a log of which everything was acknowledged makes a file of no actions; one cannot begin in nothing', async () => {
  const state = { epoch: 'e1', ackedSeq: 5, knownHead: 9 }
  const none = logFileOf(orderOf(logOf(5), { state }))
  expect(none.header).toMatchObject({ fromSeq: 6, throughSeq: 5 })
  expect(await linesOf(none)).toHaveLength(2)
  expect(() => logFileOf(orderOf(logOf(5), { fromSeq: 9 }))).toThrow(NoSuchActionError)
  // Pruned before: the file begins at the first action that is still there.
  expect(logFileOf(orderOf(logOf(9, { firstSeq: 4 }))).header.fromSeq).toBe(4)
})

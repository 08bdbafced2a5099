import { hash } from 'node:crypto'
import type { LoggedAction, PushRequest } from '#contract/sync/envelope.ts'
import { PUSH_ACTIONS_MAX, SYNC_PROTOCOL } from '#contract/sync/limits.ts'
import {
  IMPORT_TROUBLES_MAX,
  type ImportedLog,
  type ImportTrouble,
} from '#contract/http/station-log-routes.ts'
import { instantOf } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import type { Store, Tx } from '../store/index.ts'
import { readBody } from '../sync/entry.ts'
import { countDecided } from '../sync/log-push.ts'
import { push, type PushParts, type PushResult } from '../sync/push.ts'
import { actionsOf, type CheckedLogFile, checkLogFile, isSignedBy } from './check-log-file.ts'

/** An office may begin another history while a file is taken in; it does not do so again and again. */
const EPOCHS_MAX = 3

type Importing = {
  packed: Uint8Array
  /** One transaction, with who asked for it. */
  change: Store['transaction']
  importedBy: string
  /** Names the call in logs; kept with the actions it brought. */
  requestId?: string | undefined
}

type Sender = { id: string; name: string; warehouse: string }

/**
 * Takes in a log that came by hand, in batches that go the very way of a push: receipts, gaps, forks and
 * epochs are what they would have been over the network, and whatever was sent before is answered with
 * its first receipt (PUSH-3). The first transaction is the caller's own, which the audit trail knows of.
 */
export async function importLog(
  office: Pick<Office, 'store' | 'deps' | 'metrics' | 'poke'>,
  { packed, change, importedBy, requestId }: Importing,
): Promise<ImportedLog> {
  const file = await checkLogFile(packed)
  const sender = await findSender(office.store, file)
  const { deps } = office
  const audited = auditedOnce(office.store, change)
  const parts: PushParts = {
    store: audited,
    deps,
    crashes: new Map(),
    isByHand: true,
    ...(requestId === undefined ? {} : { requestId }),
  }
  const report: ImportedLog = {
    stationId: sender.id,
    name: sender.name,
    actions: file.actions,
    accepted: 0,
    excepted: 0,
    refused: 0,
    replayed: 0,
    lastSeq: file.header.throughSeq,
    troubles: [],
  }
  let { ackedSeq, knownHead, epoch, prevHash } = file.header
  const sending = { ackedSeq, knownHead, epoch }
  for await (const actions of actionsOf(packed, file, PUSH_ACTIONS_MAX)) {
    const result = await pushBatch(parts, sender.id, { ...sending, file, prevHash, actions })
    countDecided(office.metrics, result.decided)
    if (result.decided.length > 0) office.poke(sender.warehouse)
    ;({ ackedSeq, head: knownHead, epoch } = result.answer)
    Object.assign(sending, { ackedSeq, knownHead, epoch })
    addTo(report, actions, result.answer)
    prevHash = actions.at(-1)?.hash ?? prevHash
  }
  const at = instantOf(deps.clock.now())
  await audited.transaction((tx) => noteImport(tx, { file, sender, importedBy, at }))
  return report
}

type Batch = Pick<PushRequest, 'epoch' | 'ackedSeq' | 'knownHead' | 'prevHash' | 'actions'> & {
  file: CheckedLogFile
}

/** A new history since the file was written is taken on as the station itself would (EPOCH-2). */
async function pushBatch(
  parts: PushParts,
  stationId: string,
  { file, ...batch }: Batch,
): Promise<Extract<PushResult, { kind: 'answer' }>> {
  let sending = batch
  for (let tries = 1; ; tries += 1) {
    const result = await push(parts, stationId, {
      protocol: SYNC_PROTOCOL,
      incarnation: file.header.incarnation,
      fromSeq: batch.actions[0]?.seq ?? 1,
      ...sending,
    })
    if (result.kind === 'answer') return result
    if (result.kind !== 'conflict' || result.conflict.code !== 'epoch') throw problemOf(result)
    if (tries === EPOCHS_MAX) throw problemOf(result)
    const { epoch, lastSeq } = result.conflict
    sending = { ...batch, epoch, ackedSeq: Math.min(batch.ackedSeq, lastSeq), knownHead: 0 }
  }
}

function problemOf(result: Exclude<PushResult, { kind: 'answer' }>): Problem {
  if (result.kind === 'chain') return new Problem('chain', result.problem)
  if (result.kind === 'conflict' && result.conflict.code === 'gap') {
    const { expectedSeq } = result.conflict
    const detail = `the office has this log up to ${expectedSeq - 1}: write the file with --from ${expectedSeq}`
    return new Problem('gap', detail, { members: { expectedSeq } })
  }
  if (result.kind === 'conflict' && result.conflict.code === 'fork') {
    const { seq } = result.conflict
    return new Problem('fork', `the office holds another action ${seq} of this log`, {
      members: { seq },
    })
  }
  return new Problem('busy', 'the office is being restored; send the file again')
}

/** The station that the file names, if the file was signed by it. */
async function findSender(store: Store, file: CheckedLogFile): Promise<Sender> {
  const { stationId, publicKey, incarnation, fromSeq, prevHash } = file.header
  const found = await store.snapshot(async (tx) => ({
    station: await tx
      .selectFrom('station')
      .select(['id', 'name', 'warehouse', 'public_key'])
      .where('id', '=', stationId)
      .executeTakeFirst(),
    before: await tx
      .selectFrom('station_action')
      .select('hash')
      .where('station_id', '=', stationId)
      .where('incarnation', '=', incarnation)
      .where('seq', '=', fromSeq - 1)
      .executeTakeFirst(),
  }))
  const { station, before } = found
  if (station === undefined) throw new Problem('not-found', `there is no station ${stationId}`)
  // One enrolled before stations had keys proves itself by the hash of what only it and the office know.
  const isKeyProven = station.public_key !== null
  const isContinued = before !== undefined && before.hash === prevHash
  if (!isKeyProven && !isContinued) {
    throw new Problem(
      'bad-signature-of-log',
      `the office knows no key of ${station.name}; let it reach the office once`,
    )
  }
  if (!isSignedBy(file, station.public_key ?? publicKey)) {
    throw new Problem('bad-signature-of-log', `${station.name} has not signed this file as it is`)
  }
  const { id, name, warehouse } = station
  return { id, name, warehouse }
}

/** The first transaction that is committed goes into the audit trail; of a hundred batches one entry is enough. */
function auditedOnce(store: Store, change: Store['transaction']): Store {
  let isNoted = false
  return {
    ...store,
    async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      if (isNoted) return store.transaction(work)
      const done = await change(work)
      isNoted = true
      return done
    },
  }
}

type Note = { file: CheckedLogFile; sender: Sender; importedBy: string; at: string }

async function noteImport(tx: Tx, { file, sender, importedBy, at }: Note): Promise<void> {
  const { header, digest, signature } = file
  await tx
    .insertInto('imported_log')
    .values({
      id: hash('sha256', `${digest}\n${signature}`),
      station_id: sender.id,
      incarnation: header.incarnation,
      from_seq: header.fromSeq,
      through_seq: header.throughSeq,
      digest,
      imported_by: importedBy,
      imported_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

function addTo(
  report: ImportedLog,
  actions: readonly LoggedAction[],
  { receipts, ackedSeq }: Extract<PushResult, { kind: 'answer' }>['answer'],
): void {
  for (const { seq, id, outcome, code = '', detail = '', replayed = false } of receipts) {
    report[outcome] += 1
    if (replayed) report.replayed += 1
    if (outcome === 'accepted' || report.troubles.length >= IMPORT_TROUBLES_MAX) continue
    const body = actions.find((action) => action.seq === seq)?.body ?? ''
    const trouble: ImportTrouble = {
      seq,
      actionId: id,
      type: readBody(body)?.type ?? '',
      outcome,
      code,
      detail,
    }
    report.troubles.push(trouble)
  }
  report.lastSeq = ackedSeq
}

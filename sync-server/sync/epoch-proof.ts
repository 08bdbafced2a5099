import { instantOf, type OfficeDeps } from '../deps.ts'
import { openForStation } from '../exceptions/station-troubles.ts'
import type { Tx } from '../store/index.ts'
import { writeDocuments } from './documents.ts'
import { followCluster, notePastEpoch, rotateEpoch } from './epoch.ts'

/** What a station says it was told, and what the office has of it. */
export type Proof = {
  station: { id: string; name: string; warehouse: string }
  office: {
    knownEpoch: string
    identity: string | null
    isSameCluster: boolean
    head: number
    lastSeq: number
  }
  /** `knownHead` is the cursor where a pull shows it; `ackedSeq` is 0 then. */
  claimed: { ackedSeq: number; knownHead: number }
  /** A history that this office knows nothing of, in which the station was told so; null for the present one. */
  lostEpoch: string | null
}

/** More actions, and more changes, than an office makes between two backups: further on it is no proof. */
const ACTIONS_LOST_MAX = 1_000_000
const CHANGES_LOST_MAX = 100_000_000

/** Every new history has all stations send again; an office is not restored more often than this. */
export const EPOCHS_PER_HOUR_MAX = 6

const HOUR_MS = 60 * 60 * 1_000

/** How long a proof is remembered, so that it is believed once. */
const PROOF_KEPT_MS = 30 * 24 * HOUR_MS

/**
 * Starts a new history where a station shows that the office has forgotten (EPOCH-1), and answers with the
 * epoch that counts now. Each proof is believed once and few in an hour are: a station that lies, or whose
 * disk does, rewinds only itself. A person is told of either.
 */
export async function believeProof(tx: Tx, deps: OfficeDeps, proof: Proof): Promise<string> {
  const { knownEpoch, identity, isSameCluster } = proof.office
  if (!isSameCluster) {
    if (proof.lostEpoch !== null) await notePastEpoch(tx, deps, proof.lostEpoch)
    return followCluster(tx, { deps, knownEpoch, identity })
  }
  if (!isPlausible(proof) || !(await isFirst(tx, deps, proof))) {
    await tellPerson(tx, deps, proof, 'false-proof')
    return knownEpoch
  }
  const { epoch, isNew } = await rotateEpoch(tx, { deps, knownEpoch, identity })
  // Another instance was shown the same a moment ago.
  if (isNew) await tellPerson(tx, deps, proof, 'office-set-back')
  return epoch
}

function isPlausible({ office, claimed }: Proof): boolean {
  return (
    claimed.ackedSeq - office.lastSeq <= ACTIONS_LOST_MAX &&
    claimed.knownHead - office.head <= CHANGES_LOST_MAX
  )
}

/** Writes the proof down; false where it is known, or too many were believed within the hour. */
async function isFirst(tx: Tx, deps: OfficeDeps, proof: Proof): Promise<boolean> {
  const { station, claimed, lostEpoch } = proof
  const nowMs = deps.clock.now()
  const at = (agoMs: number) => instantOf(nowMs - agoMs)
  await tx.deleteFrom('epoch_proof').where('proved_at', '<', at(PROOF_KEPT_MS)).execute()
  const { recent } = await tx
    .selectFrom('epoch_proof')
    .select((eb) => eb.fn.countAll<number>().as('recent'))
    .where('proved_at', '>', at(HOUR_MS))
    .executeTakeFirstOrThrow()
  if (recent >= EPOCHS_PER_HOUR_MAX) return false
  const isNewlyLost = lostEpoch !== null && (await notePastEpoch(tx, deps, lostEpoch))
  const written = await tx
    .insertInto('epoch_proof')
    .values({
      station_id: station.id,
      acked_seq: claimed.ackedSeq,
      known_head: claimed.knownHead,
      proved_at: at(0),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('station_id')
    .executeTakeFirst()
  return lostEpoch === null ? written !== undefined : isNewlyLost
}

async function tellPerson(
  tx: Tx,
  deps: OfficeDeps,
  { station, office, claimed }: Proof,
  code: 'false-proof' | 'office-set-back',
): Promise<void> {
  const { ackedSeq, knownHead } = claimed
  const detail = {
    station: station.name,
    ...(ackedSeq > office.lastSeq ? { ackedSeq, lastSeq: office.lastSeq } : {}),
    ...(knownHead > office.head ? { knownHead, head: office.head } : {}),
  }
  const writes = await openForStation(tx, deps, station, { code, detail })
  await writeDocuments(tx, station.warehouse, writes)
}

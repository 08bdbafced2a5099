import type { Selectable } from 'kysely'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import type { ProofOfDeliveryTable } from '../store/office-tables.ts'
import type { Tx } from '../store/index.ts'
import { lockShipment, type Report, recordReport } from './record-report.ts'

const MEDIA_TYPE = 'image/png'

/** What the recipient signed, and where. */
export type Proof = {
  shipmentId: string
  signedBy: string
  /** The picture, base64. */
  signature: string
  signedAt: string
  location: Report['location']
  writtenBy: string
}

/** Proofs that are kept of one shipment while none of them delivers it. */
const PROOFS_MAX = 10

/**
 * Keeps a proof and delivers the shipment with it. The same proof again changes nothing; another one
 * is refused once one has delivered, as what was signed stays as it was. One that delivers nothing, as the
 * goods had come back, is for a person to look at, and the next delivery has a proof of its own.
 */
export async function recordProof(tx: Tx, deps: OfficeDeps, proof: Proof) {
  const { shipmentId, signedAt: occurredAt, location } = proof
  // The order first, as in every report: a proof's row holds its shipment's.
  await lockShipment(tx, shipmentId)
  const rows = await proofsOf(tx, shipmentId).execute()
  const earlier = rows.find((row) => isSameProof(row, proof))
  if (earlier === undefined) requireRoom(rows)
  const row = earlier ?? (await insertProof(tx, proof, instantOf(deps.clock.now())))
  const writtenBy = row.written_by
  const report = { shipmentId, occurredAt, location, writtenBy, status: 'DELIVERED' as const }
  const recorded = await recordReport(tx, deps, { ...report, isSigned: true })
  if (earlier === undefined && recorded.status === 'DELIVERED') {
    await tx
      .updateTable('proof_of_delivery')
      .set({ is_final: true })
      .where('id', '=', row.id)
      .execute()
  }
  return { recorded: { ...recorded, replayed: earlier !== undefined }, kept: proofAnswer(row) }
}

/** A shipment's proof without its picture, the newest where there are several; null where there is none. */
export async function readProof(tx: Tx, shipmentId: string) {
  const row = await newestProof(tx, shipmentId)
  return row === undefined ? null : proofAnswer(row)
}

export async function readSignature(tx: Tx, shipmentId: string): Promise<Uint8Array> {
  const row = await newestProof(tx, shipmentId)
  if (row === undefined) throw new Problem('not-found', `no proof of delivery of ${shipmentId}`)
  return Buffer.from(row.signature, 'base64')
}

type ProofRow = Selectable<ProofOfDeliveryTable>

function proofAnswer(row: ProofRow) {
  const { latitude: lat, longitude: lng } = row
  return {
    signedBy: row.signed_by,
    signedAt: row.signed_at,
    mediaType: row.media_type,
    bytes: Buffer.byteLength(row.signature, 'base64'),
    location: lat === null && lng === null ? null : { lat, lng },
    recordedAt: row.recorded_at,
    writtenBy: row.written_by,
  }
}

/** Newest first: none follows the one that delivered. */
function proofsOf(tx: Tx, shipmentId: string) {
  return tx
    .selectFrom('proof_of_delivery')
    .selectAll()
    .where('shipment_id', '=', shipmentId)
    .orderBy('id', 'desc')
}

function newestProof(tx: Tx, shipmentId: string): Promise<ProofRow | undefined> {
  return proofsOf(tx, shipmentId).limit(1).executeTakeFirst()
}

function insertProof(tx: Tx, proof: Proof, at: string): Promise<ProofRow> {
  return tx
    .insertInto('proof_of_delivery')
    .values({
      shipment_id: proof.shipmentId,
      signed_by: proof.signedBy,
      signature: proof.signature,
      media_type: MEDIA_TYPE,
      latitude: proof.location?.lat ?? null,
      longitude: proof.location?.lng ?? null,
      signed_at: proof.signedAt,
      recorded_at: at,
      written_by: proof.writtenBy,
      is_final: false,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

function requireRoom(rows: readonly ProofRow[]): void {
  const delivered = rows.find((row) => row.is_final)
  if (delivered !== undefined) {
    throw new Problem('proof-exists', `${delivered.signed_by} signed before; that stays`)
  }
  if (rows.length >= PROOFS_MAX) {
    throw new Problem('proof-exists', `there are ${rows.length} already, and none delivered it`)
  }
}

function isSameProof(row: ProofRow, proof: Proof): boolean {
  return (
    row.signed_by === proof.signedBy &&
    row.signature === proof.signature &&
    row.latitude === (proof.location?.lat ?? null) &&
    row.longitude === (proof.location?.lng ?? null) &&
    Date.parse(row.signed_at) === Date.parse(proof.signedAt)
  )
}

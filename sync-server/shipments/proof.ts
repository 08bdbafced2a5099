import type { OfficeDeps } from '../deps.ts'
import { instantOf } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { lockShipment, type Recorded, type Report, recordReport } from './record-report.ts'

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

/**
 * Keeps a proof and delivers the shipment with it. The same proof again changes nothing; another one
 * is refused, as what was signed stays as it was.
 */
export async function recordProof(tx: Tx, deps: OfficeDeps, proof: Proof): Promise<Recorded> {
  const { shipmentId } = proof
  // The order first, as in every report: a proof's row holds its shipment's.
  await lockShipment(tx, shipmentId)
  const isNew = await insertProof(tx, proof, instantOf(deps.clock.now()))
  if (!isNew) await requireSameProof(tx, proof)
  const { signedAt: occurredAt, location } = proof
  const writtenBy = isNew ? proof.writtenBy : await firstWriter(tx, shipmentId)
  const report = { shipmentId, occurredAt, location, writtenBy, status: 'DELIVERED' as const }
  const recorded = await recordReport(tx, deps, { ...report, isSigned: true })
  return { ...recorded, replayed: !isNew }
}

/** A proof without its picture; null where there is none. */
export async function readProof(tx: Tx, shipmentId: string) {
  const row = await findProof(tx, shipmentId)
  if (row === undefined) return null
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

export async function readSignature(tx: Tx, shipmentId: string): Promise<Uint8Array> {
  const row = await findProof(tx, shipmentId)
  if (row === undefined) throw new Problem('not-found', `no proof of delivery of ${shipmentId}`)
  return Buffer.from(row.signature, 'base64')
}

function findProof(tx: Tx, shipmentId: string) {
  return tx
    .selectFrom('proof_of_delivery')
    .selectAll()
    .where('shipment_id', '=', shipmentId)
    .executeTakeFirst()
}

/** False when there is one already; another that is just being written is waited for. */
async function insertProof(tx: Tx, proof: Proof, at: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
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
    })
    .onConflict((conflict) => conflict.column('shipment_id').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

async function requireSameProof(tx: Tx, proof: Proof): Promise<void> {
  const row = await findProof(tx, proof.shipmentId)
  const isSame =
    row !== undefined &&
    row.signed_by === proof.signedBy &&
    row.signature === proof.signature &&
    row.latitude === (proof.location?.lat ?? null) &&
    row.longitude === (proof.location?.lng ?? null) &&
    Date.parse(row.signed_at) === Date.parse(proof.signedAt)
  if (isSame) return
  throw new Problem('proof-exists', `${row?.signed_by ?? 'somebody'} signed before; that stays`)
}

async function firstWriter(tx: Tx, shipmentId: string): Promise<string> {
  const { written_by: writtenBy } = await tx
    .selectFrom('proof_of_delivery')
    .select('written_by')
    .where('shipment_id', '=', shipmentId)
    .executeTakeFirstOrThrow()
  return writtenBy
}

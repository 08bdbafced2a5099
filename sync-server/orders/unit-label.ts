import { sql } from 'kysely'
import { unitQrUnsigned } from '#contract/barcode/unit-qr.ts'
import type { DocumentOf } from '#contract/documents/document.ts'
import { isLabelVerified, liveCopy } from '#contract/documents/unit.ts'
import { unitLabel } from '#contract/label/unit-label.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'

/** What most benches print on. */
const SHEET = { widthMm: 102, heightMm: 152 }

/** Stands where the signature would: no bench takes it for one. */
const UNSIGNED = '00000000'

const NOWHERE = { name: '-', line1: '-', postalCode: '-', city: '-', country: 'NL' }

type Unit = DocumentOf<'unit'>

/** A unit's label, to be looked at: its QR carries no signature. */
export async function readUnitLabel(tx: Tx, asked: { unitId: string; copy: number | undefined }) {
  const { unit, warehouse } = await readUnit(tx, asked.unitId)
  const copy = asked.copy ?? unit.label.lastCopy
  const shipTo = unit.shipTo ?? NOWHERE
  const isFull = warehouse.qrPersonalData === 'full'
  const qrFields = {
    unitId: unit.id,
    copy: Math.max(1, copy),
    orderNumber: unit.orderNumbers.join(',') || '-',
    name: isFull ? shipTo.name : '',
    address: isFull ? `${shipTo.postalCode} ${shipTo.city}` : '',
  }
  const document = unitLabel({
    media: SHEET,
    unitId: unit.id,
    companyPrefix: warehouse.gs1CompanyPrefix,
    kind: unit.kind,
    copy: Math.max(1, copy),
    sender: { name: warehouse.name, address: warehouse.address },
    shipTo,
    orderNumbers: unit.orderNumbers,
    region: unit.region,
    deliveryDate: unit.deliveryDate ?? '',
    grossGrams: unit.weight?.grossGrams ?? 0,
    qrText: `${unitQrUnsigned(qrFields)}|${UNSIGNED}`,
  })
  return { unitId: unit.id, copy, state: stateOf(unit, copy), document }
}

function stateOf(unit: Unit, copy: number): 'unprinted' | 'live' | 'verified' | 'void' {
  if (copy === 0 || copy > unit.label.lastCopy) return 'unprinted'
  if (copy !== liveCopy(unit)) return 'void'
  return isLabelVerified(unit) ? 'verified' : 'live'
}

/** The few warehouses are asked one by one: documents are found by warehouse first. */
async function readUnit(tx: Tx, unitId: string) {
  const { rows } = await sql<{ unit: Unit; warehouse: DocumentOf<'warehouse'> }>`
    SELECT u.body AS unit, h.body AS warehouse FROM warehouse w
    JOIN document u ON u.warehouse = w.code AND u.kind = 'unit' AND u.id = ${unitId}
    JOIN document h ON h.warehouse = w.code AND h.kind = 'warehouse' AND h.id = w.code`.execute(tx)
  const [found] = rows
  if (found === undefined) throw new Problem('not-found', `no unit ${unitId}`)
  return found
}

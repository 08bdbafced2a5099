import { unitQr } from '#contract/barcode/unit-qr.ts'
import type { DocumentReader } from '#contract/documents/document.ts'
import type { LabelDocument } from '#contract/label/label-document.ts'
import { unitLabel } from '#contract/label/unit-label.ts'
import { signUnitText } from './unit-signature.ts'

/** Media assumed where no printer is configured, so that the label can still be seen on the screen. */
const DEFAULT_MEDIA = { widthMm: 102, heightMm: 152 }

/** The label of a closed unit as this bench knows it. Throws when unit or warehouse are unknown. */
export function unitLabelDocument(
  read: DocumentReader,
  request: {
    unitId: string
    copy: number
    warehouse: string
    media: { widthMm: number; heightMm: number } | null
  },
): LabelDocument {
  const unit = read.get('unit', request.unitId)
  const warehouse = read.get('warehouse', request.warehouse)
  if (unit === undefined || warehouse === undefined) {
    throw new Error(`no label can be made for ${request.unitId}: unit or warehouse is not known`)
  }
  const shipTo = unit.shipTo ?? { name: '-', line1: '-', postalCode: '-', city: '-', country: 'NL' }
  const isFull = warehouse.qrPersonalData === 'full'
  const qrText = unitQr(
    {
      unitId: unit.id,
      copy: request.copy,
      orderNumber: unit.orderNumbers.join(','),
      name: isFull ? shipTo.name : '',
      address: isFull ? `${shipTo.postalCode} ${shipTo.city}` : '',
    },
    (signedText) => signUnitText(warehouse.qrKey, signedText),
  )
  return unitLabel({
    media: request.media ?? DEFAULT_MEDIA,
    unitId: unit.id,
    companyPrefix: warehouse.gs1CompanyPrefix,
    kind: unit.kind,
    copy: request.copy,
    sender: { name: warehouse.name, address: warehouse.address },
    shipTo,
    orderNumbers: unit.orderNumbers,
    region: unit.region,
    deliveryDate: unit.deliveryDate ?? '',
    grossGrams: unit.weight?.grossGrams ?? 0,
    qrText,
  })
}

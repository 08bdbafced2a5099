import type { ShipTo } from '../documents/ids.ts'
import type { UnitLabelWords } from './unit-label-words.ts'

/** Everything a unit's label says. */
export type UnitLabelInput = {
  /** The printer's media, in millimetres. */
  media: { widthMm: number; heightMm: number }
  /** Eighteen digits of the SSCC. */
  unitId: string
  /** The warehouse's GS1 company prefix, which groups the readable SSCC. */
  companyPrefix?: string | undefined
  kind: 'carton' | 'pallet' | 'tote'
  copy: number
  sender: { name: string; address: string }
  shipTo: ShipTo
  orderNumbers: readonly string[]
  /** Null where the customer collects it. */
  region: string | null
  deliveryDate: string
  grossGrams: number
  /** The whole text of the unit's QR, its signature included; see `unitQr`. */
  qrText: string
  words?: UnitLabelWords | undefined
}

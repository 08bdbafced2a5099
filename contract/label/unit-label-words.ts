/** What a unit's label says in the language of its warehouse. */
export type UnitLabelWords = {
  shipTo: string
  order: string
  orders: string
  region: string
  /** What stands there instead of a region. */
  collect: string
  delivery: string
  weight: string
  copy: string
  carton: string
  pallet: string
  tote: string
  decimalSign: string
}

/** The languages a label can be printed in. */
export const UNIT_LABEL_WORDS = {
  en: {
    shipTo: 'SHIP TO',
    order: 'ORDER',
    orders: 'ORDERS',
    region: 'REGION',
    collect: 'COLLECT',
    delivery: 'DELIVERY',
    weight: 'WEIGHT',
    copy: 'COPY',
    carton: 'CARTON',
    pallet: 'PALLET',
    tote: 'TOTE',
    decimalSign: '.',
  },
  nl: {
    shipTo: 'AAN',
    order: 'ORDER',
    orders: 'ORDERS',
    region: 'REGIO',
    collect: 'AFHALEN',
    delivery: 'BEZORGDAG',
    weight: 'GEWICHT',
    copy: 'KOPIE',
    carton: 'DOOS',
    pallet: 'PALLET',
    tote: 'KRAT',
    decimalSign: ',',
  },
} as const satisfies Record<string, UnitLabelWords>

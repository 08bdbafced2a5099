type Trouble = {
  code: string
  detail: Readonly<Record<string, string | number>>
  stationId: string | null
}

/** What may be missing of a key is left empty; the office itself has no station. */
const OFFICE = 'office'

/**
 * What makes two exceptions the same trouble: while one is open, the same again counts up and is not
 * opened anew. Null where each is a trouble of its own.
 */
export function troubleKeyOf({ code, detail, stationId }: Trouble): string | null {
  const text = (name: string) => String(detail[name] ?? '')
  const has = (name: string) => text(name) !== ''
  switch (code) {
    case 'order-cancelled':
    case 'order-blocked':
      return `${code}/${text('orderNumber')}`
    case 'claimed-elsewhere':
      return `${code}/${has('load') ? text('load') : text('list')}/${stationId ?? OFFICE}`
    case 'stock-below-zero':
      return `${code}/${text('sku')}/${text('lot')}`
    case 'over-capacity':
      return has('load')
        ? `${code}/${text('load')}`
        : `${code}/${text('region')}/${text('deliveryDate')}`
    case 'book-difference':
      return `book/${text('what')}/${text('key')}`
    case 'unit-closed':
      return `${code}/${text('unitId')}`
    case 'courier-conflict':
      return `${code}/${text('shipmentId')}`
    case 'webhook-parked':
      return `${code}/${text('id')}`
    case 'fork':
      return `${code}/${stationId ?? OFFICE}/${text('incarnation')}`
    case 'false-proof':
    case 'office-set-back':
    case 'no-numbers':
      return `${code}/${stationId ?? OFFICE}`
    default:
      return null
  }
}

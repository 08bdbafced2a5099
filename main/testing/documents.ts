import type { PickList } from '#contract/documents/pick-list.ts'

/** A list of one order with one line of ten planks; a test states only what matters to it. */
export function aPickList(changed: Partial<PickList> = {}): PickList {
  return {
    id: 'list-1',
    code: 'LLP1',
    warehouse: 'MAIN',
    region: 'NH',
    deliveryDate: '2026-03-03',
    mode: 'order',
    status: 'open',
    claim: null,
    orders: [
      {
        orderId: 'order-1',
        orderNumber: 'LL-000001',
        shipmentId: 'shipment-1',
        customerRef: 'C-1',
        shipTo: {
          name: 'Vloeren Discount',
          line1: 'Kade 1',
          postalCode: '1011 AB',
          city: 'Amsterdam',
          country: 'NL',
        },
        status: 'CONFIRMED',
        shortDecision: 'undecided',
      },
    ],
    lines: [
      {
        lineNo: 1,
        orderNumber: 'LL-000001',
        orderLineNo: 1,
        sku: 'OAK',
        location: 'A-04-2',
        eachWeightGrams: 2_000,
        eachVolumeCm3: 1_000,
        requested: 10,
        picked: 0,
        short: 0,
        packed: 0,
        loaded: 0,
      },
    ],
    ...changed,
  }
}

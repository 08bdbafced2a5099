/** The parts of the API in the order in which one meets them, and what each is about. */
export const TAGS = {
  Orders:
    'From the intent of another system to the customer: confirming, changing, cancelling, paying, and ' +
    'the history that says what happened and what stops an order.',
  Picking:
    'Lists that say what is taken from which shelf for which orders; benches work through them.',
  Loading: 'Loads: a vehicle for a region and day, its stops, what is on board, and its departure.',
  Shipments:
    'What happens to goods on the road: reports and proofs of couriers, who sign their calls, and what ' +
    'a driver sees of a unit.',
  Exceptions:
    'What a person must look at, because hands did what no rule foresees or two books differ, and what ' +
    'can be done about it.',
  Stock: 'What is on hand, promised and free; every movement stands in the ledger.',
  Capacity: 'How much weight and volume a region can deliver on a day, and what is still free.',
  'Master data': 'Warehouses, products, regions and packagings. PUT replaces the whole thing.',
  Stations: 'The benches of a warehouse: letting one in, seeing how it does, putting one out.',
  Floor:
    'What a supervisor at a bench sees of all benches, and decides there: exceptions, and work that a bench ' +
    'holds and does not go on with.',
  Sync:
    'What a station calls to send its log and to hear what the office has; docs/PROTOCOL.md says the ' +
    'rules behind it.',
  Webhooks:
    'Who is told of events, and what became of each. The events themselves are under `webhooks` in ' +
    'this description.',
  EPCIS:
    'What happened to cartons and pallets, for partners who follow goods by the standard of GS1.',
  Operators: 'People who work at a bench, their badges and PINs.',
  Users: 'People who sign in to the office, and their sessions.',
  'API tokens': 'What programs call with: each has scopes, an end, and can be revoked.',
  Audit: 'Who changed what, and when.',
  'Personal data': 'What is held about a customer: all of it to hand out, and to forget.',
  Office: 'The office process itself: its page, its health, its metrics and this description.',
} as const

export type TagName = keyof typeof TAGS

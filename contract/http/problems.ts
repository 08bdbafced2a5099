/**
 * Every problem the office can answer with (RFC 9457). The code is stable; programs look at it,
 * people read title and detail.
 */
export const PROBLEMS = {
  'bad-json': { status: 400, title: 'The body is not JSON' },
  'invalid-request': { status: 400, title: 'The request does not have the right shape' },
  chain: { status: 400, title: 'The hashes of the pushed actions do not form a chain' },
  unauthorized: { status: 401, title: 'A valid token is needed' },
  revoked: { status: 401, title: 'This station has been revoked' },
  'bad-signature': { status: 401, title: 'The signature of the courier is not right' },
  'bad-credentials': { status: 401, title: 'Name or password is wrong' },
  'bad-code': { status: 401, title: 'There is no such station code' },
  forbidden: { status: 403, title: 'This token may not do that' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This address does not know that method' },
  'already-claimed': { status: 409, title: 'A bench is working on it' },
  'barcode-taken': { status: 409, title: 'Another product has this barcode' },
  'below-reserved': { status: 409, title: 'More than that is already reserved' },
  'code-used': { status: 409, title: 'This station code was used before' },
  epoch: { status: 409, title: 'The office has another history than the station knows' },
  fork: { status: 409, title: 'Another log holds other actions at this place' },
  gap: { status: 409, title: 'Actions before these are missing' },
  'idempotency-conflict': { status: 409, title: 'This key was used for another movement' },
  'intent-conflict': { status: 409, title: 'This intent was posted before with another content' },
  'over-capacity': { status: 409, title: 'The vehicle may not carry that much' },
  'proof-exists': { status: 409, title: 'There is another proof of this delivery' },
  'last-super-admin': { status: 409, title: 'Nobody would be left who may do everything' },
  'region-elsewhere': { status: 409, title: 'This region belongs to another warehouse' },
  'version-conflict': { status: 409, title: 'The order has changed meanwhile' },
  'wrong-state': { status: 409, title: 'Its state does not allow that' },
  'code-expired': { status: 410, title: 'This station code has expired' },
  'too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'This media type is not read here' },
  'capacity-full': { status: 422, title: 'There is no delivery capacity left' },
  'not-supported': { status: 422, title: 'The office cannot do that yet' },
  'future-timestamp': { status: 422, title: 'That time has not come yet' },
  'lot-mismatch': { status: 422, title: 'Stock of this product is not kept by lot' },
  'no-numbers': { status: 422, title: 'The company prefix has no SSCC numbers left' },
  'out-of-stock': { status: 422, title: 'There is not enough stock' },
  'past-cut-off': { status: 422, title: 'That day cannot be delivered any more' },
  'unknown-region': { status: 422, title: 'There is no such region' },
  'unknown-shipment': { status: 422, title: 'There is no such shipment for this load' },
  'unknown-sku': { status: 422, title: 'There is no such product' },
  'unknown-warehouse': { status: 422, title: 'There is no such warehouse' },
  'unit-mismatch': { status: 422, title: 'The quantity does not fit this sales unit' },
  'unsupported-version': { status: 422, title: 'The office does not read this version' },
  'webhook-address': { status: 422, title: 'This address may not be called' },
  upgrade: { status: 426, title: 'This version of the station app is too old' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'The office failed' },
  busy: { status: 503, title: 'The office is busy' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof PROBLEMS

/** One thing wrong with a request: where, as `lineItems[0].quantity`, and what. */
export type ProblemError = { path: string; message: string }

/** The body of `application/problem+json`; some codes carry further members. */
export type ProblemBody = {
  type: string
  title: string
  status: number
  code: ProblemCode
  detail: string
  errors?: ProblemError[]
  requestId?: string
}

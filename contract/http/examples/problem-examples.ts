import { PROBLEMS, type ProblemBody, type ProblemCode, type ProblemError } from '../problems.ts'
import { EPOCH, IDS } from './story.ts'

/** What stands in one problem besides what its code says. */
type Told = {
  detail: string
  errors?: ProblemError[]
  /** Members that only this code has. */
  members?: Readonly<Record<string, unknown>>
}

const TOLD: { readonly [C in ProblemCode]: Told } = {
  'bad-json': { detail: 'Unexpected end of JSON input' },
  'invalid-request': {
    detail: 'lineItems[0].quantity: whole base units, at least one',
    errors: [{ path: 'lineItems[0].quantity', message: 'whole base units, at least one' }],
  },
  'bad-log-file': { detail: 'the file has no signature at its end' },
  'bad-signature-of-log': { detail: 'Pack 1 has another key' },
  chain: { detail: 'the hash of seq 42 does not follow from what stands before it' },
  unauthorized: { detail: 'the token is not known' },
  revoked: { detail: 'ask a supervisor to enrol again' },
  'bad-signature': { detail: 'check the courier, its secret, its clock and the body' },
  'bad-credentials': { detail: 'try again' },
  'bad-code': { detail: 'ask for a new code' },
  'bad-csrf-token': { detail: 'send x-csrf-token as GET /v1/session gives it' },
  'bad-setup-link': { detail: 'sign in, or start the office anew for another link' },
  forbidden: { detail: 'this call needs the scope orders:write' },
  'supervisor-needed': { detail: 'sanne is no supervisor here' },
  'not-found': { detail: 'no order LL-000274' },
  'method-not-allowed': { detail: 'use GET, PUT' },
  'already-claimed': {
    detail: 'Pack 1 is filling load LD-000031 until 2026-04-15T00:26:41.377Z',
  },
  'barcode-taken': {
    detail: '8712345000011 belongs to product OAK-14',
    errors: [{ path: 'barcodes[0].code', message: 'belongs to product OAK-14' }],
  },
  'below-reserved': {
    detail: '4118420 g and 9630000 cm³ are reserved already',
    members: {
      orders: [
        {
          orderNumber: 'LL-000247',
          weightGrams: 86_820,
          volumeCm3: 78_000,
          status: 'PACKED',
        },
      ],
    },
  },
  'code-used': { detail: 'ask for a new code' },
  epoch: {
    detail: 'send the actions after survivedSeq again under the new epoch',
    members: { epoch: EPOCH, lastSeq: 40, survivedSeq: 40 },
  },
  fork: {
    detail: 'the office holds another action at this seq; this log must stop and be looked at',
    members: { seq: 41 },
  },
  gap: { detail: 'send the actions from expectedSeq on', members: { expectedSeq: 39 } },
  'idempotency-conflict': { detail: 'this key was used for another movement' },
  'intent-conflict': { detail: '2026-000123 of webshop was posted before with another content' },
  'over-capacity': {
    detail: 'VDL-01-N may not carry that much: 86820 g and 78000 cm³ are on board',
  },
  'proof-exists': { detail: 'M. de Wit signed for it at 2026-04-15T09:47:30.000Z' },
  'already-exists': { detail: 'OAK-14 is in use already; nothing was changed' },
  'email-taken': { detail: 'joris signs in with ilse@vloeren.example' },
  'last-super-admin': { detail: 'make another super-admin first' },
  'region-elsewhere': { detail: 'region NH belongs to MAIN' },
  'version-conflict': { detail: 'order LL-000247 has version 6' },
  'wrong-state': { detail: 'order LL-000247 is LOADED' },
  'code-expired': { detail: 'ask for a new code' },
  'too-large': { detail: 'at most 1048576 bytes after decompression' },
  'log-too-large': { detail: 'at most 100000 actions in one file' },
  'unsupported-media-type': { detail: 'send application/json' },
  'wrong-host': { detail: 'nothing here goes by the name of evil.example' },
  'capacity-full': { detail: 'NH has no room on 2026-04-16 for 3000 g and 6000 cm³' },
  'not-supported': { detail: 'choose one of: ship-partial, hold, cancel' },
  'future-timestamp': { detail: 'it is 2026-04-15T05:48:02.519Z here' },
  'lot-mismatch': { detail: 'stock of this product is not kept by lot' },
  'no-numbers': { detail: 'company prefix 8712345 has no serials left' },
  'out-of-stock': {
    detail: '3 × GLUE-5 are wanted, 2 are free',
    errors: [{ path: 'lineItems[1].quantity', message: '3 are wanted, 2 are free' }],
  },
  'past-cut-off': { detail: '2026-04-15 is too soon for NH; the earliest day is 2026-04-16' },
  'unknown-region': { detail: 'no region NN' },
  'unknown-shipment': {
    detail: `shipment ${IDS.shipment} is not for NH on 2026-04-16`,
    errors: [{ path: 'stops[0]', message: `no shipment ${IDS.shipment} for NH on 2026-04-16` }],
  },
  'unknown-sku': {
    detail: 'no product OAK-41',
    errors: [{ path: 'lineItems[0].sku', message: 'no product OAK-41' }],
  },
  'unknown-warehouse': { detail: 'no warehouse WEST' },
  'unit-mismatch': {
    detail: 'GLUE-5 is not sold in m2',
    errors: [{ path: 'lineItems[1].unit', message: 'GLUE-5 is not sold in m2' }],
  },
  'unsupported-version': { detail: 'the office reads versions 1, 2' },
  'webhook-address': { detail: 'erp.vandalen.example leads into the house' },
  upgrade: { detail: 'the office speaks protocol 1' },
  'rate-limited': { detail: 'too many wrong passwords; wait, or ask an administrator' },
  internal: { detail: `say this number to whoever looks after it: ${IDS.request}` },
  busy: { detail: 'the same goods are being worked on; try again' },
}

/** One problem of each code, as it could be answered to somebody in the story of the examples. */
export const problemExamples = Object.fromEntries(
  (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => [code, exampleOf(code)]),
) as Readonly<Record<ProblemCode, ProblemBody>>

function exampleOf(code: ProblemCode): ProblemBody {
  const { title, status } = PROBLEMS[code]
  const { detail, errors, members } = TOLD[code]
  return {
    type: `urn:loadline:problem:${code}`,
    title,
    status,
    code,
    detail,
    ...(errors === undefined ? {} : { errors }),
    ...members,
    requestId: IDS.request,
  }
}

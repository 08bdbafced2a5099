/**
 * Every problem the office can answer with (RFC 9457). The code is stable; programs look at it,
 * people read title and detail. `meaning` says when it is given and what the caller should do.
 */
export const PROBLEMS = {
  'bad-json': {
    status: 400,
    title: 'The body is not JSON',
    meaning:
      'The body could not be read: broken JSON, no UTF-8, broken gzip, or a connection that broke off. Mend the body; the same one again gives the same answer.',
  },
  'invalid-request': {
    status: 400,
    title: 'The request does not have the right shape',
    meaning:
      'Something in the address, the query or the body has the wrong shape; `errors` names each place. Mend it there.',
  },
  'bad-log-file': {
    status: 400,
    title: 'This is no log of a station',
    meaning:
      'The file is not what a station writes with `--export-log`, is of another version, or was cut off or altered; nothing of it was taken. Write it anew at the station, and upgrade the office where it is the older.',
  },
  'bad-signature-of-log': {
    status: 400,
    title: 'The log was not signed by this station',
    meaning:
      'The signature of the file is not of the station that it names, or the office knows no key of that station and nothing that proves it; nothing was taken. Write the file at the station itself.',
  },
  chain: {
    status: 400,
    title: 'The hashes of the pushed actions do not form a chain',
    meaning:
      'A push whose hashes or numbers do not follow from each other; nothing of it was taken. The log on the station is damaged: stop sending and look at it.',
  },
  unauthorized: {
    status: 401,
    title: 'A valid token is needed',
    meaning:
      'There is no token, or nobody has this one: it is wrong, has expired or was revoked. Sign in again, or get a new token.',
  },
  revoked: {
    status: 401,
    title: 'This station has been revoked',
    meaning:
      'The office took this station its token. Enrol it again with a new code; what it has scanned stays in its log.',
  },
  'bad-signature': {
    status: 401,
    title: 'The signature of the courier is not right',
    meaning:
      'A signed call whose courier, secret, time or body do not match, without saying which. Check the secret and the clock, which may be five minutes off, and sign the call anew.',
  },
  'bad-credentials': {
    status: 401,
    title: 'Name or password is wrong',
    meaning:
      'Name and password do not belong together, or the user is disabled. Try again; after some wrong ones comes `rate-limited`.',
  },
  'bad-code': {
    status: 401,
    title: 'There is no such station code',
    meaning:
      'Nobody was given this station code. Check how it was typed, or ask the office for a new one.',
  },
  forbidden: {
    status: 403,
    title: 'This token may not do that',
    meaning:
      'The caller is known and may not do that; `detail` says which scope it takes, or which rule stands against it. Use another token, or ask somebody who may.',
  },
  'bad-csrf-token': {
    status: 403,
    title: 'The call does not come from a page of this office',
    meaning:
      'A call with the cookie of a session that changes something must carry `x-csrf-token`, as `GET /v1/session` gives it, and come from a page of the office: `Origin` and `Sec-Fetch-Site` say so. Read the token again and repeat the call.',
  },
  'bad-setup-link': {
    status: 403,
    title: 'This link makes no administrator',
    meaning:
      'The link of the first visit was used, is older than a day, or somebody is an administrator already. Sign in, or start the office anew for another link.',
  },
  'supervisor-needed': {
    status: 403,
    title: 'Only a supervisor may do that',
    meaning:
      'The operator named does not work in this warehouse, or is no supervisor; nothing was changed. Have a supervisor scan their badge at the bench.',
  },
  'not-found': {
    status: 404,
    title: 'There is no such thing',
    meaning:
      'The address leads nowhere, or names something that does not exist. Check the number in it.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not know that method',
    meaning:
      'The address exists and does not know this method; the header `Allow` names those it knows.',
  },
  'already-claimed': {
    status: 409,
    title: 'A bench is working on it',
    meaning:
      'A bench holds the load and is filling it. Wait until it is released, or have the bench finish.',
  },
  'barcode-taken': {
    status: 409,
    title: 'Another product has this barcode',
    meaning:
      'A barcode of this product already stands on another one of the same warehouse. Correct one of the two first.',
  },
  'below-reserved': {
    status: 409,
    title: 'More than that is already reserved',
    meaning:
      'The day has promised more than the new limit; nothing was changed. `orders` names the newest orders that hold it; cancel or move some of them first.',
  },
  'code-used': {
    status: 409,
    title: 'This station code was used before',
    meaning: 'A station was enrolled with this code already. Ask the office for a new one.',
  },
  epoch: {
    status: 409,
    title: 'The office has another history than the station knows',
    meaning:
      'The office was restored from a backup and has another history than the station knows; nothing was taken. Take on `epoch`, send again what follows `survivedSeq` (`lastSeq` where it is absent), and pull from 0.',
  },
  fork: {
    status: 409,
    title: 'Another log holds other actions at this place',
    meaning:
      'The office holds another action at `seq` of this log: the disk of the station was copied or set back. The bytes are kept and an exception is opened; stop sending.',
  },
  gap: {
    status: 409,
    title: 'Actions before these are missing',
    meaning:
      'Actions before these have not arrived; nothing was taken. Send from `expectedSeq` on.',
  },
  'idempotency-conflict': {
    status: 409,
    title: 'This key was used for another movement',
    meaning:
      'This key, or payment reference, was used before with other content; nothing was changed. Use a new key for a new movement.',
  },
  'intent-conflict': {
    status: 409,
    title: 'This intent was posted before with another content',
    meaning:
      'This intent was posted before with other content; the order that it became is unchanged. Post a new intent, or adjust the order.',
  },
  'over-capacity': {
    status: 409,
    title: 'The vehicle may not carry that much',
    meaning: 'The vehicle may not carry what is on board. Take units off, or plan another vehicle.',
  },
  'proof-exists': {
    status: 409,
    title: 'There is another proof of this delivery',
    meaning:
      'The delivery has a proof already, and it differs from this one; or there are ten that delivered nothing. A proof is never changed; have somebody look at them.',
  },
  'email-taken': {
    status: 409,
    title: 'Another user has this e-mail address',
    meaning:
      'Two users cannot sign in with one address; nothing was changed. Name another address, or take it away from the other user first.',
  },
  'last-super-admin': {
    status: 409,
    title: 'Nobody would be left who may do everything',
    meaning: 'The last user who may do everything would lose that. Make another super-admin first.',
  },
  'region-elsewhere': {
    status: 409,
    title: 'This region belongs to another warehouse',
    meaning:
      'The region belongs to another warehouse and stays there. Leave the warehouse out, or create a region under another code.',
  },
  'version-conflict': {
    status: 409,
    title: 'The order has changed meanwhile',
    meaning:
      'The order has another version than the caller has seen. Read it again, decide anew and call with its present version.',
  },
  'wrong-state': {
    status: 409,
    title: 'Its state does not allow that',
    meaning:
      'The thing is in a state in which this cannot be done; `detail` says which. Read it again before anything else.',
  },
  'code-expired': {
    status: 410,
    title: 'This station code has expired',
    meaning: 'The station code is older than a day. Ask the office for a new one.',
  },
  'already-exists': {
    status: 412,
    title: 'There is one already',
    meaning:
      'The call said `If-None-Match: *`, and something answers under that name; nothing was changed. Choose another name, or leave the header out to replace what there is.',
  },
  'too-large': {
    status: 413,
    title: 'The body is too large',
    meaning:
      'The body, after decompression, or the file has more than this call reads; `detail` says how much that is. Send it in parts.',
  },
  'log-too-large': {
    status: 413,
    title: 'The log in the file is too long',
    meaning:
      'The file, once unpacked, has more actions or bytes than is taken in at once; nothing was taken. A station never writes such a file: write it anew there.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'This media type is not read here',
    meaning:
      'The body has another media type or content encoding than this call reads. Send what `detail` names; gzip is the only encoding.',
  },
  'wrong-host': {
    status: 421,
    title: 'This office does not go by that name',
    meaning:
      'An office that listens to its own machine only answers to `localhost`, to addresses of this machine, and to the host of `LOADLINE_PUBLIC_URL`: a name of somebody else’s that leads here is no way in. Call it by its own name, or set that variable.',
  },
  'capacity-full': {
    status: 422,
    title: 'There is no delivery capacity left',
    meaning:
      'No day that may be chosen has room for the weight and volume of the order; nothing was reserved. Ask for another day or region, or raise the limit.',
  },
  'not-supported': {
    status: 422,
    title: 'That is not offered here',
    meaning: 'The exception does not offer this choice; `detail` names those it does.',
  },
  'future-timestamp': {
    status: 422,
    title: 'That time has not come yet',
    meaning:
      'What is reported lies in the future by the clock of the office. Correct the sender’s clock.',
  },
  'lot-mismatch': {
    status: 422,
    title: 'Stock of this product is not kept by lot',
    meaning: 'A lot was named for a product whose stock is not kept by lot. Leave it out.',
  },
  'no-numbers': {
    status: 422,
    title: 'The company prefix has no SSCC numbers left',
    meaning:
      'The warehouse has handed out every SSCC of its GS1 company prefix. Give it another prefix before more stations are enrolled.',
  },
  'out-of-stock': {
    status: 422,
    title: 'There is not enough stock',
    meaning:
      'There is less in stock than that; nothing was changed. Ask for less, bring goods in first, or let the order wait with `allowBackorder`.',
  },
  'past-cut-off': {
    status: 422,
    title: 'That day cannot be delivered any more',
    meaning:
      'The day asked for can no longer be ordered for, or is none on which the region is delivered to. Choose one of the delivery days.',
  },
  'unknown-region': {
    status: 422,
    title: 'There is no such region',
    meaning: 'No region has this code. Create it first, or correct the code.',
  },
  'unknown-shipment': {
    status: 422,
    title: 'There is no such shipment for this load',
    meaning:
      'A stop is no shipment of the load’s region and day; `errors` names which. Leave it out.',
  },
  'unknown-sku': {
    status: 422,
    title: 'There is no such product',
    meaning: 'No product of this warehouse has this code. Create it first, or correct the code.',
  },
  'unknown-warehouse': {
    status: 422,
    title: 'There is no such warehouse',
    meaning: 'No warehouse has this code. Create it first, or correct the code.',
  },
  'unit-mismatch': {
    status: 422,
    title: 'The quantity does not fit this sales unit',
    meaning:
      'The product is not sold in this unit, or the quantity comes to more than an order may hold. Ask in base units, or in one of its sales units.',
  },
  'unsupported-version': {
    status: 422,
    title: 'The office does not read this version',
    meaning:
      'The intent says a `contractVersion` that this office does not read. Send one that it reads, or upgrade the office first.',
  },
  'webhook-address': {
    status: 422,
    title: 'This address may not be called',
    meaning:
      'The address of the webhook is unknown, or leads into the house itself. Use a public one, or have the office’s settings allow it.',
  },
  upgrade: {
    status: 426,
    title: 'Station and office are of versions that do not fit',
    meaning:
      'The station speaks another version of the sync protocol than the office, or is too old to be given work; `detail` says which. Nothing was taken. Upgrade whichever is older; what was scanned stays on the station, and an old station may still push.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
    meaning: 'This caller tried too often. Wait as many seconds as `Retry-After` says.',
  },
  internal: {
    status: 500,
    title: 'The office failed',
    meaning:
      'The office met something it was not made for; nothing was changed. Call again later, and tell whoever looks after it the `requestId`.',
  },
  busy: {
    status: 503,
    title: 'The office is busy',
    meaning:
      'The database is away, or the same goods are being worked on; nothing was changed. Call again after `Retry-After` seconds; the same call is safe.',
  },
} as const satisfies Record<string, { status: number; title: string; meaning: string }>

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

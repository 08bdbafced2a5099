import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Office } from '../office.ts'
import type { CourierCaller } from './handler.ts'
import { Problem } from './problem.ts'

/** A call that says who signed it; the signature is over the body, which comes later. */
export type SignedCall = { verify(body: Uint8Array): CourierCaller }

const SIGNATURE_HEADER = 'loadline-signature'
const COURIER_HEADER = 'loadline-courier'

/** How far a courier's clock may be off, and for how long a call that was overheard works again. */
const SIGNATURE_TOLERANCE_MS = 5 * 60_000

const SIGNATURE = /^t=(?<seconds>\d{1,12}),v1=(?<mac>[0-9a-f]{64})$/i
const COURIER_LENGTH_MAX = 64

/** Stands in for the secret of a courier nobody knows, so that such a call takes as long as any. */
const NO_SECRET = 'there is no such courier'

export function isSigned(headers: IncomingHttpHeaders): boolean {
  return headers[SIGNATURE_HEADER] !== undefined
}

/** Reads who signed and when. Whatever is wrong is answered alike, and only once the body is known. */
export async function readSignedCall(
  { store, deps }: Office,
  headers: IncomingHttpHeaders,
): Promise<SignedCall> {
  const courier = textOf(headers[COURIER_HEADER]).slice(0, COURIER_LENGTH_MAX + 1)
  const parts = SIGNATURE.exec(textOf(headers[SIGNATURE_HEADER]))?.groups
  const seconds = parts?.['seconds'] ?? ''
  const given = Buffer.from(parts?.['mac'] ?? '', 'hex')
  const row = await store.snapshot((tx) =>
    tx.selectFrom('courier').select('secret').where('name', '=', courier).executeTakeFirst(),
  )
  const isFresh = Math.abs(deps.clock.now() - Number(seconds) * 1_000) <= SIGNATURE_TOLERANCE_MS
  return {
    verify: (body) => {
      const mac = createHmac('sha256', row?.secret ?? NO_SECRET)
      const wanted = mac.update(`${seconds}.`).update(body).digest()
      const isEqual = given.length === wanted.length && timingSafeEqual(given, wanted)
      if (isEqual && isFresh && row !== undefined) return { kind: 'courier', name: nameOf(courier) }
      throw new Problem('bad-signature', 'check the courier, its secret, its clock and the body')
    },
  }
}

/** A courier as audit trail and history name it: never to be taken for somebody of the office. */
function nameOf(courier: string): string {
  return `courier:${courier}`
}

function textOf(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : ''
}

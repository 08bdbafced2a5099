/** What stands in a log where something was that nobody should read there. */
export const MASK = '•••'

/** Members of a line that are never written, at any depth: whoever has them may act. */
const SECRET_MEMBERS = [
  'authorization',
  'cookie',
  'cookies',
  'set-cookie',
  'token',
  'csrfToken',
  'adminToken',
  'pin',
  'password',
  'current',
  'new',
  'secret',
  'qrKey',
  'badgeCode',
  'databaseUrl',
]

/** Members that say who somebody is or where they live. */
const PERSONAL_MEMBERS = [
  'name',
  'displayName',
  'shipTo',
  'ship_to',
  'address',
  'line1',
  'line2',
  'postalCode',
  'postal_code',
  'city',
  'email',
  'phone',
  'signedBy',
  'signed_by',
  'signature',
  'driver',
  'qrText',
]

const MASKED_MEMBERS: ReadonlySet<string> = new Set([...SECRET_MEMBERS, ...PERSONAL_MEMBERS])

/** Deeper than anything that is logged on purpose. */
const DEPTH_MAX = 8
const ITEMS_MAX = 200

const PATTERNS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // A password in an address, as that of a database.
  [/(\w:\/\/)[^\s"'/@]+@/g, `$1${MASK}@`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${MASK}`],
  [/[\w.%+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/gi, MASK],
  // A unit's QR is reduced to its number and copy; the rest names the customer.
  [/LL1\|(\d*)\|(\d*)\|[^\s"\\]*/g, 'LL1|$1|$2'],
  [/\bLLB[0-9A-Z]{8,}/g, `LLB${MASK}`],
]

/** The same members without what must not be in a log. Errors are left to their serializer. */
export function maskMembers(members: Record<string, unknown>): Record<string, unknown> {
  return masked(members, 0) as Record<string, unknown>
}

/** A text without addresses of people, credentials and the personal part of a label's code. */
export function maskText(text: string): string {
  return PATTERNS.reduce((rest, [pattern, instead]) => rest.replaceAll(pattern, instead), text)
}

function masked(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Error) return value
  if (depth >= DEPTH_MAX) return MASK
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => masked(item, depth + 1))
  // Whatever is no plain object (a socket, a request) has a serializer, or nothing to say.
  const kind: unknown = Object.getPrototypeOf(value)
  if (kind !== Object.prototype && kind !== null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      MASKED_MEMBERS.has(name) ? MASK : masked(part, depth + 1),
    ]),
  )
}

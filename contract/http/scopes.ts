import { z } from 'zod'

/**
 * What a token or a user may do, and what a role may do besides. A scope names the thing and the verb;
 * a `write` scope never implies its `read`.
 */
export const SCOPES = [
  'office:read',
  'catalogue:read',
  'catalogue:write',
  'capacity:read',
  'capacity:write',
  'stock:read',
  'stock:write',
  'orders:read',
  'orders:write',
  /** Cancel as the customer may: only before anybody has begun to pick. */
  'orders:withdraw',
  /** Cancel as the office may: until the goods are on a truck. */
  'orders:cancel',
  /** Cancel whatever the state, with a reason. */
  'orders:force-cancel',
  /** Write entries of an order's history, which may stop it, and close them. */
  'orders:history',
  'picking:read',
  'picking:write',
  'loading:read',
  'loading:write',
  /** Say where a shipment is, in a courier's place. */
  'shipments:write',
  /** Give couriers secrets to sign with: whoever may can speak as any of them. */
  'couriers:write',
  'stations:read',
  'stations:write',
  'exceptions:read',
  'exceptions:write',
  'operators:write',
  'users:write',
  'tokens:write',
  'audit:read',
  'webhooks:read',
  'webhooks:write',
  /** Hand out what is held about a customer, and make the office forget it. */
  'privacy:write',
] as const
export const Scope = z.enum(SCOPES)
export type Scope = z.infer<typeof Scope>

/** The roles of people in the office, lowest first. Pickers and loaders look; they work at a bench. */
export const OfficeRole = z.enum(['picker', 'loader', 'supervisor', 'admin', 'super-admin'])
export type OfficeRole = z.infer<typeof OfficeRole>

const FLOOR: readonly Scope[] = ['office:read', 'orders:read', 'picking:read', 'loading:read']

const SUPERVISOR: readonly Scope[] = [
  ...FLOOR,
  'catalogue:read',
  'capacity:read',
  'stock:read',
  'stock:write',
  'orders:withdraw',
  'orders:history',
  'picking:write',
  'loading:write',
  'stations:read',
  'exceptions:read',
  'exceptions:write',
]

/** Everything but what only the top role may: other administrators, and cancelling by force. */
const ADMIN: readonly Scope[] = SCOPES.filter(
  (scope) => scope !== 'orders:force-cancel' && scope !== 'users:write',
)

export const ROLE_SCOPES: Readonly<Record<OfficeRole, readonly Scope[]>> = {
  picker: FLOOR,
  loader: [...FLOOR, 'loading:write'],
  supervisor: SUPERVISOR,
  admin: ADMIN,
  'super-admin': SCOPES,
}

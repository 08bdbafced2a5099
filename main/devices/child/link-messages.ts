import { z } from 'zod'
import { ATTACHED_MAX, AttachedDevice } from '../plug/attached-device.ts'

/** The child says it is alive this often. */
export const HEARTBEAT_EVERY_MS = 1_000

/** Bytes of one message; a label is sent in chunks well below this. */
const MESSAGE_BYTES_MAX = 1_048_576

/** Longest path or name of a device. */
const PLACE_MAX = 300

const LinkId = z.string().min(1).max(64)
const CallId = z.int().positive()
const Place = z.string().min(1).max(PLACE_MAX)

const Bytes = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.length <= MESSAGE_BYTES_MAX,
  'bytes, and not too many',
)

export const RelayedFault = z.object({
  code: z.enum([
    'unplugged',
    'absent',
    'permission',
    'busy',
    'ambiguous',
    'unreachable',
    'timeout',
    'unsupported-link',
    'no-answer',
  ]),
  detail: z.string().max(1_000),
})

export type RelayedFault = z.infer<typeof RelayedFault>

const SerialPlace = z.object({
  kind: z.literal('serial'),
  path: Place,
  baudRate: z.int().positive(),
  dataBits: z.union([z.literal(7), z.literal(8)]),
  parity: z.enum(['none', 'even', 'odd']),
  stopBits: z.union([z.literal(1), z.literal(2)]),
  rtscts: z.boolean(),
  xonxoff: z.boolean(),
})

const HidPlace = z.object({
  kind: z.literal('hid'),
  path: Place,
  vendorId: z.int().min(0).max(0xffff),
  productId: z.int().min(0).max(0xffff),
  serial: z.string().max(PLACE_MAX).nullable(),
})
export type HidPlace = z.infer<typeof HidPlace>

const UsbLpPlace = z.union([
  z.object({ kind: z.literal('usblp'), path: Place }),
  z.object({ kind: z.literal('usblp'), manufacturer: Place, model: Place }),
])
export type UsbLpPlace = z.infer<typeof UsbLpPlace>

/** Where a child opens a link: a target of the devices file, found on this machine. */
export const LinkPlace = z.union([SerialPlace, HidPlace, UsbLpPlace])
export type LinkPlace = z.infer<typeof LinkPlace>

/** Host to child. Every link has an id that is never used again, so late words reach nobody. */
export const ToLinkHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), linkId: LinkId, place: LinkPlace }),
  z.object({ type: z.literal('write'), linkId: LinkId, callId: CallId, bytes: Bytes }),
  z.object({ type: z.literal('drain'), linkId: LinkId, callId: CallId }),
  z.object({ type: z.literal('end'), linkId: LinkId }),
  z.object({ type: z.literal('close'), linkId: LinkId }),
  z.object({ type: z.literal('list'), callId: CallId }),
  z.object({ type: z.literal('stop') }),
])
export type ToLinkHost = z.infer<typeof ToLinkHost>

/** Child to host. */
export const FromLinkHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('heartbeat') }),
  z.object({ type: z.literal('opened'), linkId: LinkId }),
  z.object({ type: z.literal('open-failed'), linkId: LinkId, fault: RelayedFault }),
  z.object({ type: z.literal('data'), linkId: LinkId, bytes: Bytes }),
  z.object({ type: z.literal('done'), linkId: LinkId, callId: CallId, ok: z.boolean() }),
  z.object({ type: z.literal('closed'), linkId: LinkId, fault: RelayedFault.nullable() }),
  z.object({
    type: z.literal('listed'),
    callId: CallId,
    devices: z.array(AttachedDevice).max(ATTACHED_MAX),
  }),
])
export type FromLinkHost = z.infer<typeof FromLinkHost>

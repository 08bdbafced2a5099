import { z } from 'zod'

/** The child says it is alive this often. */
export const HEARTBEAT_EVERY_MS = 1_000

/** Bytes of one message; a label is sent in chunks well below this. */
const MESSAGE_BYTES_MAX = 1_048_576

const LinkId = z.string().min(1).max(64)

const Bytes = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.length <= MESSAGE_BYTES_MAX,
  'bytes, and not too many',
)

const Fault = z.object({
  code: z.enum(['unplugged', 'absent', 'permission', 'busy', 'unreachable', 'timeout']),
  detail: z.string().max(1_000),
})

/** Host to child. Every link has an id that is never used again, so late words reach nobody. */
export const ToSerialHost = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    linkId: LinkId,
    settings: z.object({
      path: z.string().min(1).max(300),
      baudRate: z.int().positive(),
      dataBits: z.union([z.literal(7), z.literal(8)]),
      parity: z.enum(['none', 'even', 'odd']),
      stopBits: z.union([z.literal(1), z.literal(2)]),
      rtscts: z.boolean(),
      xonxoff: z.boolean(),
    }),
  }),
  z.object({ type: z.literal('write'), linkId: LinkId, callId: z.int(), bytes: Bytes }),
  z.object({ type: z.literal('drain'), linkId: LinkId, callId: z.int() }),
  z.object({ type: z.literal('close'), linkId: LinkId }),
])
export type ToSerialHost = z.infer<typeof ToSerialHost>

/** Child to host. */
export const FromSerialHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('heartbeat') }),
  z.object({ type: z.literal('opened'), linkId: LinkId }),
  z.object({ type: z.literal('open-failed'), linkId: LinkId, fault: Fault }),
  z.object({ type: z.literal('data'), linkId: LinkId, bytes: Bytes }),
  z.object({ type: z.literal('done'), linkId: LinkId, callId: z.int(), ok: z.boolean() }),
  z.object({ type: z.literal('closed'), linkId: LinkId, fault: Fault.nullable() }),
])
export type FromSerialHost = z.infer<typeof FromSerialHost>

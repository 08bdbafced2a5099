import { z } from 'zod'
import { ScaleProtocolName } from '../device-config.ts'

const VIRTUAL_DEVICES_MAX = 16

const Port = z.int().min(0).max(65_535)

const common = {
  id: z.string().min(1).max(32),
  name: z.string().min(1).max(60).optional(),
  /** 0 takes any free port. */
  port: Port,
  /** Also a serial port: the path of a pseudo-terminal to be made. Needs socat. */
  pty: z.string().min(1).max(100).optional(),
}

/** What `npm run virtual-devices -- --config FILE` reads. */
export const VirtualConfig = z.strictObject({
  port: Port.default(4420),
  scanners: z
    .array(
      z.strictObject({
        ...common,
        suffix: z.string().min(1).max(8).default('\r\n'),
        /** Whose commands it takes and, for `zebra`, in whose packets it speaks. */
        dialect: z.enum(['plain', 'honeywell', 'datalogic', 'cipherlab', 'zebra']).default('plain'),
      }),
    )
    .max(VIRTUAL_DEVICES_MAX)
    .default([]),
  scales: z
    .array(
      z.strictObject({
        ...common,
        protocol: ScaleProtocolName.default('mt-sics'),
        /** Whether it waits to be asked, where the protocol has both. */
        mode: z.enum(['asked', 'streamed']).optional(),
        maxGrams: z.int().positive().default(60_000),
      }),
    )
    .max(VIRTUAL_DEVICES_MAX)
    .default([]),
  printers: z
    .array(
      z.strictObject({
        ...common,
        dpi: z.union([z.literal(203), z.literal(300), z.literal(600)]).default(203),
        widthMm: z.number().min(15).max(250).default(102),
        heightMm: z.number().min(5).max(1_000).default(152),
        answersStatus: z.boolean().default(false),
        language: z.enum(['zpl', 'tspl', 'escpos', 'brother-ql']).default('zpl'),
      }),
    )
    .max(VIRTUAL_DEVICES_MAX)
    .default([]),
  /** File or http address of a list of `{group, name, code}` to click on. */
  codes: z.string().max(500).optional(),
  /** For scripts that must know it beforehand; else a new one at every start. */
  token: z.string().min(16).max(200).optional(),
})
export type VirtualConfig = z.infer<typeof VirtualConfig>

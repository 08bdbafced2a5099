import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

type Cost = { memoryKib: number; passes: number; lanes: number }

/** A hash that asks for more than this was not made by any office of ours, and would stall the bench. */
const COST_MAX: Cost = { memoryKib: 262_144, passes: 10, lanes: 4 }

const SHAPE =
  /^\$argon2id\$v=19\$m=(?<memoryKib>\d{2,6}),t=(?<passes>\d{1,2}),p=(?<lanes>\d)\$(?<salt>[\w+/]{11,88})\$(?<tag>[\w+/]{22,88})$/

const deriveTag = promisify(argon2)

/**
 * True when these digits are the PIN that the office hashed (argon2id, by the parameters that the
 * hash names). It runs beside the bench's own work: scans go on meanwhile.
 */
export async function isPin(digits: string, pinHash: string): Promise<boolean> {
  const parts = SHAPE.exec(pinHash)?.groups
  if (parts === undefined) return false
  const { salt = '', tag = '' } = parts
  const cost = {
    memoryKib: Number(parts['memoryKib']),
    passes: Number(parts['passes']),
    lanes: Number(parts['lanes']),
  }
  if (!isAffordable(cost)) return false
  const expected = Buffer.from(tag, 'base64')
  const actual: unknown = await deriveTag('argon2id', {
    message: digits,
    nonce: Buffer.from(salt, 'base64'),
    parallelism: cost.lanes,
    tagLength: expected.length,
    memory: cost.memoryKib,
    passes: cost.passes,
  })
  return timingSafeEqual(expected, Buffer.from(actual as Uint8Array))
}

function isAffordable({ memoryKib, passes, lanes }: Cost): boolean {
  return (
    lanes >= 1 &&
    passes >= 1 &&
    memoryKib >= 8 * lanes &&
    memoryKib <= COST_MAX.memoryKib &&
    passes <= COST_MAX.passes &&
    lanes <= COST_MAX.lanes
  )
}

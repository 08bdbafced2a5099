import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** OWASP's choice for argon2id where 19 MiB a check can be spared; a check takes some 20 ms. */
const COST: Cost = { memoryKib: 19_456, passes: 2, lanes: 1 }
const SALT_BYTES = 16
const TAG_BYTES = 32

/** A hash that asks for more than this was not made by any version of ours. */
const COST_MAX: Cost = { memoryKib: 262_144, passes: 10, lanes: 4 }

const SHAPE =
  /^\$argon2id\$v=19\$m=(?<memoryKib>\d{2,6}),t=(?<passes>\d{1,2}),p=(?<lanes>\d)\$(?<salt>[\w+/]{11,88})\$(?<tag>[\w+/]{22,88})$/

type Cost = { memoryKib: number; passes: number; lanes: number }

const deriveTag = promisify(argon2)

/** A password or PIN as it is kept: `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
export async function hashSecret(
  secret: string,
  randomBytes: (count: number) => Uint8Array,
): Promise<string> {
  const salt = Buffer.from(randomBytes(SALT_BYTES))
  const tag = await tagOf(secret, salt, COST, TAG_BYTES)
  const { memoryKib, passes, lanes } = COST
  const cost = `m=${memoryKib},t=${passes},p=${lanes}`
  return `$argon2id$v=19$${cost}$${encode(salt)}$${encode(tag)}`
}

/** True when the secret is the one that was hashed, by the parameters that the hash itself names. */
export async function isSecret(secret: string, kept: string): Promise<boolean> {
  const parts = SHAPE.exec(kept)?.groups
  if (parts === undefined) return false
  const { salt = '', tag = '' } = parts
  const cost = {
    memoryKib: Number(parts['memoryKib']),
    passes: Number(parts['passes']),
    lanes: Number(parts['lanes']),
  }
  if (!isAffordable(cost)) return false
  const expected = Buffer.from(tag, 'base64')
  const actual = await tagOf(secret, Buffer.from(salt, 'base64'), cost, expected.length)
  return timingSafeEqual(expected, actual)
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

/** The same characters typed on another keyboard may come as other code points, so they are normalized. */
async function tagOf(
  secret: string,
  salt: Uint8Array,
  { memoryKib, passes, lanes }: Cost,
  tagLength: number,
): Promise<Buffer> {
  const tag: unknown = await deriveTag('argon2id', {
    message: secret.normalize('NFKC'),
    nonce: salt,
    parallelism: lanes,
    tagLength,
    memory: memoryKib,
    passes,
  })
  return Buffer.from(tag as Uint8Array)
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}

import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** OWASP's choice for argon2id where 19 MiB a check can be spared; a check takes some 20 ms. */
const MEMORY_KIB = 19_456
const PASSES = 2
const SALT_BYTES = 16
const TAG_BYTES = 32

const deriveTag = promisify(argon2)

/** A PIN as it is kept: `$argon2id$v=19$m=…,t=…,p=1$salt$tag`. */
export async function hashPin(
  pin: string,
  randomBytes: (count: number) => Uint8Array,
): Promise<string> {
  const salt = Buffer.from(randomBytes(SALT_BYTES))
  const tag = await tagOf(pin, salt)
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${encode(salt)}$${encode(tag)}`
}

/** True when the PIN is the one that was hashed. */
export async function isPin(pin: string, kept: string): Promise<boolean> {
  const [salt, tag] = kept.split('$').slice(-2)
  if (salt === undefined || tag === undefined) return false
  const expected = Buffer.from(tag, 'base64')
  const actual = await tagOf(pin, Buffer.from(salt, 'base64'))
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

async function tagOf(pin: string, salt: Uint8Array): Promise<Buffer> {
  const tag: unknown = await deriveTag('argon2id', {
    message: pin,
    nonce: salt,
    parallelism: 1,
    tagLength: TAG_BYTES,
    memory: MEMORY_KIB,
    passes: PASSES,
  })
  return Buffer.from(tag as Uint8Array)
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}

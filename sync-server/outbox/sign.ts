import { createHmac } from 'node:crypto'

/**
 * The `Loadline-Signature` header: when it was signed, and HMAC-SHA-256 over that and the body, so
 * that an old call can't be sent again as new.
 */
export function signatureOf(secret: string, body: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1_000)
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${mac}`
}

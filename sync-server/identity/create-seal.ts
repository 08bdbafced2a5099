import { createHmac } from 'node:crypto'

/** What only an office with this admin token can make of a text: HMAC-SHA-256, 43 characters of base64url. */
export function createSeal(adminToken: string): (text: string) => string {
  return (text) => createHmac('sha256', adminToken).update(text).digest('base64url')
}

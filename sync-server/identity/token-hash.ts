import { hash } from 'node:crypto'

/** Tokens are kept as their hash only. Hex. */
export function tokenHash(token: string): string {
  return hash('sha256', token, 'hex')
}

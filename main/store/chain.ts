import { hash } from 'node:crypto'

/** Links one action to the one before it, over the exact bytes of its body (ID-2). */
export function chainHash(prevHash: string, seq: number, id: string, body: string): string {
  return hash('sha256', `${prevHash}\n${seq}\n${id}\n${body}`, 'hex')
}

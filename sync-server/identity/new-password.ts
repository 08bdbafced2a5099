import { invalidRequest } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { hashSecret } from './secret-hash.ts'

/** Length is checked with the request's shape; that it isn't the name needs both. */
export function hashNewPassword({ deps }: Office, name: string, password: string): Promise<string> {
  if (password.toLowerCase() === name) {
    throw invalidRequest([{ path: 'password', message: 'not the name' }])
  }
  return hashSecret(password, (count) => deps.randomBytes(count))
}

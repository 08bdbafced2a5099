import { Problem } from '../http/problem.ts'

/** The `after` of a list that no page of it has given as `next`. */
export function badCursor(message: string): Problem {
  return new Problem('invalid-request', message, { errors: [{ path: 'after', message }] })
}

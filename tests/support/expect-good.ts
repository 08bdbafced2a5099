import type { Answer } from './office.ts'

/** The body of a call that must have gone well. */
export async function expectGood<Body = Record<string, unknown>>(
  asked: Promise<Answer>,
): Promise<Body> {
  const { status, body } = await asked
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body as Body
}

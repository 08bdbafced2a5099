import type { Answer } from './office.ts'

/** The body of a call that must have gone well. */
export async function expectGood(asked: Promise<Answer>): Promise<Record<string, unknown>> {
  const { status, body } = await asked
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body as Record<string, unknown>
}

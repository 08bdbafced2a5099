import { parseJson, readAnswer } from './office-answer.ts'
import type { CallFailure } from './office-client.ts'

export type Poke = { head: number; epoch: string }

/** A poke is tiny; more without an end of event is no stream of the office's. */
const EVENT_TEXT_MAX = 64 * 1024

/** Reads pokes until the stream ends. Answers with what the office said instead of a stream, if it did. */
export async function readLive(
  response: Response,
  onPoke: (poke: Poke) => void,
): Promise<CallFailure | null> {
  if (!response.ok) {
    const answer = await readAnswer(response)
    return answer.ok ? null : answer.failure
  }
  if (response.body === null) return null
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body) {
    rest += decoder.decode(chunk, { stream: true })
    const events = rest.split('\n\n')
    rest = events.pop() ?? ''
    if (rest.length > EVENT_TEXT_MAX) return null
    for (const event of events) {
      const data = /^data: ?(.*)$/m.exec(event)?.[1]
      const poke = data === undefined ? undefined : parseJson(data)
      // A poke is a hint; one that can't be read only costs a poll's wait (POKE-1).
      if (isPoke(poke)) onPoke(poke)
    }
  }
  return null
}

function isPoke(value: unknown): value is Poke {
  const poke = value as { head?: unknown; epoch?: unknown } | undefined
  return typeof poke?.head === 'number' && typeof poke.epoch === 'string'
}

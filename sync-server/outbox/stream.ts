import { jetstreamManager, RetentionPolicy, StorageType, DiscardPolicy } from '@nats-io/jetstream'
import { JetStreamApiError, type JetStreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { fail, ok, type Result } from '#contract/result.ts'

/** A stream that nobody made before is made with these; one that is there stays as it is. */
export const STREAM_AGE_MAX_DAYS = 7
export const STREAM_BYTES_MAX = 1024 ** 3

/** How long JetStream knows an event again that it is sent twice. */
export const DUPLICATE_WINDOW_MS = 3_600_000

const NANOS_PER_MS = 1_000_000
const MS_PER_DAY = 86_400_000

/** What the server answers where there is no such stream. */
const STREAM_NOT_FOUND = 10_059

export type StreamName = { stream: string; prefix: string }

/**
 * Finds the stream that events go to, or makes it. Fails with a sentence that says what a person must do
 * where the office may not make it, or where it takes something else.
 */
export async function prepareStream(
  connection: NatsConnection,
  { stream, prefix }: StreamName,
  timeoutMs: number,
): Promise<Result<null, string>> {
  const wanted = `${prefix}.>`
  try {
    const manager = await jetstreamManager(connection, { timeout: timeoutMs, checkAPI: false })
    const subjects = await findSubjects(manager, stream)
    if (subjects === null) {
      await manager.streams.add(settingsOf(stream, wanted))
      return ok(null)
    }
    if (subjects.some((subject) => covers(subject, wanted))) return ok(null)
    return fail(`the stream ${stream} does not take ${wanted}: add it to its subjects`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return fail(`no stream ${stream} with the subject ${wanted} could be found or made: ${why}`)
  }
}

function settingsOf(stream: string, subject: string) {
  return {
    name: stream,
    subjects: [subject],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    max_age: STREAM_AGE_MAX_DAYS * MS_PER_DAY * NANOS_PER_MS,
    max_bytes: STREAM_BYTES_MAX,
    duplicate_window: DUPLICATE_WINDOW_MS * NANOS_PER_MS,
  }
}

async function findSubjects(manager: JetStreamManager, stream: string): Promise<string[] | null> {
  try {
    return (await manager.streams.info(stream)).config.subjects
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND) return null
    throw error
  }
}

/** Whether everything of `wanted` goes where `subject` goes. */
function covers(subject: string, wanted: string): boolean {
  if (subject === '>' || subject === wanted) return true
  return subject.endsWith('.>') && wanted.startsWith(subject.slice(0, -1))
}

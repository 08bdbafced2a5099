import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { parseRecording, RecordedEvent } from './recorded-event.ts'
import { FLIGHT_FOLDER } from './flight-recorder.ts'

/** Bytes of one file that is read; a support file holds less. */
const FILE_BYTES_MAX = 64 * 1_048_576

/** A support file, or what `GET /v1/flight-recording` answers: the events stand in `flight`. */
const WithFlight = z.object({ flight: z.array(z.unknown()) })

/**
 * A recording from wherever it is: lines of a segment or a download, a support file, a folder of segments
 * or a station's data folder. What is not understood is counted.
 */
export async function readRecording(
  path: string,
): Promise<{ events: RecordedEvent[]; unread: number }> {
  const { isFolder, size } = await stat(path).then((found) => ({
    isFolder: found.isDirectory(),
    size: found.size,
  }))
  if (isFolder) return readFolder(path)
  if (size > FILE_BYTES_MAX) throw new Error(`${path} has more than ${FILE_BYTES_MAX} bytes`)
  return readText(await readFile(path, 'utf8'))
}

async function readFolder(path: string): Promise<{ events: RecordedEvent[]; unread: number }> {
  const names = await readdir(path)
  if (names.includes(FLIGHT_FOLDER)) return readFolder(join(path, FLIGHT_FOLDER))
  const segments = names.filter((name) => name.endsWith('.jsonl')).sort()
  const texts = await Promise.all(segments.map((name) => readFile(join(path, name), 'utf8')))
  return parseRecording(texts.join('\n'))
}

function readText(text: string): { events: RecordedEvent[]; unread: number } {
  const whole = supportFileOf(text)
  if (whole === null) return parseRecording(text)
  const parsed = whole.map((event) => RecordedEvent.safeParse(event))
  const events = parsed.flatMap((event) => (event.success ? [event.data] : []))
  return { events, unread: parsed.length - events.length }
}

function supportFileOf(text: string): unknown[] | null {
  try {
    const read = WithFlight.safeParse(JSON.parse(text))
    return read.success ? read.data.flight : null
  } catch {
    return null
  }
}

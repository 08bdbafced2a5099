import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { manualClock } from '../../testing/manual-clock.ts'
import { tempFolder } from '../../testing/temp-folder.ts'
import { createFlightRecorder, FLIGHT_FOLDER } from './flight-recorder.ts'
import { readRecording } from './read-recording.ts'
import {
  SEGMENT_AGE_MAX_MS,
  SEGMENT_BYTES_MAX,
  SEGMENT_TIME_MAX_MS,
  SEGMENTS_MAX,
  WRITE_AGAIN_MS,
} from './segment-ring.ts'

const scan = (text: string) => ({ kind: 'scan' as const, device: 's1', text, aim: null })

function recorderIn(dataFolder: string, startMs = Date.parse('2026-03-01T08:00:00Z')) {
  const clock = manualClock(startMs)
  const troubles: string[] = []
  const recorder = createFlightRecorder({
    clock,
    dataFolder,
    boot: 'b1',
    devices: [{ id: 's1', kind: 'scanner', link: 'tcp://127.0.0.1:1', speaks: 'none' }],
    onTrouble: (text) => void troubles.push(text),
  })
  return { clock, troubles, recorder, folder: join(dataFolder, FLIGHT_FOLDER) }
}

test('what happened stands in a file before anybody closes it, with both clocks', async () => {
  const dataFolder = tempFolder()
  const { clock, recorder } = recorderIn(dataFolder)
  clock.advance(1_500)
  recorder.note(scan('4006381333931'))
  recorder.note(scan('LLBSECRET1'))
  await recorder.masked()
  const { events, unread } = await readRecording(dataFolder)
  expect(unread).toBe(0)
  expect(events.map(({ kind }) => kind)).toEqual(['head', 'scan', 'scan'])
  expect(events[1]).toMatchObject({
    v: 1,
    at: Date.parse('2026-03-01T08:00:01.5Z'),
    mono: 1_500,
    text: '4006381333931',
  })
  expect(events[2]).toMatchObject({ text: 'LLB*******' })
  await recorder.close()
})

test('half a line of a host that was killed is counted, and the rest is read', async () => {
  const dataFolder = tempFolder()
  const { recorder, folder } = recorderIn(dataFolder)
  recorder.note(scan('A'))
  await recorder.close()
  const [name = ''] = readdirSync(folder)
  appendFileSync(join(folder, name), '{"v":1,"at":1,"mono":1,"kind":"sc')
  appendFileSync(join(folder, name), '\n{"v":2,"at":1,"mono":1,"kind":"scan"}\n')
  const { events, unread } = await readRecording(dataFolder)
  expect(events).toHaveLength(2)
  expect(unread).toBe(2)
})

test('the ring is bounded: the oldest segments go, and every one begins with the devices', async () => {
  const dataFolder = tempFolder()
  const { recorder, folder } = recorderIn(dataFolder)
  const long = 'x'.repeat(100_000)
  const lines = Math.ceil((SEGMENT_BYTES_MAX / long.length) * (SEGMENTS_MAX + 12))
  for (let index = 0; index < lines; index += 1) {
    recorder.note(scan(`${index} ${long}`))
    if (index % 5 === 0) await recorder.masked()
  }
  await recorder.close()
  const names = readdirSync(folder).sort()
  expect(names.length).toBeLessThanOrEqual(SEGMENTS_MAX)
  expect(names.length).toBeGreaterThan(SEGMENTS_MAX - 2)
  for (const name of names) {
    const text = readFileSync(join(folder, name), 'utf8')
    expect(text.length).toBeLessThan(SEGMENT_BYTES_MAX + 1_200_000)
    expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ kind: 'head', boot: 'b1' })
  }
})

test('what is older than a week goes at the next start', async () => {
  const dataFolder = tempFolder()
  const folder = join(dataFolder, FLIGHT_FOLDER)
  mkdirSync(folder)
  const old = join(folder, 'flight-0000000007.jsonl')
  writeFileSync(old, '')
  const { clock, recorder } = recorderIn(dataFolder)
  const seconds = (clock.now() - SEGMENT_AGE_MAX_MS - 1_000) / 1_000
  utimesSync(old, seconds, seconds)
  recorder.note(scan('A'))
  await recorder.close()
  expect(readdirSync(folder)).toEqual(['flight-0000000008.jsonl'])
})

test('a disk that refuses is told of once, and is tried again later', async () => {
  const dataFolder = tempFolder()
  const folder = join(dataFolder, FLIGHT_FOLDER)
  writeFileSync(folder, 'in the way')
  const { clock, recorder, troubles } = recorderIn(dataFolder)
  recorder.note(scan('A'))
  await recorder.masked()
  clock.advance(WRITE_AGAIN_MS)
  recorder.note(scan('B'))
  await recorder.masked()
  expect(troubles).toHaveLength(1)
  expect(troubles[0]).toContain('the flight recorder cannot write')
  await recorder.close()
})

test('noting waits for nothing: a disk that hangs costs lines, and they are counted', async () => {
  const dataFolder = tempFolder()
  const { recorder } = recorderIn(dataFolder)
  const long = 'x'.repeat(100_000)
  // Nothing is awaited here, so no write can have been made.
  for (let index = 0; index < 20; index += 1) recorder.note(scan(long))
  await recorder.masked()
  recorder.note(scan('after'))
  const events = await recorder.masked()
  expect(events.filter(({ kind }) => kind === 'scan').length).toBeLessThan(20)
  const dropped = events.find((event) => event.kind === 'dropped')
  const kept = events.filter(({ kind }) => kind === 'scan').length
  expect(dropped).toMatchObject({ lines: 21 - kept })
  await recorder.close()
})

test('readings and states are noted when they change', async () => {
  const { recorder } = recorderIn(tempFolder())
  const reading = (grams: number) =>
    recorder.note({ kind: 'reading', device: 'w1', says: 'stable', grams, raw: `S S ${grams}` })
  reading(0)
  reading(0)
  reading(500)
  recorder.note({ kind: 'state', device: 'w1', state: 'ready', detail: '' })
  recorder.note({ kind: 'state', device: 'w1', state: 'ready', detail: '' })
  const kinds = (await recorder.masked()).map(({ kind }) => kind)
  expect(kinds).toEqual(['head', 'reading', 'reading', 'state'])
  expect(recorder.memory('w1').lastMeaning?.text).toBe('stable 500 g')
  await recorder.close()
})

test('a host that starts again and again pushes nothing out of the recording', async () => {
  const dataFolder = tempFolder()
  const startMs = statSync(dataFolder).mtimeMs
  const first = recorderIn(dataFolder, startMs)
  first.recorder.note(scan('before'))
  await first.recorder.close()
  const [name = ''] = readdirSync(first.folder)
  appendFileSync(join(first.folder, name), '{"v":1,"at":1,"mo')
  for (let start = 0; start < SEGMENTS_MAX + 4; start += 1) {
    const { recorder } = recorderIn(dataFolder, startMs)
    recorder.note(scan(`start ${start}`))
    await recorder.close()
  }
  const { events, unread } = await readRecording(dataFolder)
  expect(events.filter(({ kind }) => kind === 'scan')).toHaveLength(SEGMENTS_MAX + 5)
  expect(events.filter(({ kind }) => kind === 'head')).toHaveLength(SEGMENTS_MAX + 5)
  expect(unread).toBe(1)
  expect(readdirSync(first.folder)).toEqual([name])
})

test('a bench with little to note keeps nothing for longer than a week', async () => {
  const dataFolder = tempFolder()
  const startMs = statSync(dataFolder).mtimeMs
  const { clock, recorder, folder } = recorderIn(dataFolder, startMs)
  for (let day = 0; day < 10; day += 1) {
    recorder.note(scan(`day ${day}`))
    await recorder.masked()
    // The file system's clock is not the test's.
    const newest = join(folder, readdirSync(folder).sort().at(-1) ?? '')
    utimesSync(newest, clock.now() / 1_000, clock.now() / 1_000)
    clock.advance(SEGMENT_TIME_MAX_MS * 2)
  }
  recorder.note(scan('today'))
  const kept = await recorder.masked()
  const oldest = Math.min(...kept.map(({ at }) => at))
  expect(clock.now() - oldest).toBeLessThanOrEqual(SEGMENT_AGE_MAX_MS)
  expect(kept.length).toBeGreaterThan(5)
  await recorder.close()
})

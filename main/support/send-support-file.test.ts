import { expect, test } from 'vitest'
import type { RecordedEvent } from '../devices/recorder/recorded-event.ts'
import type { CallResult } from '../sync/office-client.ts'
import { createSupportSender, withinLimit } from './send-support-file.ts'

const HEAD: RecordedEvent = { v: 1, at: 0, mono: 0, kind: 'head', boot: 'b', devices: [] }

function scan(n: number): RecordedEvent {
  return { v: 1, at: n, mono: n, kind: 'scan', device: 's1', text: `code ${n}` } as RecordedEvent
}

test('a file that is too large keeps the newest of its recording, and the line without which it cannot be played', async () => {
  const flight = [HEAD, ...Array.from({ length: 2_000 }, (_, n) => scan(n))]
  const whole = { madeAt: 'now', flight }
  expect(await withinLimit(whole)).toEqual(whole)
  const bytesMax = 20_000
  const short = await withinLimit(whole, bytesMax)
  expect(short.flight[0]).toEqual(HEAD)
  expect(short.flight.at(-1)).toEqual(scan(1_999))
  expect(short.flight.length).toBeGreaterThan(100)
  expect(JSON.stringify(short).length).toBeLessThanOrEqual(bytesMax)
})

test('a file without a recording is sent as it is', async () => {
  expect(await withinLimit({ flight: [] }, 10)).toEqual({ flight: [] })
})

/** An office that answers when the test says so. */
function office() {
  const sent: unknown[] = []
  const answers: ((answer: CallResult<unknown>) => void)[] = []
  return {
    sent,
    answer: (answer: CallResult<unknown>) => answers.shift()?.(answer),
    ask: (_path: string, { body }: { body?: unknown }) => {
      sent.push(body)
      return new Promise<CallResult<unknown>>((resolve) => answers.push(resolve))
    },
  }
}

test('one file is made at a time, however often the office asks', async () => {
  const door = office()
  let made = 0
  const send = createSupportSender({
    office: door,
    make: async () => {
      made += 1
      return { flight: [] }
    },
    onTrouble: () => undefined,
  })
  send('a')
  send('a')
  await expect.poll(() => door.sent).toEqual([{ id: 'a', file: { flight: [] } }])
  send('a')
  expect(made).toBe(1)
})

test('a file that could not be sent is not made anew at every heartbeat', async () => {
  const door = office()
  const troubles: string[] = []
  const send = createSupportSender({
    office: door,
    make: async () => ({ flight: [] }),
    onTrouble: (text) => troubles.push(text),
  })
  send('a')
  await expect.poll(() => door.sent.length).toBe(1)
  door.answer({ ok: false, failure: { kind: 'unreachable', detail: '' } })
  await expect.poll(() => troubles.length).toBe(1)
  await expect
    .poll(() => {
      send('a')
      return door.sent.length
    })
    .toBe(2)
  door.answer({ ok: true, value: null })
})

test('a file that cannot be made is said, and troubles nothing else', async () => {
  const troubles: string[] = []
  const send = createSupportSender({
    office: office(),
    make: () => Promise.reject(new Error('the disk is gone')),
    onTrouble: (text) => troubles.push(text),
  })
  send('a')
  await expect.poll(() => troubles).toEqual([expect.stringContaining('the disk is gone')])
})

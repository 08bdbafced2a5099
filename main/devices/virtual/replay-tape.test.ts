import { expect, test } from 'vitest'
import { manualClock } from '../../testing/manual-clock.ts'
import { parseDeviceConfig } from '../device-config.ts'
import type { Happened, RecordedEvent } from '../recorder/recorded-event.ts'
import { badgeReplacer } from './replay-badge.ts'
import { tapeOf } from './replay-tape.ts'
import { startReplay } from './replay.ts'

const START = Date.parse('2026-03-01T08:00:00Z')

const HEAD: Happened = {
  kind: 'head',
  boot: 'b1',
  devices: [
    { id: 's1', kind: 'scanner', link: 'hid://0c2e:0b61', speaks: 'honeywell' },
    {
      id: 'w1',
      kind: 'scale',
      link: 'serial:///dev/ttyACM0',
      speaks: 'toledo-8217',
      settings: { unit: 'kg' },
    },
    { id: 'w2', kind: 'scale', link: 'hid://0922:8003', speaks: 'hid-pos' },
  ],
}

const at = (mono: number, event: Happened, clockJumpMs = 0): RecordedEvent => {
  return { v: 1, at: START + mono + clockJumpMs, mono, ...event }
}

const bytes = (kind: 'in' | 'out', text: string): Happened => {
  return { kind, device: 'w1', link: 1, bytes: Buffer.from(text).toString('base64') }
}

test('a clock that somebody set does not bend the tape; the time between two starts is short', () => {
  const scan = (text: string): Happened => ({ kind: 'scan', device: 's1', text, aim: null })
  const { devices, lengthMs } = tapeOf([
    at(1_000, HEAD),
    at(1_500, scan('A')),
    at(2_000, scan('B'), -3_600_000),
    { ...at(100, { ...HEAD, boot: 'b2' }), at: START + 7_200_000 },
    { ...at(300, scan('C')), at: START + 7_200_200 },
  ])
  expect(devices[0]?.steps.map(({ atMs }) => atMs)).toEqual([500, 1_000, 61_200])
  expect(lengthMs).toBe(61_200)
})

test('an answer belongs to its question; one that changed later has the question before it', () => {
  const { devices } = tapeOf([
    at(0, HEAD),
    at(10, bytes('out', 'W')),
    at(14, bytes('in', '00.')),
    at(16, bytes('in', '50\r')),
    // Between these the scale said the same all the time, and none of it is on the tape.
    at(5_000, bytes('in', '01.00\r')),
    at(6_000, bytes('out', 'W')),
  ])
  const said = devices[1]?.exchanges.map(({ atMs, asked, answers }) => ({
    atMs,
    asked: Buffer.from(asked).toString(),
    answers: answers.map(({ afterMs, bytes: words }) => [afterMs, Buffer.from(words).toString()]),
  }))
  expect(said).toEqual([
    {
      atMs: 10,
      asked: 'W',
      answers: [
        [4, '00.'],
        [6, '50\r'],
      ],
    },
    { atMs: 5_000, asked: 'W', answers: [[0, '01.00\r']] },
    { atMs: 6_000, asked: 'W', answers: [] },
  ])
})

test('what speaks only over USB is played in a plain language that the devices file then names', async () => {
  const replay = await startReplay({ events: [at(0, HEAD)], clock: manualClock() })
  const config = parseDeviceConfig(JSON.parse(JSON.stringify(replay.deviceConfig())))
  expect(config).toMatchObject({
    ok: true,
    value: {
      scanners: [{ id: 's1', profile: 'none', suffix: '\r\n' }],
      scales: [
        { id: 'w1', protocol: 'toledo-8217', unit: 'kg' },
        { id: 'w2', protocol: 'mt-sics' },
      ],
    },
  })
  await replay.close()
})

test('a badge is put in for its stars, wherever the bytes are cut', () => {
  expect.hasAssertions()
  const whole = Buffer.from('A*\r\nLLB******\r\n4006381333931\r\n')
  for (let cut = 0; cut <= whole.length; cut += 1) {
    const replace = badgeReplacer('LLBSECRET')
    const played = [whole.subarray(0, cut), whole.subarray(cut)].map((part) => {
      return Buffer.from(replace(part)).toString('latin1')
    })
    expect(played.join('')).toBe('A*\r\nLLBSECRET\r\n4006381333931\r\n')
  }
})

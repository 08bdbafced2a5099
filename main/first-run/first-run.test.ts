import { expect, test, vi } from 'vitest'
import { enrolmentQr } from '#contract/barcode/enrolment-qr.ts'
import type { EnrolRequest } from '#contract/sync/envelope.ts'
import type { StationIdentity } from '../store/identity.ts'
import type { CallFailure, OfficeClient } from '../sync/office-client.ts'
import { manualClock } from '../testing/manual-clock.ts'
import { FirstRun } from './first-run.ts'

const OFFICE = 'https://office.example'
const QR = enrolmentQr({ officeUrl: OFFICE, code: 'K7MP-3XQ2' })

const ENROLLED = {
  stationId: 'station-1',
  token: 'token',
  name: 'Pack 1',
  mode: 'pick-and-pack',
  warehouse: { code: 'MAIN', timezone: 'Europe/Amsterdam' },
  epoch: 'e1',
  serverTime: '2026-03-02T08:00:00.000Z',
  numberRange: { from: 1, to: 10_000, prefix: '38712345' },
} as const

/** A new bench before an office that fails as told, then says yes. */
function newBench(failures: CallFailure[]) {
  const clock = manualClock()
  const asked: (EnrolRequest & { url: string })[] = []
  const enrolled: StationIdentity[] = []
  const logged: string[] = []
  const officeAt = (url: string) => {
    const enrol: OfficeClient['enrol'] = (request) => {
      asked.push({ ...request, url })
      const failure = failures.shift()
      return Promise.resolve(
        failure === undefined ? { ok: true, value: ENROLLED } : { ok: false, failure },
      )
    }
    return { enrol } as OfficeClient
  }
  const firstRun = new FirstRun({
    appVersion: '1.0.0',
    clock,
    random: () => 0.5,
    officeAt,
    onEnrolled: (identity) => enrolled.push(identity),
    onChange: () => undefined,
    onTrouble: (text) => logged.push(text),
  })
  return { firstRun, clock, asked, enrolled, logged, view: () => firstRun.view([]) }
}

test('the scanned QR makes a station of the bench', async () => {
  const { firstRun, asked, enrolled, view } = newBench([])
  expect(view()).toMatchObject({ step: 'scan', officeUrl: null, trouble: null })
  expect(firstRun.takeScan({ text: QR })).toBe(true)
  expect(view()).toMatchObject({ step: 'asking', officeUrl: OFFICE })
  await vi.waitFor(() => expect(view()).toMatchObject({ step: 'enrolled', name: 'Pack 1' }))
  expect(asked).toMatchObject([{ url: OFFICE, code: 'K7MP-3XQ2', appVersion: '1.0.0' }])
  expect(enrolled).toMatchObject([{ stationId: 'station-1', serverUrl: OFFICE }])
  expect(firstRun.takeScan({ text: QR })).toBe(false)
})

test('other scans while the office is asked are left alone', async () => {
  const { firstRun, asked, view } = newBench([])
  firstRun.takeScan({ text: QR })
  const other = enrolmentQr({ officeUrl: 'https://other.example', code: 'AAAA-BBBB' })
  expect(firstRun.takeScan({ text: other })).toBe(false)
  await vi.waitFor(() => expect(view().step).toBe('enrolled'))
  expect(asked).toHaveLength(1)
})

test.each([
  ['K7MP-3XQ2', 'not-enrolment'],
  [`${QR}|`, 'damaged'],
  ['LLENROL1|http://office.example|K7MP-3XQ2|', 'plain-http'],
] as const)('%s asks nobody: %s', (text, trouble) => {
  const { firstRun, asked, view } = newBench([])
  firstRun.takeScan({ text })
  expect(view()).toMatchObject({ step: 'failed', trouble })
  expect(asked).toEqual([])
})

test.each([
  [{ kind: 'unauthorized', code: 'bad-code' }, 'bad-code'],
  [{ kind: 'rejected', status: 409, code: 'code-used', detail: '' }, 'code-used'],
  [{ kind: 'rejected', status: 410, code: 'code-expired', detail: '' }, 'code-expired'],
  [{ kind: 'not-understood', detail: '' }, 'not-understood'],
] as const)('%o is %s, and is not tried again by itself', async (failure, trouble) => {
  const { firstRun, clock, asked, view } = newBench([failure])
  firstRun.takeScan({ text: QR })
  await vi.waitFor(() => expect(view()).toMatchObject({ step: 'failed', trouble }))
  clock.advance(3_600_000)
  expect(asked).toHaveLength(1)
})

test('an office out of reach is asked again by itself, as the same log each time', async () => {
  const { firstRun, clock, asked, view } = newBench([
    { kind: 'unreachable', detail: 'refused' },
    { kind: 'not-the-office', detail: 'a login page' },
  ])
  firstRun.takeScan({ text: QR })
  await vi.waitFor(() => expect(view().trouble).toBe('unreachable'))
  clock.advance(60_000)
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(1))
  await vi.waitFor(() => expect(view().step).not.toBe('asking'))
  clock.advance(60_000)
  await vi.waitFor(() => expect(view().step).toBe('enrolled'))
  expect(new Set(asked.map(({ incarnation }) => incarnation)).size).toBe(1)
})

test('a person may ask again at once, or scan another code instead', async () => {
  const { firstRun, asked, view } = newBench([
    { kind: 'unreachable', detail: 'refused' },
    { kind: 'unreachable', detail: 'refused' },
  ])
  firstRun.takeScan({ text: QR })
  await vi.waitFor(() => expect(view().step).toBe('failed'))
  expect(firstRun.again()).toBe(true)
  await vi.waitFor(() => expect(view().step).toBe('failed'))
  firstRun.takeTyped({ address: 'other.example', code: ' aaaa bbbb ' })
  await vi.waitFor(() => expect(view().step).toBe('enrolled'))
  expect(asked.map(({ url, code }) => [url, code])).toEqual([
    [OFFICE, 'K7MP-3XQ2'],
    [OFFICE, 'K7MP-3XQ2'],
    ['https://other.example', 'aaaa bbbb'],
  ])
})

test('no log line holds the code', async () => {
  const { firstRun, logged, view } = newBench([{ kind: 'unauthorized', code: 'bad-code' }])
  firstRun.takeScan({ text: QR })
  await vi.waitFor(() => expect(view().step).toBe('failed'))
  expect(logged.join()).toContain('bad-code')
  expect(logged.join()).not.toContain('K7MP')
})

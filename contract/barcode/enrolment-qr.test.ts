import { describe, expect, test } from 'vitest'
import {
  enrolmentQr,
  OFFICE_ADDRESS_MAX,
  parseEnrolmentQr,
  readOfficeAddress,
  readTypedAddress,
} from './enrolment-qr.ts'
import { parseLoadlineCode } from './loadline-code.ts'
import { readCode } from './read-code.ts'

const OFFICE = { officeUrl: 'https://office.example', code: 'K7MP-3XQ2' }

test('an enrolment QR holds the address and the code, and nothing else', () => {
  const text = enrolmentQr(OFFICE)
  expect(text).toBe('LLENROL1|https://office.example|K7MP-3XQ2|')
  expect(parseEnrolmentQr(text)).toEqual({ ok: true, value: OFFICE })
})

test('no reader of other codes takes it for one of theirs', () => {
  const text = enrolmentQr(OFFICE)
  expect(parseLoadlineCode(text)).toBeNull()
  expect(readCode({ text })).toEqual({ kind: 'text', text })
})

test.each([
  ['https://office.example', 'https://office.example'],
  ['HTTPS://Office.Example:8443/', 'https://office.example:8443'],
  ['https://office.example/sign-in?x=1#y', 'https://office.example'],
  ['http://127.0.0.1:4400', 'http://127.0.0.1:4400'],
  ['http://localhost:4400', 'http://localhost:4400'],
  ['http://[::1]:4400', 'http://[::1]:4400'],
  ['https://[2001:db8::1]', 'https://[2001:db8::1]'],
])('%s is an office at %s', (text, url) => {
  expect(readOfficeAddress(text)).toEqual({ ok: true, value: url })
})

test.each([
  ['http://office.example', 'plain-http'],
  ['http://192.168.1.10:4400', 'plain-http'],
  ['http://127.0.0.1.evil.example', 'plain-http'],
  ['http://localhost.evil.example', 'plain-http'],
  ['http://127.0.0.1@evil.example', 'bad-address'],
  ['https://office.example@evil.example', 'bad-address'],
  ['https://user:secret@office.example', 'bad-address'],
  ['https://office.example\\@evil.example', 'bad-address'],
  ['https://office.example/@evil', 'bad-address'],
  ['https://', 'bad-address'],
  ['https://office.example:0', 'bad-address'],
  ['https://office.example:65536', 'bad-address'],
  ['https://office example', 'bad-address'],
  ['https://office.example\n', 'bad-address'],
  ['https://-office.example', 'bad-address'],
  ['https://office.éxample', 'bad-address'],
  ['file:///etc/passwd', 'bad-address'],
  ['javascript:alert(1)', 'bad-address'],
  ['ftp://office.example', 'bad-address'],
  [`https://${'a'.repeat(OFFICE_ADDRESS_MAX)}`, 'bad-address'],
  ['', 'bad-address'],
] as const)('%j is refused as %s', (text, trouble) => {
  expect(readOfficeAddress(text)).toEqual({ ok: false, error: trouble })
})

describe('a damaged or hostile code', () => {
  test.each([
    ['', 'not-enrolment'],
    ['K7MP-3XQ2', 'not-enrolment'],
    ['llenrol1|https://office.example|K7MP-3XQ2|', 'not-enrolment'],
    ['LLENROL2|https://office.example|K7MP-3XQ2|', 'not-enrolment'],
    ['LLENROL1|https://office.example', 'damaged'],
    ['LLENROL1|https://office.example|K7MP-3XQ2', 'damaged'],
    ['LLENROL1|https://office.example|K7MP-3XQ2||', 'damaged'],
    ['LLENROL1|https://office.example||', 'damaged'],
    ['LLENROL1|https://office.example|<script>|', 'damaged'],
    [`LLENROL1|https://office.example|${'A'.repeat(41)}|`, 'damaged'],
    ['LLENROL1|http://office.example|K7MP-3XQ2|', 'plain-http'],
    ['LLENROL1|nothing|K7MP-3XQ2|', 'bad-address'],
    ['LLENROL1|https://office.example|K7MP-3XQ2|sha256:00', 'pinned-key'],
  ] as const)('%j is %s', (text, trouble) => {
    expect(parseEnrolmentQr(text)).toEqual({ ok: false, error: trouble })
  })

  test('a text of any length is answered at once', () => {
    const text = `LLENROL1|https://${'a.'.repeat(200_000)}|K7MP-3XQ2|`
    expect(parseEnrolmentQr(text)).toEqual({ ok: false, error: 'bad-address' })
  })
})

test('a typed address may leave https:// off', () => {
  expect(readTypedAddress(' office.example ')).toEqual({
    ok: true,
    value: 'https://office.example',
  })
  expect(readTypedAddress('office.example:8443')).toEqual({
    ok: true,
    value: 'https://office.example:8443',
  })
  expect(readTypedAddress('http://office.example')).toEqual({ ok: false, error: 'plain-http' })
})

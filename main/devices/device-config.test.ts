import { expect, test } from 'vitest'
import { parseDeviceConfig } from './device-config.ts'
import { parseLink } from './link/link-target.ts'

const EXAMPLE = {
  scanners: [{ id: 's1', link: 'tcp://127.0.0.1:9001', suffix: '\r\n' }],
  scales: [{ id: 'w1', protocol: 'mt-sics', link: 'tcp://127.0.0.1:9002' }],
  printers: [
    {
      id: 'p1',
      language: 'zpl',
      link: 'tcp://127.0.0.1:9100',
      dpi: 203,
      widthMm: 102,
      heightMm: 152,
    },
  ],
}

test('the example of the documentation is accepted, with defaults filled in', () => {
  const parsed = parseDeviceConfig(EXAMPLE)
  expect(parsed).toMatchObject({
    ok: true,
    value: {
      scanners: [{ bounceMs: 0, suffix: '\r\n', profile: 'none' }],
      scales: [{ divisionGrams: 5 }],
      printers: [{ dpi: 203, status: 'none' }],
    },
  })
})

test('an empty file means a bench without devices', () => {
  expect(parseDeviceConfig({})).toEqual({
    ok: true,
    value: { scanners: [], scales: [], printers: [] },
  })
})

test.each([
  ['a bad link', { scanners: [{ id: 's1', link: 'tcp://nohost' }] }, 'scanners.0.link'],
  ['a misspelt key', { scanner: [] }, 'scanner'],
  ['a wrong dpi', { printers: [{ ...EXAMPLE.printers[0], dpi: 204 }] }, 'printers.0.dpi'],
  ['two devices of one name', { scanners: [EXAMPLE.scanners[0], EXAMPLE.scanners[0]] }, '"s1"'],
  ['no object', [], 'expected object'],
])('%s is refused with its place', (_name, json, words) => {
  const parsed = parseDeviceConfig(json)
  expect(parsed).toMatchObject({ ok: false, error: { code: 'bad-devices' } })
  expect(parsed.ok ? '' : parsed.error.message).toContain(words)
})

test('links are read with their settings', () => {
  expect(parseLink('tcp://printer-2.local:9100')).toEqual({
    ok: true,
    value: { kind: 'tcp', host: 'printer-2.local', port: 9100 },
  })
  expect(parseLink('tcp://[::1]:9100')).toMatchObject({ value: { host: '::1' } })
  expect(parseLink('serial:///dev/ttyS0?baudRate=19200&dataBits=7&parity=even')).toEqual({
    ok: true,
    value: {
      kind: 'serial',
      path: '/dev/ttyS0',
      baudRate: 19_200,
      dataBits: 7,
      parity: 'even',
      stopBits: 1,
      rtscts: false,
      xonxoff: false,
    },
  })
  expect(parseLink('serial://COM3')).toMatchObject({ value: { path: 'COM3' } })
})

test.each([
  [
    'hid://05e0:1200',
    { kind: 'hid', vendorId: 0x05e0, productId: 0x1200, serial: null, port: null },
  ],
  [
    'hid://0C2E:0b61:S1?port=1-1.2:1.0',
    { kind: 'hid', vendorId: 0x0c2e, productId: 0x0b61, serial: 'S1', port: '1-1.2:1.0' },
  ],
  [
    'serial://usb/0eb8:f000:B02?baudRate=19200&port=1-3:1.0',
    {
      kind: 'serial-usb',
      usb: { vendorId: 0x0eb8, productId: 0xf000, serial: 'B02', port: '1-3:1.0' },
      settings: {
        baudRate: 19_200,
        dataBits: 8,
        parity: 'none',
        stopBits: 1,
        rtscts: false,
        xonxoff: false,
      },
    },
  ],
  ['usblp:///dev/usb/lp0', { kind: 'usblp', path: '/dev/usb/lp0' }],
  ['usblp://Zebra/ZD421%20-203', { kind: 'usblp', manufacturer: 'Zebra', model: 'ZD421 -203' }],
  ['cups:///labels', { kind: 'cups', host: 'localhost', port: 631, queue: 'labels' }],
  ['cups://print:8631/l', { kind: 'cups', host: 'print', port: 8_631, queue: 'l' }],
  ['wedge', { kind: 'wedge' }],
])('%s is understood', (link, value) => {
  expect(parseLink(link)).toEqual({ ok: true, value })
})

test.each([
  'tcp://127.0.0.1:0',
  'tcp://127.0.0.1:70000',
  'tcp://user@host:1',
  'http://127.0.0.1:80',
  'serial://?baudRate=9600',
  'serial:///dev/ttyS0?baudRate=fast',
  'serial:///dev/ttyS0?baud=9600',
  'serial:///dev/ttyS0?parity=mark',
  'hid://1:2',
  'hid://0c2e:0b61?port=',
  'hid://0c2e:0b61?baudRate=9600',
  'serial://usb/12:34',
  'serial:///dev/ttyS0?port=1-1',
  'usblp://',
  'cups://localhost',
  '',
])('%s is no link', (link) => {
  expect(parseLink(link).ok).toBe(false)
})

test.each([
  [{ protocol: 'toledo-8217' }, 'does not say its unit'],
  [{ protocol: 'mt-sics', unit: 'kg' }, 'says its own unit'],
  [{ protocol: 'nci', mode: 'streamed' }, 'has no "mode"'],
  [{ protocol: 'hid-pos', mode: 'asked' }, 'has no "mode"'],
])('a scale with %j is told what is wrong', (scale, message) => {
  const config = parseDeviceConfig({ scales: [{ id: 'w1', link: 'tcp://127.0.0.1:1', ...scale }] })
  expect(config).toMatchObject({ ok: false, error: { message: expect.stringContaining(message) } })
})

test('scales that can be asked or left to speak are set to either', () => {
  const scales = [
    { id: 'w1', protocol: 'and', mode: 'asked' },
    { id: 'w2', protocol: 'mt-sics', mode: 'streamed' },
    { id: 'w3', protocol: 'toledo-8217', unit: 'lb' },
  ].map((scale) => ({ ...scale, link: 'tcp://127.0.0.1:1' }))
  expect(parseDeviceConfig({ scales }).ok).toBe(true)
})

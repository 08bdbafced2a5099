import { fail, ok } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'

export type SerialSettings = {
  path: string
  baudRate: number
  dataBits: 7 | 8
  parity: 'none' | 'even' | 'odd'
  stopBits: 1 | 2
  /** Hardware flow control; a long label loses lines on a printer without the right one. */
  rtscts: boolean
  xonxoff: boolean
}

/** Where a device is, as written in the devices file. */
export type LinkTarget =
  | { kind: 'tcp'; host: string; port: number }
  | ({ kind: 'serial' } & SerialSettings)
  | { kind: 'unsupported'; scheme: 'hid' | 'usblp' | 'wedge'; message: string }

const BAUD_RATE_MAX = 4_000_000

const UNSUPPORTED = {
  hid: 'USB HID devices are not supported by this version: set the device to serial (USB COM) mode',
  usblp:
    'USB printers through /dev/usb/lp are not supported by this version: use its network or serial port',
  wedge:
    'A keyboard-wedge scanner needs no link: scan in the window, or set the scanner to serial mode',
} as const

/** Reads `tcp://host:port` and `serial:///dev/…?baudRate=…`; other links answer with a clear sentence. */
export function parseLink(text: string): Result<LinkTarget, string> {
  if (text === 'wedge') {
    return ok({ kind: 'unsupported', scheme: 'wedge', message: UNSUPPORTED.wedge })
  }
  const scheme = /^([a-z]+):\/\//.exec(text)?.[1]
  switch (scheme) {
    case 'tcp':
      return parseTcp(text)
    case 'serial':
      return parseSerial(text)
    case 'hid':
      return ok({ kind: 'unsupported', scheme: 'hid', message: UNSUPPORTED.hid })
    case 'usblp':
      return ok({ kind: 'unsupported', scheme: 'usblp', message: UNSUPPORTED.usblp })
    case undefined:
    default:
      return fail(
        `"${text}" is no link: use tcp://host:port or serial:///dev/ttyACM0?baudRate=9600`,
      )
  }
}

function parseTcp(text: string): Result<LinkTarget, string> {
  const match = /^tcp:\/\/(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})\/?$/.exec(text)
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  if (host === undefined || port < 1 || port > 65_535) {
    return fail(`"${text}" needs a host and a port from 1 to 65535, as in tcp://127.0.0.1:9100`)
  }
  return ok({ kind: 'tcp', host, port })
}

const SERIAL_PARAMETERS = new Set([
  'baudRate',
  'dataBits',
  'parity',
  'stopBits',
  'rtscts',
  'xonxoff',
])

function parseSerial(text: string): Result<LinkTarget, string> {
  const [path = '', query = ''] = text.slice('serial://'.length).split('?')
  const parameters = new URLSearchParams(query)
  const unknown = [...parameters.keys()].find((name) => !SERIAL_PARAMETERS.has(name))
  // Unix paths are absolute; Windows names its ports COM1 and on, with or without a leading slash.
  const comPort = /^\/?(COM\d{1,3})$/.exec(path)?.[1]
  if (comPort === undefined && !/^\/[^\0]+$/.test(path)) {
    return fail(`"${text}" needs a path, as in serial:///dev/ttyACM0`)
  }
  if (unknown !== undefined) return fail(`"${text}" has an unknown setting "${unknown}"`)
  const baudRate = Number(parameters.get('baudRate') ?? '9600')
  const dataBits = Number(parameters.get('dataBits') ?? '8')
  const stopBits = Number(parameters.get('stopBits') ?? '1')
  const parity = parameters.get('parity') ?? 'none'
  if (!Number.isInteger(baudRate) || baudRate < 50 || baudRate > BAUD_RATE_MAX) {
    return fail(`"${text}" has no valid baudRate`)
  }
  if (dataBits !== 7 && dataBits !== 8) return fail(`"${text}": dataBits is 7 or 8`)
  if (stopBits !== 1 && stopBits !== 2) return fail(`"${text}": stopBits is 1 or 2`)
  if (parity !== 'none' && parity !== 'even' && parity !== 'odd') {
    return fail(`"${text}": parity is none, even or odd`)
  }
  return ok({
    kind: 'serial',
    path: comPort ?? path,
    baudRate,
    dataBits,
    parity,
    stopBits,
    rtscts: parameters.get('rtscts') === 'true',
    xonxoff: parameters.get('xonxoff') === 'true',
  })
}

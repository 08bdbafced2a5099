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

/**
 * A USB device by what it says it is. `serial` null takes any of its kind; `port` is the socket it is
 * plugged into, for two of a kind without serial numbers.
 */
export type UsbSettings = {
  vendorId: number
  productId: number
  serial: string | null
  port: string | null
}

/** Where a device is, as written in the devices file. */
export type LinkTarget =
  | { kind: 'tcp'; host: string; port: number }
  | ({ kind: 'serial' } & SerialSettings)
  | { kind: 'serial-usb'; usb: UsbSettings; settings: Omit<SerialSettings, 'path'> }
  | ({ kind: 'hid' } & UsbSettings)
  /** By its path, or by MFG and MDL of its IEEE 1284 id: paths change with every plugging. */
  | { kind: 'usblp'; path: string }
  | { kind: 'usblp'; manufacturer: string; model: string }
  | { kind: 'cups'; host: string; port: number; queue: string }
  /** Keys that the screen forwards: nothing is opened. */
  | { kind: 'wedge' }

const BAUD_RATE_MAX = 4_000_000
const IPP_PORT = 631

/** Reads a link of the devices file; what it is not answers with a sentence that says how it would be. */
export function parseLink(text: string): Result<LinkTarget, string> {
  if (text === 'wedge') return ok({ kind: 'wedge' })
  switch (/^([a-z]+):\/\//.exec(text)?.[1]) {
    case 'tcp':
      return parseTcp(text)
    case 'serial':
      return parseSerial(text)
    case 'hid':
      return parseHid(text)
    case 'usblp':
      return parseUsbLp(text)
    case 'cups':
      return parseCups(text)
    default:
      return fail(
        `"${text}" is no link: use tcp://host:port, serial:///dev/ttyACM0?baudRate=9600, ` +
          'hid://vid:pid, usblp:///dev/usb/lp0, cups://host/queue or wedge',
      )
  }
}

function parseHid(text: string): Result<LinkTarget, string> {
  const usb = parseUsb(text.slice('hid://'.length), ['port'])
  if (usb !== null) return ok({ kind: 'hid', ...usb })
  return fail(`"${text}" needs vendor and product in hexadecimal, as in hid://0c2e:0b61`)
}

/** `0c2e:0b61`, `0c2e:0b61:SERIAL`, and either with `?port=1-1.2:1.0`; null where it is neither. */
function parseUsb(text: string, parametersKnown: readonly string[]): UsbSettings | null {
  const [identity = '', query = ''] = text.split('?')
  const match = /^([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?::([^/\0]{1,126}))?$/.exec(identity)
  const [, vendor, product, serial = null] = match ?? []
  const parameters = new URLSearchParams(query)
  const port = parameters.get('port')
  const isKnown = [...parameters.keys()].every((name) => parametersKnown.includes(name))
  if (vendor === undefined || product === undefined || !isKnown) return null
  if (port !== null && !/^[\w.:-]{1,100}$/.test(port)) return null
  const [vendorId, productId] = [Number.parseInt(vendor, 16), Number.parseInt(product, 16)]
  return { vendorId, productId, serial, port }
}

function parseUsbLp(text: string): Result<LinkTarget, string> {
  const rest = text.slice('usblp://'.length)
  if (/^\/[^\0]+$/.test(rest)) return ok({ kind: 'usblp', path: rest })
  const [, manufacturer, model] = /^([^/\0]+)\/([^/\0]+)$/.exec(rest) ?? []
  if (manufacturer === undefined || model === undefined) {
    return fail(`"${text}" needs a path or a maker and model, as in usblp:///dev/usb/lp0`)
  }
  return ok({
    kind: 'usblp',
    manufacturer: decodeURIComponent(manufacturer),
    model: decodeURIComponent(model),
  })
}

function parseCups(text: string): Result<LinkTarget, string> {
  const match = /^cups:\/\/([A-Za-z0-9._-]*)(?::(\d{1,5}))?\/([^/?#\s]{1,127})$/.exec(text)
  const [, host = '', port, queue] = match ?? []
  const number = port === undefined ? IPP_PORT : Number(port)
  if (queue === undefined || number < 1 || number > 65_535) {
    return fail(`"${text}" needs a queue, as in cups://localhost/labels`)
  }
  return ok({ kind: 'cups', host: host === '' ? 'localhost' : host, port: number, queue })
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

const SERIAL_PARAMETERS = ['baudRate', 'dataBits', 'parity', 'stopBits', 'rtscts', 'xonxoff']

function parseSerial(text: string): Result<LinkTarget, string> {
  const [path = '', query = ''] = text.slice('serial://'.length).split('?')
  const parameters = new URLSearchParams(query)
  const isUsb = path.startsWith('usb/')
  const known = isUsb ? [...SERIAL_PARAMETERS, 'port'] : SERIAL_PARAMETERS
  const unknown = [...parameters.keys()].find((name) => !known.includes(name))
  if (unknown !== undefined) return fail(`"${text}" has an unknown setting "${unknown}"`)
  const settings = parseSerialSettings(text, parameters)
  if (!settings.ok) return settings
  if (isUsb) {
    const usb = parseUsb(text.slice('serial://usb/'.length), known)
    if (usb !== null) return ok({ kind: 'serial-usb', usb, settings: settings.value })
    return fail(`"${text}" needs vendor and product, as in serial://usb/0eb8:f000?baudRate=9600`)
  }
  // Unix paths are absolute; Windows names its ports COM1 and on, with or without a leading slash.
  const comPort = /^\/?(COM\d{1,3})$/.exec(path)?.[1]
  if (comPort === undefined && !/^\/[^\0]+$/.test(path)) {
    return fail(`"${text}" needs a path, as in serial:///dev/ttyACM0`)
  }
  return ok({ kind: 'serial', path: comPort ?? path, ...settings.value })
}

function parseSerialSettings(
  text: string,
  parameters: URLSearchParams,
): Result<Omit<SerialSettings, 'path'>, string> {
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
    baudRate,
    dataBits,
    parity,
    stopBits,
    rtscts: parameters.get('rtscts') === 'true',
    xonxoff: parameters.get('xonxoff') === 'true',
  })
}

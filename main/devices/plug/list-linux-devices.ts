import { opendir, readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { DriverFamily } from '#contract/rpc/shell-bridge.ts'
import { ATTACHED_MAX } from './attached-device.ts'
import type { AttachedDevice } from './attached-device.ts'

const CLASSES: Record<DriverFamily, { folder: string; node: RegExp; devices: string }> = {
  serial: { folder: 'class/tty', node: /^tty(ACM|USB|WCH|XRUSB)\d+$/, devices: '/dev' },
  hid: { folder: 'class/hidraw', node: /^hidraw\d+$/, devices: '/dev' },
  usblp: { folder: 'class/usbmisc', node: /^lp\d+$/, devices: '/dev/usb' },
}

/** Folders between a device node and the USB device it belongs to; real trees have four or five. */
const PARENTS_MAX = 8

/** A USB interface's folder: bus, ports on the way, then configuration and interface. */
const INTERFACE = /^\d+-[\d.]+:\d+\.\d+$/

/** What is plugged in, as the kernel shows it in `/sys`; nothing is opened and no native code runs. */
export async function listLinuxDevices(
  family: DriverFamily,
  system = '/sys',
): Promise<AttachedDevice[]> {
  const { folder, node, devices } = CLASSES[family]
  const found: AttachedDevice[] = []
  for (const name of await namesIn(join(system, folder))) {
    if (!node.test(name) || found.length === ATTACHED_MAX) continue
    const place = await realpath(join(system, folder, name)).catch(() => null)
    // It was unplugged while we looked.
    if (place === null) continue
    const path = `${devices}/${name}`
    const device = family === 'hid' ? await hidDevice(place, path) : await usbDevice(place, path)
    if (device !== null) found.push({ family, ...device })
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

type Described = Omit<AttachedDevice, 'family'>

async function usbDevice(place: string, path: string): Promise<Described | null> {
  const usb = await usbParent(place)
  if (usb === null) return null
  const { vendorId, productId, serial, name } = usb
  return { path, vendorId, productId, serial, name, port: portOf(place), usagePage: null }
}

/** A HID device says by itself what it is, also one that is not on USB. */
async function hidDevice(place: string, path: string): Promise<Described | null> {
  const device = dirname(dirname(place))
  const uevent = await textOf(join(device, 'uevent'))
  const [, vendor, product] = /^HID_ID=[0-9A-F]+:([0-9A-F]{8}):([0-9A-F]{8})$/im.exec(uevent) ?? []
  if (vendor === undefined || product === undefined) return null
  const value = (key: string): string => new RegExp(`^${key}=(.*)$`, 'm').exec(uevent)?.[1] ?? ''
  return {
    path,
    vendorId: Number.parseInt(vendor, 16) & 0xffff,
    productId: Number.parseInt(product, 16) & 0xffff,
    serial: someText(value('HID_UNIQ')) ?? (await usbParent(place))?.serial ?? null,
    port: portOf(place) ?? someText(value('HID_PHYS')),
    name: value('HID_NAME').slice(0, 300),
    usagePage: await usagePageOf(join(device, 'report_descriptor')),
  }
}

async function usbParent(place: string) {
  let folder = place
  for (let step = 0; step < PARENTS_MAX; step += 1) {
    folder = dirname(folder)
    const vendor = await textOf(join(folder, 'idVendor'))
    if (!/^[0-9a-f]{4}$/i.test(vendor)) continue
    return {
      vendorId: Number.parseInt(vendor, 16),
      productId: Number.parseInt(await textOf(join(folder, 'idProduct')), 16),
      serial: someText(await textOf(join(folder, 'serial'))),
      name: (await textOf(join(folder, 'product'))).slice(0, 300),
    }
  }
  return null
}

/** The nearest USB interface above the node: two of one device have different ones. */
function portOf(place: string): string | null {
  for (let folder = place; folder !== dirname(folder); folder = dirname(folder)) {
    if (INTERFACE.test(basename(folder))) return basename(folder)
  }
  return null
}

/** The first usage page of a report descriptor: its item has the prefix 05 or, with two bytes, 06. */
async function usagePageOf(file: string): Promise<number | null> {
  const [prefix, low = 0, high = 0] = await readFile(file).catch(() => new Uint8Array())
  if (prefix === 0x05) return low
  return prefix === 0x06 ? low | (high << 8) : null
}

/** By opendir rather than readdir, which a virtual bench's /sys does not reach. */
async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = []
  const entries = await opendir(folder).catch(() => null)
  if (entries === null) return names
  for await (const entry of entries) names.push(entry.name)
  return names
}

async function textOf(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).trim()
}

function someText(text: string): string | null {
  return text === '' ? null : text.slice(0, 300)
}

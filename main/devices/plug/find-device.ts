import { describeUsb } from './attached-device.ts'
import type { AttachedDevice, UsbIdentity } from './attached-device.ts'

/** What the devices file asks for: whatever is at a path, or a device by what it says it is. */
export type Wanted =
  | { by: 'path'; path: string }
  | {
      by: 'usb'
      vendorId: number
      productId: number
      serial: string | null
      port: string | null
    }

/** What a configured link wants, and which device it last had. */
export type Claim = { wanted: Wanted; had: UsbIdentity | null }

export type Found =
  | { kind: 'device'; device: AttachedDevice }
  /** The system does not list the path: a virtual port, or a machine that can't say. */
  | { kind: 'unlisted'; path: string }
  | { kind: 'absent'; detail: string }
  | { kind: 'unclear'; detail: string }

/**
 * Which of the attached devices a link means. Node numbers are given anew with every plugging, so a
 * device is known by vendor, product and serial number, and where it has none by the port it is
 * plugged into. What belongs to another link is never taken; what can't be told apart is not guessed.
 */
export function findDevice(
  mine: Claim,
  others: readonly Claim[],
  attached: readonly AttachedDevice[],
): Found {
  const foreign = (device: AttachedDevice): boolean =>
    others.some((other) => other.had !== null && device === sameDevice(other.had, attached))
  const again = mine.had === null ? null : sameDevice(mine.had, attached)
  const { wanted } = mine
  if (wanted.by === 'path') {
    if (again !== null) return { kind: 'device', device: again }
    const there = attached.find((device) => device.path === wanted.path)
    if (there === undefined) return { kind: 'unlisted', path: wanted.path }
    if (!foreign(there)) return { kind: 'device', device: there }
    return { kind: 'absent', detail: `${wanted.path} is another device of this bench now` }
  }
  if (again !== null && fits(wanted, again)) return { kind: 'device', device: again }
  const free = attached.filter((device) => fits(wanted, device) && !foreign(device))
  const [only] = free
  if (only === undefined) {
    return { kind: 'absent', detail: `No device ${describeUsb(wanted)} is plugged in` }
  }
  const rivals = others.filter((other) => isRival(other, only, attached))
  if (free.length === 1 && rivals.length === 0) return { kind: 'device', device: only }
  return { kind: 'unclear', detail: unclearSentence(wanted, free) }
}

/** The attached device that is the one remembered; null where it is gone, or can't be told. */
export function sameDevice(
  had: UsbIdentity,
  attached: readonly AttachedDevice[],
): AttachedDevice | null {
  const alike = attached.filter(
    (device) =>
      device.vendorId === had.vendorId &&
      device.productId === had.productId &&
      device.serial === had.serial,
  )
  // Some makers give every device the same serial number: then the port decides.
  if (had.serial !== null && alike.length === 1) return alike[0] ?? null
  return alike.find((device) => device.port !== null && device.port === had.port) ?? null
}

function fits(wanted: Extract<Wanted, { by: 'usb' }>, device: AttachedDevice): boolean {
  return (
    device.vendorId === wanted.vendorId &&
    device.productId === wanted.productId &&
    (wanted.serial === null || device.serial === wanted.serial) &&
    (wanted.port === null || device.port === wanted.port)
  )
}

/** Another link that would take this device as well, and whose own is not plugged in. */
function isRival(
  other: Claim,
  device: AttachedDevice,
  attached: readonly AttachedDevice[],
): boolean {
  if (other.wanted.by === 'path' || !fits(other.wanted, device)) return false
  if (other.had === null) return true
  // One with a serial number of its own is waiting for that one.
  return other.had.serial === null && sameDevice(other.had, attached) === null
}

function unclearSentence(
  wanted: Extract<Wanted, { by: 'usb' }>,
  free: readonly AttachedDevice[],
): string {
  const ports = free.map((device) => device.serial ?? device.port ?? device.path).join(', ')
  return (
    `Several devices ${describeUsb(wanted)} look the same: plug each into the port it had, ` +
    `or add its serial number or port to its link (plugged in: ${ports})`
  )
}

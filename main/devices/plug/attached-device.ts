import { z } from 'zod'

/** Devices of one family on one machine; more is a mistake somewhere. */
export const ATTACHED_MAX = 256

const TEXT_MAX = 300
const UsbId = z.int().min(0).max(0xffff)

/** A device that is plugged in, by what the system says of it without opening it. */
export const AttachedDevice = z.object({
  family: z.enum(['serial', 'hid', 'usblp']),
  /** Where it is now; the next plugging may give it another number. */
  path: z.string().min(1).max(TEXT_MAX),
  vendorId: UsbId,
  productId: UsbId,
  /** Most cheap scanners and scales have none. */
  serial: z.string().min(1).max(TEXT_MAX).nullable(),
  /** The socket and interface it is plugged into, such as `1-1.2:1.0`, where the system tells. */
  port: z.string().min(1).max(TEXT_MAX).nullable(),
  name: z.string().max(TEXT_MAX),
  /** Of a HID device: 0x8c is a scanner, 0x8d a scale; null where it is not known. */
  usagePage: z.int().min(0).max(0xffff).nullable(),
})
export type AttachedDevice = z.infer<typeof AttachedDevice>

/** What tells one device from another, whatever number its node has. */
export type UsbIdentity = Pick<AttachedDevice, 'vendorId' | 'productId' | 'serial' | 'port'>

/** As the devices file writes it: `0c2e:0b61`, and its serial number where it has one. */
export function describeUsb(usb: Pick<UsbIdentity, 'vendorId' | 'productId' | 'serial'>): string {
  const hex = (id: number): string => id.toString(16).padStart(4, '0')
  const kind = `${hex(usb.vendorId)}:${hex(usb.productId)}`
  return usb.serial === null ? kind : `${kind}:${usb.serial}`
}

/** One plugging of one device: another port or another number is another key. */
export function attachedKey(device: AttachedDevice): string {
  const { path, vendorId, productId, serial, port } = device
  return JSON.stringify([path, vendorId, productId, serial, port])
}

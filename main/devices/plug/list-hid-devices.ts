import { devicesAsync } from 'node-hid'
import type { AttachedDevice } from './attached-device.ts'
import { listLinuxDevices } from './list-linux-devices.ts'

/** Every HID device; on Linux read from the system's own files, which costs no native call. */
export async function listHidDevices(): Promise<AttachedDevice[]> {
  if (process.platform === 'linux') return listLinuxDevices('hid')
  const devices = await devicesAsync()
  return devices.flatMap((device) => {
    if (device.path === undefined || device.path === '') return []
    return {
      family: 'hid' as const,
      path: device.path,
      vendorId: device.vendorId,
      productId: device.productId,
      serial:
        device.serialNumber === undefined || device.serialNumber === ''
          ? null
          : device.serialNumber,
      port: null,
      name: device.product ?? '',
      usagePage: device.usagePage ?? null,
    }
  })
}

import { SerialPort } from 'serialport'
import type { AttachedDevice } from './attached-device.ts'
import { listLinuxDevices } from './list-linux-devices.ts'

/** USB serial ports; a port without a USB device behind it is opened by its path alone. */
export async function listSerialPorts(): Promise<AttachedDevice[]> {
  if (process.platform === 'linux') return listLinuxDevices('serial')
  const ports = await SerialPort.list()
  return ports.flatMap((port) => {
    const vendorId = Number.parseInt(port.vendorId ?? '', 16)
    const productId = Number.parseInt(port.productId ?? '', 16)
    if (Number.isNaN(vendorId) || Number.isNaN(productId)) return []
    return {
      family: 'serial' as const,
      // A call-in path waits for a modem's carrier; the call-out path of the same device does not.
      path: port.path.replace(/^\/dev\/tty\./, '/dev/cu.'),
      vendorId,
      productId,
      serial:
        port.serialNumber === undefined || port.serialNumber === '' ? null : port.serialNumber,
      port: port.locationId === undefined || port.locationId === '' ? null : port.locationId,
      name: port.manufacturer ?? '',
      usagePage: null,
    }
  })
}

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { tempFolder } from '../../testing/temp-folder.ts'
import { listLinuxDevices } from './list-linux-devices.ts'

const USB = 'devices/pci0000:00/0000:00:14.0/usb1'

/** A /sys of our own, with the folders and links the kernel makes. */
function kernelTree(files: Record<string, string | Uint8Array>, links: Record<string, string>) {
  const system = tempFolder()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(system, path)), { recursive: true })
    writeFileSync(join(system, path), content)
  }
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(join(system, target), { recursive: true })
    mkdirSync(dirname(join(system, path)), { recursive: true })
    symlinkSync(join(system, target), join(system, path))
  }
  return system
}

test('a USB serial port has its maker’s numbers and its socket; a built-in port is not listed', async () => {
  const usb = `${USB}/1-1.2`
  const system = kernelTree(
    {
      [`${usb}/idVendor`]: '0eb8\n',
      [`${usb}/idProduct`]: 'f000\n',
      [`${usb}/serial`]: 'B021002593\n',
      [`${usb}/product`]: 'Scale\n',
    },
    {
      'class/tty/ttyACM0': `${usb}/1-1.2:1.0/tty/ttyACM0`,
      'class/tty/ttyS0': 'devices/platform/serial8250/tty/ttyS0',
      'class/tty/ttyUSB0': 'devices/virtual/tty/ttyUSB0',
    },
  )
  expect(await listLinuxDevices('serial', system)).toEqual([
    {
      family: 'serial',
      path: '/dev/ttyACM0',
      vendorId: 0x0eb8,
      productId: 0xf000,
      serial: 'B021002593',
      port: '1-1.2:1.0',
      name: 'Scale',
      usagePage: null,
    },
  ])
})

test('a HID device says what it is for; one without a serial number has none', async () => {
  const hid = `${USB}/1-3/1-3:1.0/0003:0C2E:0B61.0007`
  const system = kernelTree(
    {
      [`${USB}/1-3/idVendor`]: '0c2e\n',
      [`${USB}/1-3/idProduct`]: '0b61\n',
      [`${hid}/uevent`]:
        'DRIVER=hid-generic\nHID_ID=0003:00000C2E:00000B61\nHID_NAME=Honeywell 1900\nHID_PHYS=usb-1/input0\nHID_UNIQ=\n',
      [`${hid}/report_descriptor`]: new Uint8Array([0x05, 0x8c, 0x09, 0x02]),
    },
    { 'class/hidraw/hidraw4': `${hid}/hidraw/hidraw4` },
  )
  expect(await listLinuxDevices('hid', system)).toEqual([
    {
      family: 'hid',
      path: '/dev/hidraw4',
      vendorId: 0x0c2e,
      productId: 0x0b61,
      serial: null,
      port: '1-3:1.0',
      name: 'Honeywell 1900',
      usagePage: 0x8c,
    },
  ])
})

test('a printer is listed by its node below /dev/usb', async () => {
  const usb = `${USB}/1-4`
  const system = kernelTree(
    { [`${usb}/idVendor`]: '0a5f\n', [`${usb}/idProduct`]: '0081\n' },
    { 'class/usbmisc/lp1': `${usb}/1-4:1.0/usbmisc/lp1` },
  )
  expect(await listLinuxDevices('usblp', system)).toMatchObject([
    { path: '/dev/usb/lp1', vendorId: 0x0a5f, productId: 0x0081, port: '1-4:1.0' },
  ])
})

test('a machine without any of it lists nothing', async () => {
  expect(await listLinuxDevices('hid', tempFolder())).toEqual([])
})

import { access, constants } from 'node:fs/promises'
import type { DoctorAttached } from '#contract/rpc/doctor-view.ts'
import { withRemedy } from '../link/permission-remedy.ts'
import { type AttachedDevice, describeUsb } from '../plug/attached-device.ts'
import { listLinuxDevices } from '../plug/list-linux-devices.ts'
import { DRIVER_FAMILIES } from '#contract/rpc/shell-bridge.ts'
import type { Devices } from '../devices.ts'

/** HID usage pages of the USB-IF's point-of-sale tables. */
const SCANNER_PAGE = 0x8c
const SCALE_PAGE = 0x8d

/** Mice, keyboards and buttons; a scanner that types is one of these, and is not opened. */
const DESKTOP_PAGES = [0x01, 0x0c]

export type Survey = { attached: DoctorAttached[]; trouble: string | null }

/** Everything that may be a device of a bench, with whether this account may open it. */
export async function surveySystem(
  devices: Pick<Devices, 'attached' | 'driverTroubles'>,
): Promise<Survey> {
  const found = await listAttached(devices).catch(() => null)
  const troubles = devices.driverTroubles()
  if (found === null) troubles.push('What is plugged in can’t be listed on this machine')
  const useful = (found ?? []).filter((device) => !DESKTOP_PAGES.includes(device.usagePage ?? 0))
  const trouble = troubles.length === 0 ? null : troubles.join(' ')
  return { attached: await Promise.all(useful.map(describe)), trouble }
}

/** On Linux from the kernel's own files: a bench without USB devices starts no drivers only to look. */
async function listAttached(devices: Pick<Devices, 'attached'>): Promise<AttachedDevice[]> {
  if (process.platform !== 'linux') return devices.attached()
  const lists = await Promise.all(DRIVER_FAMILIES.map((family) => listLinuxDevices(family)))
  return lists.flat()
}

async function describe(device: AttachedDevice): Promise<DoctorAttached> {
  const { family, path, name } = device
  const mayOpen = await mayReadAndWrite(path)
  const fault = { code: 'permission' as const, detail: `No permission to open ${path}` }
  return {
    family,
    path,
    name,
    usb: describeUsb(device),
    use: useOf(device),
    link: linkTo(device),
    access: mayOpen === null ? 'unknown' : mayOpen ? 'ok' : 'denied',
    remedy: mayOpen === false ? withRemedy(fault, family, process.platform).detail : '',
  }
}

function useOf({ family, usagePage }: AttachedDevice): DoctorAttached['use'] {
  if (family === 'usblp') return 'printer'
  if (usagePage === SCANNER_PAGE) return 'scanner'
  return usagePage === SCALE_PAGE ? 'scale' : 'unknown'
}

/** How the devices file would name it; by what it is where the link can say that. */
function linkTo(device: AttachedDevice): string {
  if (device.family === 'hid') return `hid://${describeUsb(device)}`
  return `${device.family}://${device.path}`
}

async function mayReadAndWrite(path: string): Promise<boolean | null> {
  if (process.platform === 'win32') return null
  return access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    (error: NodeJS.ErrnoException) =>
      error.code === 'EACCES' || error.code === 'EPERM' ? false : null,
  )
}

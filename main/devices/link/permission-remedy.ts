import type { DriverFamily } from '#contract/rpc/shell-bridge.ts'
import type { LinkFault } from './byte-link.ts'

const RULES = 'install resources/udev/60-loadline.rules and plug the device in again'

const LINUX: Record<DriverFamily, string> = {
  serial: `${RULES}, or add this user to the group dialout and sign in again`,
  hid: RULES,
  usblp: `${RULES}, or add this user to the group lp and sign in again`,
}

const MAC: Record<DriverFamily, string> = {
  serial: 'use its /dev/cu. path and close what else has it open',
  hid: 'allow Input Monitoring for this program in System Settings, under Privacy & Security',
  usblp: 'use a CUPS queue for this printer',
}

const WINDOWS: Record<DriverFamily, string> = {
  serial: 'close the program that has the port open',
  hid: 'close the program that has claimed the device, such as a point-of-sale service',
  usblp: 'use a network printer or a print server queue',
}

/** A device that may not be opened, with what a person does about it on this kind of machine. */
export function withRemedy(fault: LinkFault, family: DriverFamily, platform: string): LinkFault {
  if (fault.code !== 'permission') return fault
  const remedies = platform === 'win32' ? WINDOWS : platform === 'darwin' ? MAC : LINUX
  return { code: fault.code, detail: `${fault.detail}: ${remedies[family]}` }
}

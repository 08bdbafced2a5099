import type { DoctorAdvice } from '#contract/rpc/doctor-view.ts'
import type { DeviceView } from '../devices.ts'
import type { DeviceMemory } from '../recorder/device-memory.ts'

/** What a fault of the link asks of a person; codes that are not here speak of the device itself. */
const OF_LINK: Readonly<Record<string, DoctorAdvice>> = {
  absent: 'plug-in',
  unplugged: 'plug-in',
  permission: 'permission',
  busy: 'in-use',
  unreachable: 'switch-on',
  timeout: 'switch-on',
  'no-answer': 'settings',
  'protocol-mismatch': 'settings',
  garbage: 'settings',
  'unsupported-link': 'change-link',
  'host-crashed': 'restart',
}

/** Faults that say the device is set up otherwise than the devices file has it. */
const OF_SETTINGS = ['protocol-mismatch', 'garbage', 'checksum', 'scan-layout']

/** What a person should do, from the state of a device and why it is in it. */
export function adviceFor(view: Pick<DeviceView, 'state'>, memory: DeviceMemory): DoctorAdvice {
  switch (view.state) {
    case 'ready':
      return 'fine'
    case 'opening':
      return OF_LINK[memory.noLink ?? ''] ?? 'wait'
    case 'attention':
      return OF_SETTINGS.includes(memory.faults.at(-1)?.code ?? '') ? 'settings' : 'attend'
    case 'stopped':
      return 'restart'
    case 'denied':
      return memory.noLink === 'busy' ? 'in-use' : 'permission'
    default:
      // The driver itself gave up on a connection that was there: it got no answer.
      return OF_LINK[memory.noLink ?? 'no-answer'] ?? 'plug-in'
  }
}

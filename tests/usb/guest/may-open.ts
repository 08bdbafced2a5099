import { systemClock } from '../../../main/clock.ts'
import { openHidLink } from '../../../main/devices/link/hid-link.ts'
import { withRemedy } from '../../../main/devices/link/permission-remedy.ts'
import { openSerialLink } from '../../../main/devices/link/serial-link.ts'
import { openUsbLpLink } from '../../../main/devices/link/usblp-link.ts'
import { listLinuxDevices } from '../../../main/devices/plug/list-linux-devices.ts'

// Tries one device of each family as the user who runs it, and says how it went.
const [hid] = await listLinuxDevices('hid')
const [serial] = await listLinuxDevices('serial')
const [printer] = await listLinuxDevices('usblp')
if (hid === undefined || serial === undefined || printer === undefined) throw new Error('no device')
const { path, vendorId, productId } = hid
const settings = {
  path: serial.path,
  baudRate: 9_600,
  dataBits: 8,
  parity: 'none',
  stopBits: 1,
  rtscts: false,
  xonxoff: false,
} as const
const tries = [
  await openHidLink({ kind: 'hid', path, vendorId, productId, serial: null }, systemClock),
  await openSerialLink(settings, systemClock),
  await openUsbLpLink({ kind: 'usblp', path: printer.path }, { clock: systemClock }),
]
const families = ['hid', 'serial', 'usblp'] as const
const words = tries.map((opened, index) => {
  if (opened.ok) return 'opened'
  const { code, detail } = withRemedy(opened.error, families[index] ?? 'hid', process.platform)
  return `${code} (${detail})`
})
console.log(words.join(' '))
process.exit(0)

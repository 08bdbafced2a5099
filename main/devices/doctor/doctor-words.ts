import type { DoctorAdvice, DoctorAttached, DoctorDevice } from '#contract/rpc/doctor-view.ts'

/** What a person at a terminal is told to do; screens have their own words. */
const ADVICE: Record<DoctorAdvice, string> = {
  fine: 'nothing to do',
  wait: 'still connecting: look again in a moment',
  'plug-in':
    'it is not there: check its cable and power, and that the devices file names the right one',
  'switch-on': 'nothing answers at its address: check power, network cable, address and port',
  permission: 'this account may not open it: see the list of what is plugged in for what to do',
  'in-use':
    'another program has it open: close that program, or take the device out of its settings',
  settings:
    'it is connected and speaks otherwise than it is set up: check speed, parity, protocol and suffix in the devices file and on the device',
  attend: 'it says itself what it lacks: paper, ribbon, an open head, or a load that is too heavy',
  restart: 'its drivers have stopped: start the bench program again',
  'change-link': 'this machine can’t open such a link: choose another one in the devices file',
}

/** One device of the devices file in a few lines. */
export function deviceLines(device: DoctorDevice): string[] {
  const { id, kind, name, speaks, link, state, detail, advice } = device
  const title = name === id ? `${kind} ${id}` : `${kind} ${id} "${name}"`
  const words = (label: string, said: DoctorDevice['lastRaw']): string[] =>
    said === null ? [] : [`    ${label} ${new Date(said.at).toISOString()}  ${said.text}`]
  return [
    `  ${title}${speaks === '' ? '' : ` (${speaks})`} at ${link}`,
    `    ${state}${detail === '' ? '' : `: ${detail}`}`,
    ...words('last came    ', device.lastRaw),
    ...words('which means  ', device.lastMeaning),
    ...words('last sent    ', device.lastSent),
    ...device.faults.slice(0, 3).map((fault) => `    fault ${fault.code}: ${fault.detail}`),
    `    → ${ADVICE[advice]}`,
  ]
}

/** One thing that is plugged in, with whether this account may open it. */
export function attachedLines(attached: DoctorAttached): string[] {
  const { path, usb, name, use, link, access, remedy } = attached
  const what = use === 'unknown' ? '' : ` (${use})`
  const may = access === 'ok' ? '' : access === 'denied' ? ' — may not be opened' : ''
  return [
    `  ${path}  ${usb}  ${name}${what}${may}`,
    `    in the devices file: ${link}`,
    ...(remedy === '' ? [] : [`    → ${remedy}`]),
  ]
}

/** Whether a person has something to do. */
export function isWell({ advice }: Pick<DoctorDevice, 'advice'>): boolean {
  return advice === 'fine'
}

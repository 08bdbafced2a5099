import type {
  DeviceTest,
  DeviceTestAnswer,
  DoctorAdvice,
  DoctorAttached,
} from '#contract/rpc/doctor-view.ts'

/** Words of the devices' doctor; what a device itself said stays as it came. */
export type DoctorTexts = Record<`doctor.advice.${DoctorAdvice}`, string> &
  Record<`doctor.test.${DeviceTest['test']}`, string> &
  Record<`doctor.outcome.${DeviceTestAnswer['outcome']}`, string> &
  Record<`doctor.use.${DoctorAttached['use']}`, string> &
  Record<`doctor.access.${DoctorAttached['access']}`, string> &
  Record<`doctor.remedy.${DoctorAttached['family']}`, string>

export const enDoctor = {
  'doctor.ask': 'Touch a device to see what it says and to try it.',
  'doctor.back': 'All devices',
  'doctor.advice.fine': 'All is well.',
  'doctor.advice.wait': 'Still connecting. Look again in a moment.',
  'doctor.advice.plug-in': 'It is not there. Check its cable and its power.',
  'doctor.advice.switch-on':
    'Nothing answers at its address. Check its power and its network cable.',
  'doctor.advice.permission': 'This bench may not open it. See below what to do.',
  'doctor.advice.in-use': 'Another program has it. Close that program.',
  'doctor.advice.settings':
    'It is connected but speaks otherwise than it is set up. Check speed, parity and protocol, on the device and in the devices file.',
  'doctor.advice.attend': 'It needs a hand: do what it says above.',
  'doctor.advice.restart': 'Its driver has stopped. Start the bench program again.',
  'doctor.advice.change-link':
    'This machine can’t open such a connection. Choose another in the devices file.',
  'doctor.raw': 'It said last',
  'doctor.means': 'That means',
  'doctor.sent': 'It was told last',
  'doctor.silent': 'It has said nothing since the bench program started.',
  'doctor.speaks': 'Speaks',
  'doctor.link': 'Connection',
  'doctor.counts': 'Traffic',
  'doctor.counts.say': 'connected {{connections}} ×, {{bytesIn}} bytes in, {{bytesOut}} out',
  'doctor.faults': 'Troubles lately',
  'doctor.try.scanner': 'Scan any code: it appears here, and counts as always.',
  'doctor.try.scale': 'Put something on it and compare with its own display.',
  'doctor.try.printer': 'Hold a ruler against the printed one: the millimetres must agree.',
  'doctor.test.sound-good': 'Sound right',
  'doctor.test.sound-bad': 'Sound wrong',
  'doctor.test.label': 'Print a ruler',
  'doctor.test.weigh': 'Weigh',
  'doctor.test.reconnect': 'Connect again',
  'doctor.outcome.done': 'Done',
  'doctor.outcome.cannot': 'This device can’t do that now',
  'doctor.outcome.failed': 'It did not work',
  'doctor.find': 'Find out what it speaks',
  'doctor.find.busy': 'Listening and asking…',
  'doctor.find.say':
    'It may speak this. If its display says the same, put it into the devices file:',
  'doctor.find.none': 'Nothing that was understood came. Check its speed and cable.',
  'doctor.attached': 'Plugged into this machine',
  'doctor.attached.none': 'No serial port, USB scanner, scale or printer.',
  'doctor.use.scanner': 'Scanner',
  'doctor.use.scale': 'Scale',
  'doctor.use.printer': 'Printer',
  'doctor.use.unknown': 'Port',
  'doctor.access.ok': 'May be opened',
  'doctor.access.denied': 'May not be opened',
  'doctor.access.unknown': 'Not known',
  'doctor.remedy.serial':
    'Install resources/udev/60-loadline.rules, or add this user to the group dialout. Then plug it in again.',
  'doctor.remedy.hid': 'Install resources/udev/60-loadline.rules. Then plug it in again.',
  'doctor.remedy.usblp':
    'Install resources/udev/60-loadline.rules, or add this user to the group lp. Then plug it in again.',
  'doctor.save': 'Save the flight recording',
  'doctor.save.say':
    'Everything the devices said and did, without names and addresses. It can be played on virtual devices.',
  'doctor.saved': '{{events}} events are in {{name}}.',
} as const satisfies DoctorTexts & Record<string, string>

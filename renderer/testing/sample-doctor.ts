import type { BenchView, DeviceView } from '#contract/rpc/bench-view.ts'
import type { DoctorDevice, DoctorView } from '#contract/rpc/doctor-view.ts'

/** What a doctor would see of a bench of the samples, and a machine with one port nobody may open. */
export function sampleDoctor({ devices }: BenchView): DoctorView {
  const at = Date.parse('2026-04-17T08:31:00Z')
  return {
    at,
    devices: devices.map((device) => doctorDevice(device, at)),
    attached: [
      {
        family: 'hid',
        path: '/dev/hidraw0',
        name: 'Voyager 1450g',
        usb: '0c2e:0b61:19280B4F4D',
        use: 'scanner',
        link: 'hid://0c2e:0b61:19280B4F4D',
        access: 'ok',
        remedy: '',
      },
      {
        family: 'serial',
        path: '/dev/ttyUSB0',
        name: 'FT232R USB UART',
        usb: '0403:6001:A10K2X',
        use: 'unknown',
        link: 'serial:///dev/ttyUSB0',
        access: 'denied',
        remedy: 'No permission to open /dev/ttyUSB0',
      },
    ],
    attachedTrouble: null,
  }
}

const SAID = {
  scanner: { raw: ']C100387123450000000017\\x0d\\x0a', means: ']C1 00387123450000000017' },
  scale: { raw: 'S S     12.345 kg\\x0d\\x0a', means: 'stable 12345 g' },
  printer: { raw: '\\x02030,0,0,1216,000,0,0,0,000,0,0,0\\x03', means: 'printed: nothing is left' },
} as const

function doctorDevice(device: DeviceView, at: number): DoctorDevice {
  const { kind, state } = device
  const { raw, means } = SAID[kind]
  const isThere = state === 'ready' || state === 'attention'
  return {
    ...device,
    link: {
      scanner: 'hid://0c2e:0b61',
      scale: 'tcp://10.0.0.12:4001',
      printer: 'tcp://10.0.0.20:9100',
    }[kind],
    speaks: { scanner: 'honeywell', scale: 'mt-sics', printer: 'zpl' }[kind],
    advice: state === 'ready' ? 'fine' : state === 'attention' ? 'attend' : 'switch-on',
    lastRaw: isThere ? { at, text: raw } : null,
    lastMeaning: isThere ? { at, text: means } : null,
    lastSent: kind === 'scale' && isThere ? { at, text: 'SI\\x0d\\x0a' } : null,
    connections: isThere ? 2 : 0,
    bytesIn: isThere ? 20_481 : 0,
    bytesOut: isThere ? 812 : 0,
    faults:
      state === 'attention'
        ? [{ at, code: 'paper-out', detail: 'The printer is out of labels' }]
        : [],
  }
}

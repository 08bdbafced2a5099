import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { scratchFolder } from '../support/bench-floor.ts'

const HAS_UMOCKDEV = spawnSync('umockdev-run', ['--version']).status === 0

/** Usage page 8C: report 2 with 63 bytes. */
const SCANNER_DESCRIPTOR =
  '058C0902A10185020912A102150026FF0075080501093B95018102058C09FB9501810209FC9501810209FD9501810209' +
  'FE953881029502810309FF75019501810275078103C0C0'

/** Usage page 8D: report 3 with status, unit, scaling and weight. */
const SCALE_DESCRIPTOR =
  '058D0901A10185030932A1020970A1021501250875089501197129788100C00950A1021501250C750895011951295C81' +
  '00C009411580257F7508950181020940150027FFFF0000751095018102C0C0'

/** Honeywell's output report for SYN BEL CR. */
const GOOD_SOUND = Buffer.from([0xfd, 0x03, 0x16, 0x07, 0x0d])

/** Milliseconds between two reports of the scale; those of the first seconds may come before a busy machine reads. */
const SCALE_EVERY_MS = 250

test.runIf(HAS_UMOCKDEV)(
  'a HID scanner and a HID scale are read by the real drivers in their own process, report by report',
  { timeout: 60_000 },
  () => {
    const long = '010871234500001110LOT0123456789-ABCDE'
    const scannerScript = [
      heard(),
      said(scanReport(']C1', '00387123450000000017')),
      heard(),
      said(scanReport(']Q1', 'Łódź')),
      heard(),
      said(scanReport(']d2', long.slice(0, 20), 'more follows')),
      heard(),
      said(scanReport(']d2', long.slice(20))),
    ]
    const scaleScript = [
      ...Array.from({ length: 40 }, () => said([3, 4, 3, 0xfd, 0xd2, 0x04], SCALE_EVERY_MS)),
      said([3, 3, 3, 0xfd, 0x01, 0x02], SCALE_EVERY_MS),
      said([3, 6, 3, 0xfd, 0xff, 0xff], SCALE_EVERY_MS),
      said([3, 6, 3, 0xfd, 0xff, 0xff], SCALE_EVERY_MS),
    ]
    const seen = runBench({ scannerScript, scaleScript }, 3)
    expect(seen.scans).toEqual([
      { text: '00387123450000000017', aim: ']C1' },
      { text: 'Łódź', aim: ']Q1' },
      { text: long, aim: ']d2' },
    ])
    const weights = seen.readings.filter(({ kind }) => kind === 'stable')
    expect(weights.length).toBeGreaterThan(0)
    expect(new Set(weights.map(({ grams }) => grams))).toEqual(new Set([1_234]))
    expect(seen.readings.at(-1)).toEqual({ kind: 'over', grams: null })
    expect(seen.devices.map(({ state }) => state)).toEqual(['ready', 'ready'])
  },
)

type Seen = {
  scans: { text: string; aim: string | null }[]
  readings: { kind: string; grams: number | null }[]
  faults: string[]
  devices: { id: string; state: string; detail: string }[]
}

/** Runs a bench of ours in a /dev and a /sys that hold these two devices and nothing else. */
function runBench(scripts: Record<'scannerScript' | 'scaleScript', Buffer[]>, scans: number): Seen {
  const folder = scratchFolder()
  onTestFinished(() => folder.remove())
  const file = (name: string, content: string | Buffer): string => {
    const path = join(folder.path, name)
    writeFileSync(path, content)
    return path
  }
  const size = (descriptor: string): string => (descriptor.length / 2).toString(16).padStart(2, '0')
  const ioctls = (node: string, descriptor: string): string =>
    `@DEV /dev/${node} (HIDRAW)\nHIDIOCGRDESCSIZE 0 ${size(descriptor)}000000\n`
  const tree =
    usbHid('1-1', '0C2E:0B61', 'hidraw0', SCANNER_DESCRIPTOR) +
    usbHid('1-2', '0922:8003', 'hidraw1', SCALE_DESCRIPTOR)
  const bench = join(import.meta.dirname, '../support/hid-bench.ts')
  // prettier-ignore
  const run = spawnSync('umockdev-run', [
    '-d', file('devices.umockdev', tree.trimStart()),
    '-i', `/dev/hidraw0=${file('scanner.ioctl', ioctls('hidraw0', SCANNER_DESCRIPTOR))}`,
    '-i', `/dev/hidraw1=${file('scale.ioctl', ioctls('hidraw1', SCALE_DESCRIPTOR))}`,
    '-s', `/dev/hidraw0=${file('scanner.script', Buffer.concat(scripts.scannerScript))}`,
    '-s', `/dev/hidraw1=${file('scale.script', Buffer.concat(scripts.scaleScript))}`,
    '--', process.execPath, bench, String(scans),
  ], { encoding: 'utf8', timeout: 50_000 })
  const seen = run.stdout.split('\n').find((text) => text.startsWith('{'))
  if (seen === undefined) throw new Error(`the bench said nothing: ${run.stderr}`)
  return JSON.parse(seen) as Seen
}

/** A USB device with one HID interface and its node, as the kernel shows them. */
function usbHid(port: string, identity: string, node: string, descriptor: string): string {
  const [vendor = '', product = ''] = identity.split(':')
  const usb = `/devices/platform/usb1/${port}`
  const hid = `${usb}/${port}:1.0/0003:${identity}.0001`
  return `
P: ${usb}
E: SUBSYSTEM=usb
E: DEVTYPE=usb_device
A: idVendor=${vendor.toLowerCase()}
A: idProduct=${product.toLowerCase()}

P: ${usb}/${port}:1.0
E: SUBSYSTEM=usb
E: DEVTYPE=usb_interface

P: ${hid}
E: SUBSYSTEM=hid
E: HID_ID=0003:0000${vendor}:0000${product}
E: HID_NAME=Virtual ${node}
E: HID_PHYS=usb-${port}/input0
E: HID_UNIQ=
H: report_descriptor=${descriptor}

P: ${hid}/hidraw/${node}
N: ${node}
L: device=../../../0003:${identity}.0001
E: DEVNAME=/dev/${node}
E: SUBSYSTEM=hidraw
`
}

function scanReport(aim: string, text: string, more?: 'more follows'): number[] {
  const data = [...Buffer.from(text)]
  const report = Array.from({ length: 64 }, () => 0)
  report.splice(0, 5 + data.length, 2, data.length, ...Buffer.from(aim), ...data)
  report[63] = more === undefined ? 0 : 1
  return report
}

/** The device says a report after so long; the tool writes control bytes as ^@, ^A and so on. */
function said(report: readonly number[], afterMs = 0): Buffer {
  return line('r', afterMs, report)
}

/** The device waits until it is told that the last code was good. */
function heard(): Buffer {
  return line('w', 0, [...GOOD_SOUND])
}

function line(kind: 'r' | 'w', afterMs: number, bytes: readonly number[]): Buffer {
  const caret = 0x5e
  const shown = bytes.flatMap((byte) => {
    if (byte === caret) return [caret, 0x60]
    return byte < 0x20 ? [caret, byte + 0x40] : [byte]
  })
  return Buffer.concat([Buffer.from(`${kind} ${afterMs} `), Buffer.from(shown), Buffer.from('\n')])
}

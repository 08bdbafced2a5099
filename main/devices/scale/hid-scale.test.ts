import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test, vi } from 'vitest'

const HAS_UMOCKDEV = spawnSync('umockdev-run', ['--version']).status === 0

const WATCH = join(import.meta.dirname, '../../testing/watch-scale.ts')

/** A scale as the USB tables have it: report 3 with status, unit, power of ten and weight. */
const DESCRIPTION = `P: /devices/virtual/misc/uhid/0003:0922:8003.0001/hidraw/hidraw0
N: hidraw0
L: device=../../../0003:0922:8003.0001
E: DEVNAME=/dev/hidraw0
E: SUBSYSTEM=hidraw
E: MAJOR=246
E: MINOR=0

P: /devices/virtual/misc/uhid/0003:0922:8003.0001
E: SUBSYSTEM=hid
E: HID_ID=0003:00000922:00008003
E: HID_NAME=Mock scale
E: HID_UNIQ=SN1
E: HID_PHYS=x
H: report_descriptor=058D0901A10185030932A1020970A1021501250875089501197129788100C00950A1021501250C750895011951295C8100C009411580257F7508950181020940150027FFFF0000751095018102C0C0
`

/** The size of the report descriptor is asked of the node itself. */
const IOCTLS = `@DEV /dev/hidraw0 (HIDRAW)
HIDIOCGRDESCSIZE 0 4F000000
`

const cleanUp: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

const REPORT_EVERY_MS = 100

/** Control characters are written with a caret in the files of the mock. */
const scriptLine = (report: readonly number[]): Buffer => {
  const bytes = report.flatMap((byte) => {
    if (byte < 0x20) return [0x5e, byte + 0x40]
    return byte === 0x5e ? [0x5e, 0x60] : [byte]
  })
  return Buffer.concat([
    Buffer.from(`r ${REPORT_EVERY_MS} `),
    Buffer.from(bytes),
    Buffer.from('\n'),
  ])
}

const report = (status: number, grams: number) => [3, status, 3, 0xfd, grams & 0xff, grams >> 8]

/** What a bench reads of a HID device that sends these reports, through the library and its process. */
function watchReports(reports: readonly (readonly number[])[]): object[] {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-hid-scale-'))
  const [device, script] = [join(folder, 'scale.umockdev'), join(folder, 'scale.script')]
  const ioctls = join(folder, 'scale.ioctl')
  writeFileSync(device, DESCRIPTION)
  writeFileSync(ioctls, IOCTLS)
  writeFileSync(script, Buffer.concat(reports.map(scriptLine)))
  const scale = JSON.stringify({ protocol: 'hid-pos', link: 'hid://0922:8003' })
  const child = spawn(
    'umockdev-run',
    [
      ...['-d', device, '-i', `/dev/hidraw0=${ioctls}`, '-s', `/dev/hidraw0=${script}`],
      ...['--', process.execPath, WATCH, scale],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], detached: true },
  )
  const said: object[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(JSON.parse(line) as object)
  })
  cleanUp.push(async () => {
    const ended = new Promise((resolve) => void child.once('exit', resolve))
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    await ended
    rmSync(folder, { recursive: true })
  })
  return said
}

/** The mock sends from its start on, whoever listens: until a bench does, the scale is empty. */
const EMPTY_MS = 4_000
const empty = Array.from({ length: EMPTY_MS / REPORT_EVERY_MS }, () => report(2, 0))

test.skipIf(!HAS_UMOCKDEV)(
  '[FAULT-11] a HID scale is read through the real library: motion, rest, overload, below zero',
  async () => {
    const said = watchReports([
      ...empty,
      report(3, 12_000),
      report(4, 12_345),
      report(4, 12_345),
      report(6, 12_345),
      report(5, 150),
    ])
    const readings = () =>
      said.filter((one) => 'kind' in one && (!('grams' in one) || one.grams !== 0))
    await vi.waitFor(() => expect(readings().at(-1)).toMatchObject({ kind: 'under' }), {
      timeout: 15_000,
    })
    expect(readings()).toMatchObject([
      { kind: 'motion', grams: 12_000, unit: 'kg' },
      { kind: 'stable', grams: 12_345 },
      { kind: 'stable', grams: 12_345 },
      { kind: 'over' },
      { kind: 'under' },
    ])
    expect(
      readings()
        .slice(-2)
        .some((one) => 'grams' in one),
    ).toBe(false)
  },
)

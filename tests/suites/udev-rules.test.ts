import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const FILE = join(import.meta.dirname, '../../resources/udev/60-loadline.rules')

type Term = { key: string; operator: string; value: string }
type Device = Record<string, string>

/** The rules as udev reads them: terms between commas, one rule a line. */
const RULES = readFileSync(FILE, 'utf8')
  .split('\n')
  .map((line, index) => ({ line: line.trim(), number: index + 1 }))
  .filter(({ line }) => line !== '' && !line.startsWith('#'))
  .map(({ line, number }) => ({ number, terms: line.split(/,\s*/).map((term) => parse(term)) }))

function parse(text: string): Term {
  const [, key, operator, value] =
    /^([A-Z]+(?:\{[\w/]+\})?)(==|!=|\+=|=)"([^"]*)"$/.exec(text) ?? []
  if (key === undefined || operator === undefined || value === undefined) {
    throw new Error(`udev would not understand ${text}`)
  }
  return { key, operator, value }
}

/** What the rules do to a device: udev's own order, jumps and patterns. */
function applied(device: Device): Record<string, string> {
  const done: Record<string, string> = {}
  let jump: string | null = null
  for (const { terms } of RULES) {
    const label = terms.find(({ key }) => key === 'LABEL')
    if (jump !== null && label?.value !== jump) continue
    jump = null
    const isMatch = terms.every(({ key, operator, value }) => {
      if (operator === '==') return matches(device[key], value)
      return operator === '!=' ? !matches(device[key], value) : true
    })
    if (!isMatch) continue
    for (const { key, operator, value } of terms) {
      if (key === 'GOTO') jump = value
      else if (key !== 'LABEL' && (operator === '=' || operator === '+=')) done[key] = value
    }
  }
  return done
}

function matches(actual: string | undefined, pattern: string): boolean {
  const regular = pattern.replaceAll('*', '.*')
  return actual !== undefined && new RegExp(`^${regular}$`).test(actual)
}

test('every rule is one that udev understands, and every jump has its label', () => {
  const labels = RULES.flatMap(({ terms }) => terms.filter(({ key }) => key === 'LABEL'))
  const jumps = RULES.flatMap(({ terms }) => terms.filter(({ key }) => key === 'GOTO'))
  expect(RULES.length).toBeGreaterThan(20)
  for (const { value } of jumps) expect(labels.map((label) => label.value)).toContain(value)
  expect(FILE < join(FILE, '../73-seat-late.rules')).toBe(true)
})

test.runIf(spawnSync('udevadm', ['verify', '--help']).status === 0)(
  'udev itself finds nothing wrong with the rules',
  () => {
    const verdict = spawnSync('udevadm', ['verify', '--no-style', FILE], { encoding: 'utf8' })
    expect(verdict.status, verdict.stdout + verdict.stderr).toBe(0)
  },
)

test.each([
  ['a serial scale', { SUBSYSTEM: 'tty', KERNEL: 'ttyACM0' }, 'dialout'],
  ['a serial adapter', { SUBSYSTEM: 'tty', KERNEL: 'ttyUSB12' }, 'dialout'],
  ['a USB printer', { SUBSYSTEM: 'usbmisc', KERNEL: 'lp1' }, 'lp'],
  [
    'a HID scanner',
    { SUBSYSTEM: 'hidraw', KERNEL: 'hidraw3', 'ATTRS{idVendor}': '0c2e' },
    'plugdev',
  ],
  ['a HID scale', { SUBSYSTEM: 'hidraw', KERNEL: 'hidraw0', 'ATTRS{idVendor}': '0922' }, 'plugdev'],
])('[FAULT-19] %s is opened for the user of the bench', (_name, device, group) => {
  const interfaceKind = { 'ATTRS{bInterfaceProtocol}': '00' }
  const done = applied({ ACTION: 'add', ...interfaceKind, ...device })
  expect(done).toMatchObject({ TAG: 'uaccess', GROUP: group, MODE: '0660' })
})

test.each([
  ['a keyboard of a scanner', { 'ATTRS{idVendor}': '0c2e', 'ATTRS{bInterfaceProtocol}': '01' }],
  ['a mouse', { 'ATTRS{idVendor}': '046d', 'ATTRS{bInterfaceProtocol}': '02' }],
  ['a HID device of another maker', { 'ATTRS{idVendor}': '046d' }],
])('%s stays closed', (_name, device) => {
  expect(applied({ ACTION: 'add', SUBSYSTEM: 'hidraw', KERNEL: 'hidraw0', ...device })).toEqual({})
})

test('[FAULT-19] ModemManager is kept from a scale, at its port and at its USB device', () => {
  const port = applied({ ACTION: 'add', SUBSYSTEM: 'tty', KERNEL: 'ttyACM0' })
  expect(port).toMatchObject({ 'ENV{ID_MM_PORT_IGNORE}': '1', 'ENV{ID_MM_DEVICE_IGNORE}': '1' })
  const usb = { SUBSYSTEM: 'usb', 'ENV{DEVTYPE}': 'usb_device', 'ATTR{idVendor}': '0eb8' }
  expect(applied({ ACTION: 'add', ...usb })).toEqual({ 'ENV{ID_MM_DEVICE_IGNORE}': '1' })
})

test('a device that goes away is left alone', () => {
  expect(applied({ ACTION: 'remove', SUBSYSTEM: 'tty', KERNEL: 'ttyACM0' })).toEqual({})
})

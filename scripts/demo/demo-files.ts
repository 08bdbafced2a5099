import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DemoCode } from './demo-codes.ts'

const TOKEN_BYTES = 24
/** The label printer of the demo: 102 × 152 mm at 203 dpi, the size most carriers ask for. */
const LABEL = { dpi: 203, widthMm: 102, heightMm: 152 } as const

/** A floor scale: whole pallets are weighed at this bench. */
const SCALE_MAX_GRAMS = 1_500_000

export type DevicePorts = { page: number; scanner: number; scale: number; printer: number }

/** The demo's own folder, kept from start to start. */
export function demoFiles(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = (name: string) => join(folder, name)
  return {
    office: file('office'),
    station: file('station'),
    logs: file('logs'),
    sheets: file('sheets'),
    devices: file('devices.json'),
    virtualDevices: file('virtual-devices.json'),
    codes: file('codes.json'),
    isEnrolled: () => existsSync(file('station/log.db')),
    adminToken: () => keptSecret(file('admin-token')),
    adminTokenFile: file('admin-token'),
    newToken: () => randomBytes(TOKEN_BYTES).toString('hex'),
    writeCodes: (codes: readonly DemoCode[]) => writeJson(file('codes.json'), codes),
    writeDevices: (ports: DevicePorts) => {
      writeJson(file('devices.json'), stationDevices(ports))
      writeJson(file('virtual-devices.json'), {
        port: ports.page,
        scanners: [{ id: 's1', port: ports.scanner }],
        scales: [{ id: 'w1', port: ports.scale, maxGrams: SCALE_MAX_GRAMS }],
        printers: [{ id: 'p1', port: ports.printer, ...LABEL }],
        codes: file('codes.json'),
      })
    },
  }
}

function stationDevices(ports: DevicePorts) {
  const link = (port: number) => `tcp://127.0.0.1:${port}`
  return {
    scanners: [{ id: 's1', link: link(ports.scanner), suffix: '\r\n' }],
    scales: [{ id: 'w1', protocol: 'mt-sics', link: link(ports.scale) }],
    printers: [{ id: 'p1', language: 'zpl', link: link(ports.printer), ...LABEL }],
  }
}

function keptSecret(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const secret = randomBytes(TOKEN_BYTES).toString('hex')
  writeFileSync(file, `${secret}\n`, { mode: 0o600 })
  return secret
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
}

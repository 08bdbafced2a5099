import { existsSync, readFileSync } from 'node:fs'
import { StartError } from '../start-flags.ts'
import { type DeviceConfig, NO_DEVICES, parseDeviceConfig } from './device-config.ts'

/** The checked devices file of `--devices`; a bench without one has no devices. */
export function readDevicesFile(path: string | undefined): DeviceConfig {
  if (path === undefined) return NO_DEVICES
  if (!existsSync(path)) throw new StartError(`There is no devices file at ${path}.`)
  const parsed = parseDeviceConfig(parseJson(readFileSync(path, 'utf8')))
  if (!parsed.ok) throw new StartError(`${path}: ${parsed.error.message}`)
  return parsed.value
}

function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed
  } catch {
    throw new StartError('The devices file is not valid JSON.')
  }
}

import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { HIDAsync } from 'node-hid'
import { fail, ok } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '../../clock.ts'
import type { HidPlace } from '../child/link-messages.ts'
import { describeUsb } from '../plug/attached-device.ts'
import { createLinkEvents, faultOfError } from './byte-link.ts'
import type { ByteLink, LinkFault } from './byte-link.ts'

/** A device that does not close by then is left to the system, with its process. */
export const HID_CLOSE_TIMEOUT_MS = 1_000

/**
 * Opens a HID device. One `onData` is one input report, one `write` one output report; both begin
 * with the report's number where the device numbers its reports. A device that does not has reports
 * without it on every system, and is written to with a leading 0.
 */
export async function openHidLink(
  place: HidPlace,
  clock: Clock,
): Promise<Result<ByteLink, LinkFault>> {
  const name = `${describeUsb(place)} (${place.path})`
  // Without this a Mac gives the device to one program alone, and its own driver may be that one.
  const options = process.platform === 'darwin' ? { nonExclusive: true } : {}
  let hid: HIDAsync
  try {
    hid = await HIDAsync.open(place.path, options)
  } catch (error) {
    return fail(await whyNotOpened(error, place.path, name))
  }
  const link = linkOverHid(hid, name, clock)
  if (await isAnother(hid, place)) {
    link.destroy()
    return fail({ code: 'absent', detail: `Another device has come to ${place.path} meanwhile` })
  }
  return ok(link)
}

function linkOverHid(hid: HIDAsync, name: string, clock: Clock): ByteLink {
  const events = createLinkEvents()
  let isClosing = false

  const close = async (fault: LinkFault | null): Promise<void> => {
    if (isClosing) return
    isClosing = true
    await Promise.race([
      hid.close().catch(() => {}),
      new Promise<void>((resolve) => void clock.after(HID_CLOSE_TIMEOUT_MS, resolve)),
    ])
    events.closed(fault)
  }

  // An error comes as bare text, and without a listener would end the process.
  hid.on('error', (error: unknown) => {
    void close({ code: 'unplugged', detail: `${name} was unplugged (${String(error)})` })
  })
  hid.on('data', (report: Buffer) => {
    if (!isClosing) events.data(new Uint8Array(report))
  })
  return {
    write: async (bytes) => {
      if (isClosing) return false
      try {
        return (await hid.write(Buffer.from(bytes))) > 0
      } catch {
        return false
      }
    },
    drain: () => Promise.resolve(!isClosing),
    end: () => void close(null),
    destroy: () => void close(null),
    onData: events.onData,
    onClosed: events.onClosed,
  }
}

/** A node's number may pass to another device between looking and opening. */
async function isAnother(hid: HIDAsync, place: HidPlace): Promise<boolean> {
  try {
    const info = await hid.getDeviceInfo()
    const isSameKind = info.vendorId === place.vendorId && info.productId === place.productId
    const serial = info.serialNumber ?? ''
    return !isSameKind || (place.serial !== null && serial !== '' && serial !== place.serial)
  } catch {
    // Some systems can't say; then what was looked up stands.
    return false
  }
}

/** The library says only that it could not; the system says why. */
async function whyNotOpened(error: unknown, path: string, name: string): Promise<LinkFault> {
  const message = error instanceof Error ? error.message : String(error)
  if (process.platform !== 'linux') {
    return /privilege|permi|access/i.test(message)
      ? { code: 'permission', detail: `No permission to open ${name}` }
      : { code: 'busy', detail: `${name} does not open; another program may have it` }
  }
  try {
    await access(path, constants.R_OK | constants.W_OK)
  } catch (reason) {
    return faultOfError(reason, name)
  }
  return faultOfError(error, name)
}

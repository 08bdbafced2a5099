import { lstat } from 'node:fs/promises'
import { fail } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'
import { DRIVER_FAMILIES } from '#contract/rpc/shell-bridge.ts'
import type { DriverFamily } from '#contract/rpc/shell-bridge.ts'
import type { Clock } from '../../clock.ts'
import type { DriverChild } from '../child/driver-child.ts'
import type { LinkPlace } from '../child/link-messages.ts'
import { attachedKey } from '../plug/attached-device.ts'
import type { AttachedDevice } from '../plug/attached-device.ts'
import { findDevice } from '../plug/find-device.ts'
import type { Claim, Wanted } from '../plug/find-device.ts'
import { watchPlugs } from '../plug/watch-plugs.ts'
import type { PlugWatch } from '../plug/watch-plugs.ts'
import type { ByteLink, LinkFault, OpenDevice } from './byte-link.ts'
import { openCupsLink } from './cups-link.ts'
import type { LinkTarget } from './link-target.ts'
import { openTcpLink } from './tcp-link.ts'

export type DeviceLinks = {
  /** One for each configured device: it remembers which one it had, and finds it again. */
  opener: (target: LinkTarget) => OpenDevice
  /** Everything of every family that is plugged in, configured or not. */
  attached: () => Promise<AttachedDevice[]>
  /** Drivers that crash again and again, each in a sentence. */
  troubles: () => string[]
  close: () => Promise<void>
}

type Parts = { clock: Clock; families: Record<DriverFamily, DriverChild> }

/** Opens any link of the devices file: TCP in this process, what needs native code in its child. */
export function createDeviceLinks(parts: Parts): DeviceLinks {
  const claims: Record<DriverFamily, Claim[]> = { serial: [], hid: [], usblp: [] }
  const watches = new Map<DriverFamily, PlugWatch>()
  const { clock, families } = parts

  function native(target: NativeTarget): OpenDevice {
    const { family, wanted, placeAt } = target
    const claim: Claim = { wanted, had: null }
    claims[family].push(claim)
    const look = (): Promise<string[] | null> => keysOf(families[family], claims[family])
    const watch = watches.get(family) ?? watchPlugs({ clock, look })
    watches.set(family, watch)
    const open = (): Promise<Result<ByteLink, LinkFault>> =>
      openNative({ child: families[family], claim, claims: claims[family], placeAt, watch })
    return Object.assign(open, { onPlugged: watch.onPlugged })
  }

  return {
    opener: (target) => {
      if (target.kind === 'tcp') return () => openTcpLink(target, clock)
      if (target.kind === 'cups') return () => openCupsLink(target, clock)
      const wanted = nativeTarget(target)
      if (wanted !== null) return native(wanted)
      const detail = `This bench can’t open ${target.kind} links`
      return () => Promise.resolve(fail({ code: 'unsupported-link', detail }))
    },
    attached: async () => {
      const lists = await Promise.all(DRIVER_FAMILIES.map((family) => families[family].list()))
      return lists.flatMap((devices) => devices ?? [])
    },
    troubles: () => DRIVER_FAMILIES.flatMap((family) => families[family].trouble() ?? []),
    close: async () => {
      for (const watch of watches.values()) watch.close()
      await Promise.all(DRIVER_FAMILIES.map((family) => families[family].close()))
    },
  }
}

/** What is there of a family: its devices, and the paths of the devices file that are no USB device's. */
async function keysOf(child: DriverChild, claims: readonly Claim[]): Promise<string[] | null> {
  // A family whose drivers crash again and again is not started only to look.
  const devices = child.trouble() === null ? await child.list() : null
  if (devices === null) return null
  const listed = new Set(devices.map(({ path }) => path))
  const paths = claims.flatMap(({ wanted }) => (wanted.by === 'path' ? wanted.path : []))
  const unlisted = await Promise.all(
    paths.filter((path) => !listed.has(path)).map((path) => pathKey(path)),
  )
  return [...devices.map(attachedKey), ...unlisted.filter((key) => key !== null)]
}

/** A path that was made anew is news, also where it was gone for less than a look. */
async function pathKey(path: string): Promise<string | null> {
  const made = await lstat(path).catch(() => null)
  return made === null ? null : `${path} ${made.ino} ${made.birthtimeMs}`
}

type NativeTarget = {
  family: DriverFamily
  /** Null where the family finds the device by itself. */
  wanted: Wanted
  placeAt: (path: string) => LinkPlace
}

function nativeTarget(target: LinkTarget): NativeTarget | null {
  switch (target.kind) {
    case 'serial': {
      const wanted: Wanted = { by: 'path', path: target.path }
      return { family: 'serial', wanted, placeAt: (path) => ({ ...target, path }) }
    }
    case 'serial-usb': {
      const { usb, settings } = target
      const placeAt = (path: string): LinkPlace => ({ kind: 'serial', path, ...settings })
      return { family: 'serial', wanted: { by: 'usb', ...usb }, placeAt }
    }
    case 'hid': {
      const { kind, vendorId, productId, serial, port } = target
      const wanted: Wanted = { by: 'usb', vendorId, productId, serial, port }
      const placeAt = (path: string): LinkPlace => ({ kind, path, vendorId, productId, serial })
      return { family: 'hid', wanted, placeAt }
    }
    case 'usblp': {
      if (!('path' in target)) {
        // The printers' own driver reads the names of makers and models.
        return { family: 'usblp', wanted: { by: 'path', path: '' }, placeAt: () => target }
      }
      const placeAt = (path: string): LinkPlace => ({ kind: 'usblp', path })
      return { family: 'usblp', wanted: { by: 'path', path: target.path }, placeAt }
    }
    default:
      return null
  }
}

async function openNative(parts: {
  child: DriverChild
  claim: Claim
  claims: readonly Claim[]
  placeAt: (path: string) => LinkPlace
  watch: PlugWatch
}): Promise<Result<ByteLink, LinkFault>> {
  const { child, claim, placeAt } = parts
  const attached = await child.list()
  if (attached === null) {
    const detail = child.trouble() ?? 'The drivers do not say what is plugged in'
    return fail({ code: 'host-crashed', detail })
  }
  const others = parts.claims.filter((other) => other !== claim)
  const found = findDevice(claim, others, attached)
  if (found.kind === 'absent') return fail({ code: 'absent', detail: found.detail })
  if (found.kind === 'unclear') return fail({ code: 'ambiguous', detail: found.detail })
  const device = found.kind === 'device' ? found.device : null
  if (device !== null) claim.had = device
  const opened = await child.open(placeAt(device?.path ?? pathOf(found)))
  if (!opened.ok || device === null) return opened
  const link = opened.value
  // Not every driver notices an unplug by itself.
  const forget = parts.watch.onGone(attachedKey(device), link.destroy)
  return {
    ok: true,
    value: {
      ...link,
      onClosed: (run) =>
        link.onClosed((fault) => {
          forget()
          run(fault)
        }),
    },
  }
}

function pathOf(found: { kind: string; path?: string }): string {
  return found.path ?? ''
}

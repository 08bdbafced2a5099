import { fail } from '#contract/result.ts'
import type { Clock } from '../../clock.ts'
import type { SerialChild } from '../child/serial-child.ts'
import type { OpenLink } from './byte-link.ts'
import { openTcpLink } from './tcp-link.ts'

/** Opens any link of the devices file: TCP in this process, serial ports in their child. */
export function createOpenLink(parts: { clock: Clock; serial: SerialChild }): OpenLink {
  return (target) => {
    switch (target.kind) {
      case 'tcp':
        return openTcpLink(target, parts.clock)
      case 'serial': {
        const { kind: _kind, ...settings } = target
        return parts.serial.open(settings)
      }
      default: {
        const detail = `This bench can’t open ${target.kind} links`
        return Promise.resolve(fail({ code: 'unsupported-link', detail }))
      }
    }
  }
}

import { maskBadges } from './devices/recorder/badge-mask.ts'
import { maskQrText } from './devices/recorder/personal-mask.ts'

const EMAIL = /[\w.%+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/gi

/**
 * One line of a bench's log: JSON with the time. Texts that say what went wrong may quote what a device sent, so
 * that a badge, the personal part of a unit's QR and e-mail addresses are starred in all of them.
 */
export function logLine(atMs: number, members: Readonly<Record<string, unknown>>): string {
  const time = new Date(atMs).toISOString()
  return `${JSON.stringify({ time, ...members }, (_name, part: unknown) =>
    typeof part === 'string' ? masked(part) : part,
  )}\n`
}

function masked(text: string): string {
  return maskBadges(maskQrText(text)).replaceAll(EMAIL, '***')
}

import type { ScannerProfileView } from '#contract/rpc/scanner-profile.ts'
import type { Say } from '../../text/text.ts'

/** How a scanner speaks, as its calibration found it, in one sentence. */
export function scannerWords(profile: ScannerProfileView, say: Say): string {
  if (profile.state === 'waiting') return say('scanner.waiting')
  if (profile.trouble === 'unknown-layout') return ''
  const { layout, isCapsInverted, separator, separatorText, prefix, suffix, sendsAim } = profile
  const parts = [
    layout === null ? '' : say(`scanner.layout.${layout}`),
    isCapsInverted ? say('scanner.caps') : '',
    say(`scanner.separator.${separator}`, { text: separatorText ?? '' }),
    prefix === '' ? '' : say('scanner.prefix', { text: prefix }),
    suffix === null ? '' : say(`scanner.suffix.${suffix}`),
    sendsAim ? say('scanner.aim.sent') : say('scanner.aim.missing'),
  ]
  return say('scanner.found', { what: parts.filter((part) => part !== '').join(', ') })
}

/** What a person should do about it; empty where all is well. */
export function scannerAdvice(profile: ScannerProfileView, say: Say): string {
  return profile.state === 'waiting' || profile.trouble === null
    ? ''
    : say(`scanner.do.${profile.trouble}`)
}

const OPENING = 'LLB'

/**
 * Badges are starred in a recording. With one to put in their place a replay signs in; it stands in for
 * every badge of the recording.
 */
export function withBadge(text: string, badge: string | null): string {
  return badge === null ? text : replacer(badge)(text)
}

/** The same for the bytes of one device as they are sent, wherever they are cut. */
export function badgeReplacer(badge: string | null): (bytes: Uint8Array) => Uint8Array {
  if (badge === null) return (bytes) => bytes
  const replace = replacer(badge)
  return (bytes) => new Uint8Array(Buffer.from(replace(latin1(bytes)), 'latin1'))
}

/** Stars behind the opening become what stands behind it in the badge; other stars are stars. */
function replacer(badge: string): (text: string) => string {
  const secret = badge.toUpperCase().startsWith(OPENING) ? badge.slice(OPENING.length) : badge
  let before = ''
  let isInStars = false
  const one = (letter: string): string => {
    if (letter === '*' && isInStars) return ''
    isInStars = letter === '*' && before.toUpperCase() === OPENING
    before = (before + letter).slice(-OPENING.length)
    return isInStars ? secret : letter
  }
  return (text) => Array.from(text, one).join('')
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

const HIDDEN = /(LLB)(\*+)/g

/**
 * Badges are starred in a recording. With one to put in their place a replay signs in; it stands in for
 * every badge of the recording.
 */
export function withBadge(text: string, badge: string | null): string {
  return badge === null ? text : text.replaceAll(HIDDEN, () => badge)
}

/** The same for the bytes of one device as they are sent, wherever they are cut. */
export function badgeReplacer(badge: string | null): (bytes: Uint8Array) => Uint8Array {
  let isInStars = false
  return (bytes) => {
    if (badge === null) return bytes
    let text = Buffer.from(bytes).toString('latin1')
    if (isInStars) text = text.replace(/^\*+/, '')
    isInStars = /LLB\*+$/.test(text) || (isInStars && text === '')
    return new Uint8Array(Buffer.from(withBadge(text, badge), 'latin1'))
  }
}

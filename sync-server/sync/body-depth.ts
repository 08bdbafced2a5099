/** The deepest real body has three levels. */
const BODY_DEPTH_MAX = 32

const [QUOTE, BACKSLASH] = ['"', '\\']

/**
 * Whether a body is nested deeper than anyone writes. Some that read JSON go down a level of their stack
 * for each of its own, and end there.
 */
export function isTooDeep(text: string): boolean {
  let depth = 0
  let isText = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (isText) {
      if (character === BACKSLASH) at += 1
      else if (character === QUOTE) isText = false
    } else if (character === QUOTE) isText = true
    else if (character === '[' || character === '{') {
      depth += 1
      if (depth > BODY_DEPTH_MAX) return true
    } else if (character === ']' || character === '}') depth -= 1
  }
  return false
}

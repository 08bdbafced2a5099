/** A picture of black and white dots; `isBlack` is asked for every dot once. */
export type DotPicture = {
  widthDots: number
  heightDots: number
  isBlack: (x: number, y: number) => boolean
}

/**
 * A `^GFA` field in ZPL's own hexadecimal compression: runs as letters, `,` for a white rest of the
 * row, `:` for a row like the one above. A QR code shrinks to a few kilobytes, which matters on a
 * serial line.
 */
export function zplGraphic(picture: DotPicture): string {
  const bytesPerRow = Math.ceil(picture.widthDots / 8)
  const total = bytesPerRow * picture.heightDots
  const rows: string[] = []
  let above: string | null = null
  for (let y = 0; y < picture.heightDots; y += 1) {
    const row = rowDigits(picture, y, bytesPerRow)
    rows.push(row === above ? ':' : compressRow(row))
    above = row
  }
  return `^GFA,${total},${total},${bytesPerRow},${rows.join('')}`
}

function rowDigits(picture: DotPicture, y: number, bytesPerRow: number): string {
  let digits = ''
  for (let x = 0; x < bytesPerRow * 8; x += 4) {
    let digit = 0
    for (let dot = 0; dot < 4; dot += 1) {
      const isBlack = x + dot < picture.widthDots && picture.isBlack(x + dot, y)
      digit = digit * 2 + (isBlack ? 1 : 0)
    }
    digits += digit.toString(16).toUpperCase()
  }
  return digits
}

function compressRow(digits: string): string {
  const isWhiteToTheEnd = digits.endsWith('0')
  const inked = isWhiteToTheEnd ? digits.replace(/0+$/, '') : digits
  const runs = inked.match(/(.)\1*/g) ?? []
  const body = runs.map((run) => `${runLength(run.length)}${run.charAt(0)}`).join('')
  return isWhiteToTheEnd ? `${body},` : body
}

/** G to Y stand for 1 to 19, g to z for 20 to 400 in twenties; a run of one needs no letter. */
function runLength(count: number): string {
  if (count === 1) return ''
  let letters = ''
  let left = count
  while (left > 400) {
    letters += 'z'
    left -= 400
  }
  const twenties = Math.floor(left / 20)
  if (twenties > 0) letters += String.fromCharCode('f'.charCodeAt(0) + twenties)
  const ones = left % 20
  if (ones > 0) letters += String.fromCharCode('F'.charCodeAt(0) + ones)
  return letters
}

import type { RasterPicture } from './raster-picture.ts'

/**
 * A `^GFA` field in ZPL's own hexadecimal compression: runs as letters, `,` for a white rest of the
 * row, `:` for a row like the one above. A QR code shrinks to a few kilobytes, which matters on a
 * serial line.
 */
export function zplGraphic(picture: RasterPicture): string {
  const { bytesPerRow, heightDots } = picture
  const total = bytesPerRow * heightDots
  const rows: string[] = []
  let above: string | null = null
  for (let y = 0; y < heightDots; y += 1) {
    const row = Buffer.from(picture.row(y)).toString('hex').toUpperCase()
    rows.push(row === above ? ':' : compressRow(row))
    above = row
  }
  return `^GFA,${total},${total},${bytesPerRow},${rows.join('')}`
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

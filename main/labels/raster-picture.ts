/** A picture of black and white dots, a bit each, rows from the top; a set bit is black. */
export class RasterPicture {
  readonly widthDots: number
  readonly heightDots: number
  readonly bytesPerRow: number
  readonly bytes: Uint8Array

  constructor(widthDots: number, heightDots: number) {
    this.widthDots = widthDots
    this.heightDots = heightDots
    this.bytesPerRow = Math.ceil(widthDots / 8)
    this.bytes = new Uint8Array(this.bytesPerRow * heightDots)
  }

  isBlack(x: number, y: number): boolean {
    if (x < 0 || y < 0 || x >= this.widthDots || y >= this.heightDots) return false
    return ((this.bytes[y * this.bytesPerRow + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0
  }

  /** Blackens what of a box lies on the picture. */
  fill(x: number, y: number, widthDots: number, heightDots: number): void {
    const to = Math.min(this.heightDots, y + heightDots)
    for (let row = Math.max(0, y); row < to; row += 1) this.fillSpan(row, x, x + widthDots)
  }

  /** Blackens a row from one dot up to another, which stays as it is. */
  fillSpan(y: number, fromX: number, toX: number): void {
    if (y < 0 || y >= this.heightDots) return
    const to = Math.min(this.widthDots, toX)
    const start = y * this.bytesPerRow
    let x = Math.max(0, fromX)
    while (x < to) {
      const at = start + (x >> 3)
      if ((x & 7) === 0 && to - x >= 8) {
        this.bytes[at] = 0xff
        x += 8
      } else {
        this.bytes[at] = (this.bytes[at] ?? 0) | (0x80 >> (x & 7))
        x += 1
      }
    }
  }

  /** The bytes of one row. */
  row(y: number): Uint8Array {
    return this.bytes.subarray(y * this.bytesPerRow, (y + 1) * this.bytesPerRow)
  }
}

import { crc32, deflateSync } from 'node:zlib'
import type { RasterPicture } from './raster-picture.ts'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** One bit a dot, shades of grey, nothing interlaced. */
const FORMAT = [1, 0, 0, 0, 0]

/** The picture as a PNG, for people and for barcode readers. */
export function rasterToPng(picture: RasterPicture): Buffer {
  const { widthDots, heightDots, bytesPerRow } = picture
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthDots, 0)
  header.writeUInt32BE(heightDots, 4)
  header.set(FORMAT, 8)
  const rows = Buffer.alloc((bytesPerRow + 1) * heightDots)
  for (let y = 0; y < heightDots; y += 1) {
    const at = y * (bytesPerRow + 1) + 1
    // In a PNG a set bit is white.
    for (const [n, byte] of picture.row(y).entries()) rows[at + n] = byte ^ 0xff
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

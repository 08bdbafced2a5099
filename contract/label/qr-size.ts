import { utf8Length } from '../barcode/unit-qr.ts'

/** Bytes each QR version holds in byte mode at error correction M, ISO/IEC 18004 table 7. */
const BYTES_AT_M: readonly number[] = [
  14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666,
  711, 779, 857, 911, 997, 1059, 1125, 1190, 1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911, 1989,
  2099, 2213, 2331,
]

/** Some printers announce UTF-8 in the symbol, which takes a character set header. */
const HEADER_BYTES = 3

/** Modules along one side of a text's QR at error correction M, at most, without its quiet zone. */
export function qrModules(text: string): number {
  const bytes = utf8Length(text) + HEADER_BYTES
  const index = BYTES_AT_M.findIndex((capacity) => bytes <= capacity)
  if (index === -1) throw new RangeError('no QR holds this text')
  return 17 + 4 * (index + 1)
}

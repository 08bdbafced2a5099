import type { Language } from './printed-label.ts'

/**
 * What a job of ours may consist of, byte by byte: the commands that a label begins and ends with, and pictures and
 * fields in between, each as long as it says. It is written down anew here, apart from what writes jobs, so that a
 * command more, wherever it comes from, is found.
 */
export function foreignPart(language: Language, job: Uint8Array): string | null {
  const bytes = Buffer.from(job)
  if (language === 'zpl') return rest(bytes.toString('latin1'), ZPL)
  const readers = { tspl: readTspl, escpos: readEscpos, 'brother-ql': readBrother }
  const at = readers[language](bytes)
  return at === bytes.length ? null : bytes.subarray(at, at + 60).toString('latin1')
}

/** Field data after `^FH_`: plain letters, and every other byte in hexadecimal. `>8` parts two values of GS1. */
const FIELD = String.raw`(?:[A-Za-z0-9 .,:/-]|_[0-9A-F]{2})*`
const GS1_FIELD = String.raw`(?:\(\d{2,4}\)${FIELD}(?:>8)?)+`
const ZPL_ELEMENT = [
  String.raw`\^A0N,\d+,\d+(?:\^FB\d+,\d+,0,[LCR],0)?\^FH_\^FD${FIELD}\^FS`,
  String.raw`\^BY\d+,2\^BCN,\d+,N,N,N,A\^FH_\^FD${FIELD}\^FS`,
  String.raw`\^BY\d+,2\^BCN,\d+,N,N,N,D\^FH_\^FD${GS1_FIELD}\^FS`,
  String.raw`\^GFA,\d+,\d+,\d+,[0-9A-FG-Yg-z,:]*\^FS`,
  String.raw`\^GB\d+,\d+,\d+,B,0\^FS`,
].join('|')
const ZPL = new RegExp(
  String.raw`^\^XA\n\^CI28\n\^PW\d+\n\^LL\d+\n\^LH0,0\n\^FWN\n` +
    String.raw`(?:(?:\^FO\d+,\d+(?:${ZPL_ELEMENT}))+\n)*\^PQ1\n\^XZ\n$`,
)

function rest(text: string, pattern: RegExp): string | null {
  return pattern.test(text) ? null : text
}

function readTspl(bytes: Buffer): number {
  const head = /^SIZE [\d.]+ mm,[\d.]+ mm\r\nDIRECTION 0\r\nREFERENCE 0,0\r\nCLS\r\n/
  let at = lengthOf(head, bytes, 0)
  for (;;) {
    const text = bytes.subarray(at, at + 40).toString('latin1')
    const [command, width, height] = /^BITMAP 0,\d+,(\d+),(\d+),0,/.exec(text) ?? []
    if (command === undefined) break
    const end = at + command.length + Number(width) * Number(height)
    if (bytes.toString('latin1', end, end + 2) !== '\r\n') return at
    at = end + 2
  }
  return at + lengthOf(/^PRINT 1,1\r\n$/, bytes, at)
}

function readEscpos(bytes: Buffer): number {
  let at = lengthInHex(/^1b40/, bytes, 0)
  while (bytes.toString('hex', at, at + 4) === '1d763000') {
    at += 8 + bytes.readUInt16LE(at + 4) * bytes.readUInt16LE(at + 6)
  }
  return at + lengthInHex(/^1d564200$/, bytes, at)
}

function readBrother(bytes: Buffer): number {
  const head = new RegExp(
    '^(?:00){400}1b401b6961011b697a(?:..){10}1b694d401b6941011b694b(?:08|48)1b6964(?:..){2}4d00',
  )
  let at = lengthInHex(head, bytes, 0)
  while (bytes.toString('hex', at, at + 2) === '6700') at += 3 + bytes.readUInt8(at + 2)
  return at + lengthInHex(/^1a$/, bytes, at)
}

function lengthOf(pattern: RegExp, bytes: Buffer, at: number): number {
  return pattern.exec(bytes.toString('latin1', at))?.[0].length ?? 0
}

function lengthInHex(pattern: RegExp, bytes: Buffer, at: number): number {
  return (pattern.exec(bytes.toString('hex', at))?.[0].length ?? 0) / 2
}

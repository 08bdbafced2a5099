/** Lines of a stream, and the bytes of many lines where nobody looks at each. */
export type LineReader = {
  /** The next line without its end; undefined at the end. */
  next(): Promise<string | undefined>
  /** The bytes of all lines up to one that is `end`, which is taken; each line is counted. Pieces are whole lines. */
  until(end: string, onLine: () => void): AsyncGenerator<Uint8Array>
}

const NEWLINE = 10

export function createLineReader(stream: AsyncIterable<Buffer>): LineReader {
  const source = stream[Symbol.asyncIterator]()
  let buffer: Buffer = Buffer.alloc(0)

  /**
   * Reads on until a line ends in `buffer`. A line of many megabytes comes in small pieces: they are put together
   * once, when its end is there.
   */
  async function fill(): Promise<boolean> {
    if (buffer.includes(NEWLINE)) return true
    const pieces = [buffer]
    for (;;) {
      const { value, done } = await source.next()
      if (done === true) return false
      pieces.push(value)
      if (!value.includes(NEWLINE)) continue
      buffer = Buffer.concat(pieces)
      return true
    }
  }

  async function next(): Promise<string | undefined> {
    if (!(await fill())) return undefined
    const at = buffer.indexOf(NEWLINE)
    const line = buffer.toString('utf8', 0, at)
    buffer = buffer.subarray(at + 1)
    return line
  }

  async function* until(end: string, onLine: () => void): AsyncGenerator<Uint8Array> {
    const mark = Buffer.from(`${end}\n`)
    while (await fill()) {
      let from = 0
      for (let at = buffer.indexOf(NEWLINE); at >= 0; at = buffer.indexOf(NEWLINE, from)) {
        if (buffer.subarray(from, at + 1).equals(mark)) {
          const rows = buffer.subarray(0, from)
          buffer = buffer.subarray(at + 1)
          if (rows.length > 0) yield rows
          return
        }
        onLine()
        from = at + 1
      }
      const rows = buffer.subarray(0, from)
      buffer = buffer.subarray(from)
      yield rows
    }
    throw Object.assign(new Error('cut off'), { code: 'Z_CUT_OFF' })
  }

  return { next, until }
}

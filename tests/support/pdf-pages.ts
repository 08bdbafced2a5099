import { inflateSync } from 'node:zlib'

/** A text on a page: where it begins, in points from the left and the top. */
export type PdfText = { text: string; left: number; top: number }

export type PdfPage = {
  widthPt: number
  heightPt: number
  texts: readonly PdfText[]
  /** All of it from the top to the bottom, without blanks: a browser draws letters one by one. */
  bare: string
}

/**
 * The pages of a PDF as Chromium writes it, and what can be read on them: by the table of letters that the file itself
 * gives to whoever copies text out of it.
 */
export function pdfPages(pdf: Buffer): PdfPage[] {
  const objects = objectsOf(pdf)
  return [...objects.values()]
    .filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head))
    .map(({ head }) => {
      const [widthPt = 0, heightPt = 0] = numbersIn(/\/MediaBox \[0 0 ([^\]]+)\]/.exec(head)?.[1])
      const fonts = fontsOf(head, objects)
      const content = objects.get(/\/Contents (\d+) 0 R/.exec(head)?.[1] ?? '')?.stream ?? ''
      const texts = textsOf(content, fonts).map(({ text, x, y }) => ({
        text,
        left: x,
        top: heightPt - y,
      }))
      return { widthPt, heightPt, texts, bare: bareOf(texts) }
    })
}

type PdfObject = { head: string; stream: string }
type Font = ReadonlyMap<string, string>
type Matrix = readonly [number, number, number, number, number, number]

function objectsOf(pdf: Buffer): Map<string, PdfObject> {
  const file = pdf.toString('latin1')
  const objects = new Map<string, PdfObject>()
  for (const { 1: id = '', 2: body = '', index, 0: all } of file.matchAll(
    /(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g,
  )) {
    const at = body.indexOf('stream\n')
    const head = at === -1 ? body : body.slice(0, at)
    const isText = at !== -1 && head.includes('/FlateDecode') && !/\/(?:Length1|Width) /.test(head)
    const from = index + all.indexOf('stream\n') + 'stream\n'.length
    const stream = isText
      ? inflateSync(pdf.subarray(from, index + all.length)).toString('latin1')
      : ''
    objects.set(id, { head, stream })
  }
  return objects
}

function fontsOf(head: string, objects: ReadonlyMap<string, PdfObject>): Map<string, Font> {
  const named = /\/Font <<(.*?)>>/s.exec(head)?.[1] ?? ''
  return new Map(
    [...named.matchAll(/\/(\w+) (\d+) 0 R/g)].map(([, name = '', id = '']) => {
      const letters = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.head ?? '')?.[1] ?? ''
      return [name, lettersOf(objects.get(letters)?.stream ?? '')]
    }),
  )
}

/** What each glyph is as a letter, from `beginbfchar` and `beginbfrange`. */
function lettersOf(table: string): Font {
  const letters = new Map<string, string>()
  for (const [, part = ''] of table.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = '', letter = ''] of part.matchAll(/<(\w+)> <(\w+)>/g)) {
      letters.set(glyph, Buffer.from(letter, 'hex').swap16().toString('utf16le'))
    }
  }
  for (const [, part = ''] of table.matchAll(/beginbfrange\n([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', to = '', letter = ''] of part.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
      for (let code = Number.parseInt(from, 16); code <= Number.parseInt(to, 16); code += 1) {
        const at = Number.parseInt(letter, 16) + code - Number.parseInt(from, 16)
        letters.set(code.toString(16).toUpperCase().padStart(4, '0'), String.fromCodePoint(at))
      }
    }
  }
  return letters
}

function textsOf(content: string, fonts: ReadonlyMap<string, Font>) {
  const found: { text: string; x: number; y: number }[] = []
  const kept: Matrix[] = []
  let page: Matrix = [1, 0, 0, 1, 0, 0]
  let line: Matrix = [1, 0, 0, 1, 0, 0]
  let font: Font = new Map()
  for (const step of content.split('\n')) {
    const numbers = numbersIn(step)
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = numbers
    if (step === 'q') kept.push(page)
    else if (step === 'Q') page = kept.pop() ?? page
    else if (step.endsWith(' cm')) page = times([a, b, c, d, e, f], page)
    else if (step.endsWith(' Tm')) line = [a, b, c, d, e, f]
    else if (step.endsWith(' Td')) line = times([1, 0, 0, 1, a, b], line)
    else if (step.endsWith(' Tf')) font = fonts.get(/^\/(\w+) /.exec(step)?.[1] ?? '') ?? font
    else if (step.endsWith(' Tj') || step.endsWith(' TJ')) {
      const glyphs = [...step.matchAll(/<(\w+)>/g)].flatMap(
        ([, hex = '']) => hex.match(/.{4}/g) ?? [],
      )
      const [, , , , x, y] = times(line, page)
      found.push({ text: glyphs.map((glyph) => font.get(glyph) ?? '').join(''), x, y })
    }
  }
  return found
}

function times(one: Matrix, other: Matrix): Matrix {
  const [a, b, c, d, e, f] = one
  const [g, h, i, j, k, l] = other
  return [
    a * g + b * i,
    a * h + b * j,
    c * g + d * i,
    c * h + d * j,
    e * g + f * i + k,
    e * h + f * j + l,
  ]
}

function numbersIn(text = ''): number[] {
  return [...text.matchAll(/(?<![\w<])-?\d*\.?\d+(?![\w>])/g)].map(([one]) => Number(one))
}

const LINE_PT = 2

function bareOf(texts: readonly PdfText[]): string {
  return texts
    .toSorted((a, b) => (Math.abs(a.top - b.top) > LINE_PT ? a.top - b.top : a.left - b.left))
    .map(({ text }) => text.replaceAll(/\s/g, ''))
    .join('')
}

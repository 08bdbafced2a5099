import type { LabelElement } from '#contract/label/label-document.ts'

/** A bar as [first module, modules wide]. */
export type Bar = readonly [number, number]

type BarElement = Extract<LabelElement, { kind: 'gs1-128' | 'code-128' }>

/** The bars of a linear symbol, in modules. The encoder is large and loaded when a label is looked at. */
export async function barsOf(element: BarElement): Promise<Bar[]> {
  const { code128, gs1_128 } = await import('bwip-js/browser')
  if (element.kind === 'code-128') {
    return code128({ bcid: 'code128', text: element.text, scale: 1 }, barCollector())
  }
  const text = element.elements.map(({ ai, value }) => `(${ai})${value}`).join('')
  return gs1_128({ bcid: 'gs1-128', text, scale: 1 }, barCollector())
}

/** The dark modules of a QR as one SVG path on a grid of one unit per module, and its side. */
export async function qrPath(text: string): Promise<{ path: string; modules: number }> {
  const { create } = await import('qrcode')
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const runs: string[] = []
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) !== 0) runs.push(`M${column} ${row}h1v1h-1z`)
    }
  }
  return { path: runs.join(''), modules: modules.size }
}

/** Takes the encoder's drawing calls; at scale 1 a bar is a line whose width is its modules. */
function barCollector() {
  const bars: Bar[] = []
  return {
    scale: (): [number, number] => [1, 1],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: () => undefined,
    line: (x0: number, _y0: number, _x1: number, _y1: number, width: number) => {
      bars.push([x0 - Math.ceil(width / 2), width])
    },
    polygon: () => undefined,
    hexagon: () => undefined,
    ellipse: () => undefined,
    fill: () => undefined,
    clip: () => undefined,
    unclip: () => undefined,
    text: () => undefined,
    end: () => bars,
  }
}

import { useQuery } from '@tanstack/react-query'
import { LINE_PITCH, textWidthMm } from '#contract/label/label-text.ts'
import { LabelDocument, type LabelElement } from '#contract/label/label-document.ts'
import { labelLines } from './label-lines.ts'
import css from './label-picture.module.css'
import { barsOf, qrPath } from './symbol-modules.ts'

type Element<Kind extends LabelElement['kind']> = Extract<LabelElement, { kind: Kind }>

/** Height of a capital as a share of the font size of common sans-serif fonts. */
const CAPITAL_SHARE = 0.72

/** The widths of the contract are rounded up; paper shows a little less. */
const PRINTED_SHARE = 0.94

/** A label as it comes out of the printer, drawn from its document; null draws nothing. */
export function LabelPicture({ document, title }: { document: unknown; title: string }) {
  const label = LabelDocument.safeParse(document)
  if (!label.success) return null
  const { widthMm, heightMm, elements } = label.data
  return (
    <svg
      className={css['picture']}
      viewBox={`0 0 ${widthMm} ${heightMm}`}
      role="img"
      aria-label={title}
      data-testid="label-picture"
    >
      <rect width={widthMm} height={heightMm} rx="1.5" fill="#fff" />
      {elements.map((element, index) => (
        <ElementPicture key={index} element={element} />
      ))}
    </svg>
  )
}

function ElementPicture({ element }: { element: LabelElement }) {
  if (element.kind === 'text') return <TextPicture element={element} />
  if (element.kind === 'qr') return <QrPicture element={element} />
  if (element.kind !== 'line') return <BarPicture element={element} />
  const { xMm, yMm, widthMm, heightMm } = element
  return <rect x={xMm} y={yMm} width={widthMm} height={heightMm} fill="#000" />
}

function TextPicture({ element }: { element: Element<'text'> }) {
  const { xMm, yMm, fontMm, widthMm = 0, align = 'left' } = element
  const anchor = { left: 'start', center: 'middle', right: 'end' } as const
  const shift = { left: 0, center: widthMm / 2, right: widthMm }
  return (
    <text
      className={css['text']}
      fontSize={fontMm / CAPITAL_SHARE}
      textAnchor={anchor[align]}
      fill="#000"
    >
      {labelLines(element.text, fontMm, element.widthMm, element.maxLines).map((line, index) => (
        <tspan
          key={index}
          x={xMm + shift[align]}
          y={yMm + fontMm * (1 + index * LINE_PITCH)}
          textLength={textWidthMm(line, fontMm) * PRINTED_SHARE}
          lengthAdjust="spacingAndGlyphs"
        >
          {line}
        </tspan>
      ))}
    </text>
  )
}

function QrPicture({ element }: { element: Element<'qr'> }) {
  const { data } = useQuery({ queryKey: ['qr', element.text], queryFn: () => qrPath(element.text) })
  if (data === undefined) return null
  return (
    <path
      d={data.path}
      transform={`translate(${element.xMm} ${element.yMm}) scale(${element.moduleMm})`}
      shapeRendering="crispEdges"
      fill="#000"
    />
  )
}

function BarPicture({ element }: { element: Element<'gs1-128' | 'code-128'> }) {
  const { data } = useQuery({ queryKey: ['bars', element], queryFn: () => barsOf(element) })
  if (data === undefined) return null
  return (
    <g
      transform={`translate(${element.xMm} ${element.yMm}) scale(${element.moduleMm} 1)`}
      fill="#000"
    >
      {data.map(([start, width]) => (
        <rect key={start} x={start} width={width} height={element.heightMm} />
      ))}
    </g>
  )
}

import { useQuery } from '@tanstack/react-query'
import { barsOf } from '../../components/symbol-modules.ts'

/** Modules of white that a scanner needs on both sides of a Code 128. */
const QUIET = 10

type Props = {
  text: string
  /** Of the bars, with a unit. */
  height: string
  /** Of one module, with a unit: a quarter of a millimetre is read from paper with any scanner. */
  module: string
}

/** A Code 128 on white, to be scanned from paper or from the screen. */
export function BarCode({ text, height, module }: Props) {
  const { data = [] } = useQuery({
    queryKey: ['code-128', text],
    queryFn: () =>
      barsOf({
        kind: 'code-128',
        xMm: 0,
        yMm: 0,
        heightMm: 10,
        moduleMm: 0.25,
        text,
      }),
  })
  const end = data.reduce((most, [start, width]) => Math.max(most, start + width), 1)
  const width = end + 2 * QUIET
  return (
    <svg
      viewBox={`0 0 ${width} 10`}
      preserveAspectRatio="none"
      style={{ width: `calc(${module} * ${width})`, height }}
      aria-hidden="true"
      data-code={text}
    >
      <rect width={width} height={10} fill="#fff" />
      {data.map(([start, bar]) => (
        <rect
          key={start}
          x={QUIET + start}
          width={bar}
          height={10}
          shapeRendering="crispEdges"
          fill="#000"
        />
      ))}
    </svg>
  )
}

import { useQuery } from '@tanstack/react-query'
import css from './scan-code.module.css'
import { qrPath } from './symbol-modules.ts'

/** Modules of white that a scanner needs around a QR. */
const QUIET = 4

/** A code a scanner reads from the screen: whoever has it in hand need not touch. */
export function ScanCode({ text, size }: { text: string; size: string }) {
  const { data } = useQuery({ queryKey: ['qr', text], queryFn: () => qrPath(text) })
  const side = (data?.modules ?? 21) + 2 * QUIET
  return (
    <svg
      className={css['code']}
      viewBox={`0 0 ${side} ${side}`}
      width={size}
      height={size}
      aria-hidden="true"
      data-code={text}
    >
      <rect width={side} height={side} fill="#fff" />
      {data && (
        <path
          d={data.path}
          transform={`translate(${QUIET} ${QUIET})`}
          shapeRendering="crispEdges"
          fill="#000"
        />
      )}
    </svg>
  )
}

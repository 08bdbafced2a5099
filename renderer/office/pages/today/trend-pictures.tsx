import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts'
import { useText } from '../../text/text.ts'
import { lengthWords } from './ages.ts'
import type { TrendRow } from './trend-rows.ts'

type Props = { rows: readonly TrendRow[]; heightPx: number }

const MARGIN = { top: 8, right: 4, bottom: 0, left: 0 }
const TICK = { fill: 'var(--ll-ink-soft)', fontSize: 12 }

/** Parts that all charts share. */
const axes = [
  <CartesianGrid key="grid" vertical={false} stroke="var(--ll-line)" />,
  <XAxis
    key="x"
    dataKey="hour"
    tick={TICK}
    tickLine={false}
    stroke="var(--ll-line-strong)"
    interval="preserveStartEnd"
    minTickGap={12}
  />,
]

export function PicksPicture({ rows, heightPx }: Props) {
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <BarChart data={[...rows]} margin={MARGIN} accessibilityLayer={false} barGap={1}>
        {axes}
        <YAxis tick={TICK} tickLine={false} axisLine={false} width={36} allowDecimals={false} />
        <Bar dataKey="picksBefore" fill="var(--ll-line-strong)" isAnimationActive={false} />
        <Bar dataKey="picks" fill="var(--ll-accent)" isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  )
}

export function WrongPicture({ rows, heightPx }: Props) {
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <ComposedChart data={[...rows]} margin={MARGIN} accessibilityLayer={false}>
        {axes}
        <YAxis tick={TICK} tickLine={false} axisLine={false} width={36} allowDecimals={false} />
        <Bar dataKey="excepted" stackId="a" fill="var(--ll-warn)" isAnimationActive={false} />
        <Bar dataKey="refused" stackId="a" fill="var(--ll-line-strong)" isAnimationActive={false} />
        <Line
          dataKey="errorShare"
          stroke="var(--ll-wrong)"
          strokeWidth={2}
          dot={{ r: 2, fill: 'var(--ll-wrong)' }}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  )
}

export function WaitedPicture({ rows, heightPx }: Props) {
  const { say } = useText()
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <AreaChart data={[...rows]} margin={MARGIN} accessibilityLayer={false}>
        {axes}
        <YAxis
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={60}
          allowDecimals={false}
          tickFormatter={(seconds: number) => lengthWords(seconds * 1_000, say)}
        />
        <Area
          dataKey="waitedSeconds"
          type="step"
          stroke="var(--ll-accent)"
          fill="var(--ll-accent-soft)"
          isAnimationActive={false}
        />
      </AreaChart>
    </ResponsiveContainer>
  )
}

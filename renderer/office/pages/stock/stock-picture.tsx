import {
  Area,
  AreaChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { CallAnswer } from '../../api.ts'
import { useAmounts } from '../../components/use-amounts.ts'
import { useText } from '../../text/text.ts'

const AXIS = { fill: 'var(--ll-ink-soft)', fontSize: 12 }

type Props = { items: CallAnswer<'GET /v1/stock/{sku}/days'>['items']; heightPx: number }

/** What was on hand at the end of each day; it fills its place. */
export function StockPicture({ items, heightPx }: Props) {
  const { say } = useText()
  const { whole, day } = useAmounts()
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <AreaChart data={items} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--ll-line)" vertical={false} />
        <XAxis dataKey="day" tickFormatter={day} tick={AXIS} minTickGap={48} />
        <YAxis tick={AXIS} tickFormatter={whole} width={64} allowDecimals={false} />
        <Tooltip
          labelFormatter={(label) => (typeof label === 'string' ? day(label) : '')}
          formatter={(value) => [whole(Number(value)), say('stock.on-hand')]}
          contentStyle={{ background: 'var(--ll-surface)', borderColor: 'var(--ll-line)' }}
        />
        <Area
          type="stepAfter"
          dataKey="onHand"
          stroke="var(--ll-accent)"
          fill="var(--ll-accent-soft)"
          isAnimationActive={false}
        />
      </AreaChart>
    </ResponsiveContainer>
  )
}

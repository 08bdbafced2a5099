import { Select, TextInput, UnstyledButton } from '@mantine/core'
import { Link, useLocation, useSearch } from 'wouter'
import { useAmounts } from '../../components/use-amounts.ts'
import { useText } from '../../text/text.ts'
import classes from './picking.module.css'
import type { useDay } from './use-day.ts'

/** Days that are one click away. */
const DAYS_SHOWN_MAX = 6

/** Lists or loads: which part of the page one looks at; the day stays. */
export function PickingTabs() {
  const { say } = useText()
  const [location] = useLocation()
  const params = new URLSearchParams(useSearch())
  const kept = new URLSearchParams(
    [...params].filter(([name]) => name === 'day' || name === 'warehouse' || name === 'region'),
  ).toString()
  const search = kept === '' ? '' : `?${kept}`
  const isLoads = location.startsWith('/loads')
  return (
    <nav className={classes['tabs']} aria-label={say('pick.parts')}>
      <Link
        href={`/${search}`}
        className={classes['tab']}
        aria-current={isLoads ? undefined : 'page'}
      >
        {say('pick.tab.lists')}
      </Link>
      <Link
        href={`/loads${search}`}
        className={classes['tab']}
        aria-current={isLoads ? 'page' : undefined}
      >
        {say('pick.tab.loads')}
      </Link>
    </nav>
  )
}

/** Which delivery day is shown: those with work, and any other. */
export function DayBar({
  picked: { data, day, warehouse, set },
  shows,
}: {
  picked: ReturnType<typeof useDay>
  shows: 'lists' | 'loads'
}) {
  const { say } = useText()
  const { dayShort } = useAmounts()
  if (data === undefined) return null
  const { days, today, warehouses } = data
  const near = days.filter(({ deliveryDate }) => deliveryDate >= today).slice(0, DAYS_SHOWN_MAX)
  const shown = days.filter((one) => near.includes(one) || one.deliveryDate === day)
  return (
    <div className={classes['days']} role="group" aria-label={say('pick.days')}>
      {shown.map((one) => (
        <UnstyledButton
          key={one.deliveryDate}
          className={classes['day']}
          aria-pressed={one.deliveryDate === day}
          onClick={() => set({ day: one.deliveryDate })}
        >
          <b>{one.deliveryDate === today ? say('pick.today') : dayShort(one.deliveryDate)}</b>
          <span>
            {one[shows] === 0
              ? say('pick.day-orders', { count: one.orders })
              : say(`pick.day-${shows}`, { count: one[shows] })}
          </span>
        </UnstyledButton>
      ))}
      <TextInput
        type="date"
        label={say('pick.day')}
        value={day ?? ''}
        onChange={(event) => set({ day: event.currentTarget.value })}
      />
      {warehouses.length > 1 && (
        <Select
          label={say('pick.warehouse')}
          data={warehouses.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
          value={warehouse ?? null}
          allowDeselect={false}
          onChange={(code) => set({ warehouse: code ?? '', region: '' })}
        />
      )}
    </div>
  )
}

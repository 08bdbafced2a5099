import { UnstyledButton } from '@mantine/core'
import { addDays } from '#contract/orders/local-time.ts'
import { useAddress } from '../../components/use-address.ts'
import { useAmounts } from '../../components/use-amounts.ts'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import { DAYS_OF_WEEK, slotKey, type StoredRegion } from './capacity-data.ts'
import classes from './capacity.module.css'
import { DayCell } from './day-cell.tsx'
import { type Slot, weekNumber } from './plan-days.ts'

type Props = {
  monday: string
  today: string
  regions: readonly StoredRegion[]
  bySlot: ReadonlyMap<string, Slot>
}

/** One week: a row for each region, a column for each day. */
export function WeekTable({ monday, today, regions, bySlot }: Props) {
  const { say } = useText()
  const amounts = useAmounts()
  const days = Array.from({ length: DAYS_OF_WEEK }, (_, ahead) => addDays(monday, ahead))
  const title = say('capacity.week', { week: weekNumber(monday) })
  return (
    <div className={classes['frame']}>
      <table className={classes['week']} aria-label={`${title}, ${amounts.dayLong(monday)}`}>
        <thead>
          <tr>
            <th scope="col" className={classes['regionHead']}>
              {title}
            </th>
            {days.map((day) => (
              <th key={day} scope="col" data-today={day === today || undefined}>
                {amounts.dayShort(day)}
                {day === today && (
                  <span className={classes['today']}> {say('capacity.today')}</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {regions.map((region) => (
            <tr key={region.code}>
              <RegionHead region={region} />
              {days.map((day) => (
                <DayCell
                  key={day}
                  region={region}
                  day={day}
                  isPast={day < today}
                  slot={bySlot.get(slotKey(region.code, day))}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function RegionHead({ region }: { region: StoredRegion }) {
  const { say } = useText()
  const { set } = useAddress()
  const may = useMay()
  const words = (
    <>
      <span className={classes['regionName']}>{region.name}</span>
      <span className={classes['regionNote']}>
        {region.code} · {say('capacity.region-cut-off', { time: region.cutOff })}
      </span>
    </>
  )
  return (
    <th scope="row" className={classes['regionHead']}>
      {may('catalogue:write') ? (
        <UnstyledButton
          className={classes['regionButton']}
          title={say('capacity.edit-region', { region: region.name })}
          onClick={() => set({ do: 'region', at: region.code })}
        >
          {words}
        </UnstyledButton>
      ) : (
        words
      )}
    </th>
  )
}

import { call, type CallAnswer } from '../../api.ts'
import { useText, type Say } from '../../text/text.ts'
import { CodedList } from './coded-list.tsx'
import type { ListColumn } from './settings-list.tsx'

export type Region = CallAnswer<'GET /v1/regions/{code}'>

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const

/** All regions with their calendar at a glance. */
export function RegionsPage() {
  const { say } = useText()
  return (
    <CodedList
      of="region"
      read={(after) => call('GET /v1/regions', { query: { after } })}
      columns={useColumns()}
      empty={{ title: say('settings.regions-none'), hint: say('settings.regions-none-do') }}
      more={({ warehouse }) => warehouse}
    />
  )
}

function weekdayWords(region: Region, say: Say): string {
  return WEEKDAYS.filter((day) => region.deliveryWeekdays.includes(day))
    .map((day) => say(`settings.day.${day}`).slice(0, 2))
    .join(' ')
}

function useColumns(): ListColumn<Region>[] {
  const { say } = useText()
  return [
    {
      key: 'warehouse',
      title: say('settings.warehouse'),
      cell: ({ warehouse }) => warehouse,
      sortBy: ({ warehouse }) => warehouse,
      csv: ({ warehouse }) => warehouse,
    },
    {
      key: 'days',
      title: say('settings.weekdays'),
      cell: (region) => weekdayWords(region, say),
      csv: (region) => weekdayWords(region, say),
    },
    {
      key: 'cut-off',
      title: say('settings.cut-off'),
      cell: ({ cutOff, timezone }) => `${cutOff} ${timezone}`,
      sortBy: ({ cutOff }) => cutOff,
      csv: ({ cutOff }) => cutOff,
    },
    {
      key: 'closed',
      title: say('settings.closed'),
      cell: ({ closedDates }) => closedWords(closedDates, say),
      sortBy: ({ closedDates }) => closedDates.length,
      csv: ({ closedDates }) => closedDates.join(' '),
    },
  ]
}

function closedWords(dates: readonly string[], say: Say): string {
  const count = dates.length
  return count === 0 ? say('settings.closed-none') : say('settings.closed-count', { count })
}

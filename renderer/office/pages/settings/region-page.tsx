import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api.ts'
import { useTimes } from '../../components/use-times.ts'
import { useWarehouses } from '../../components/use-warehouse.tsx'
import { useText } from '../../text/text.ts'
import { WEEKDAYS, type Region } from './regions-page.tsx'
import { SettingForm, SettingPage } from './setting-form.tsx'
import classes from './settings.module.css'

/** One region and its calendar; a new one without `code`. */
export function RegionPage({ code }: { code: string | null }) {
  const { say } = useText()
  const warehouses = useWarehouses()
  const { data, error, isLoading } = useQuery({
    queryKey: ['settings', 'region', code],
    queryFn: () => call('GET /v1/regions/{code}', { params: { code: code ?? '' } }),
    enabled: code !== null,
  })
  const [home] = warehouses ?? []
  const fresh = home && { ...NOTHING, warehouse: home.code, timezone: home.timezone }
  const shown = code === null ? fresh : data
  return (
    <SettingPage
      title={code === null ? say('settings.new-region') : (data?.name ?? code)}
      back={{ href: '/regions', title: say('settings.regions') }}
      isLoading={isLoading}
      error={error}
    >
      {shown !== undefined && <RegionForm region={shown} isNew={code === null} />}
    </SettingPage>
  )
}

const NOTHING: Region = {
  code: '',
  name: '',
  warehouse: '',
  timezone: '',
  cutOff: '14:00',
  deliveryWeekdays: [1, 2, 3, 4, 5],
  closedDates: [],
}

async function saveRegion({ code, ...body }: Region, isNew: boolean): Promise<string> {
  await call('PUT /v1/regions/{code}', { params: { code: code.trim() }, body, isNew })
  return `/regions/${encodeURIComponent(code.trim())}`
}

type FormProps = { region: Region; isNew: boolean }

function RegionForm({ region, isNew }: FormProps) {
  const { say } = useText()
  const [draft, setDraft] = useState(region)
  const change = (part: Partial<Region>) => setDraft((before) => ({ ...before, ...part }))
  const text = (name: 'code' | 'name' | 'timezone' | 'cutOff') => ({
    value: draft[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      change({ [name]: event.currentTarget.value }),
    required: true,
  })
  return (
    <SettingForm
      title={isNew ? say('settings.new-region') : `${region.code} · ${region.warehouse}`}
      save={() => saveRegion(draft, isNew)}
      isNew={isNew}
    >
      {isNew && (
        <>
          <TextInput
            label={say('settings.code')}
            description={say('settings.code-hint')}
            {...text('code')}
          />
          <Home warehouse={draft.warehouse} onChange={change} />
        </>
      )}
      <TextInput label={say('settings.name')} {...text('name')} />
      <TextInput
        label={say('settings.zone')}
        description={say('settings.zone-hint')}
        {...text('timezone')}
      />
      <TextInput
        label={say('settings.cut-off')}
        description={say('settings.cut-off-hint')}
        pattern="([01][0-9]|2[0-3]):[0-5][0-9]"
        placeholder="14:00"
        {...text('cutOff')}
      />
      <Weekdays days={draft.deliveryWeekdays} onChange={change} />
      <ClosedDays dates={draft.closedDates} onChange={change} />
      <p className={classes['soft']}>{say('settings.orders-keep')}</p>
    </SettingForm>
  )
}

type Change = { onChange: (part: Partial<Region>) => void }

function Home({ warehouse, onChange }: Change & { warehouse: string }) {
  const { say } = useText()
  const warehouses = useWarehouses() ?? []
  return (
    <NativeSelect
      label={say('settings.warehouse')}
      description={say('settings.warehouse-hint')}
      value={warehouse}
      onChange={({ currentTarget }) => {
        const home = warehouses.find(({ code }) => code === currentTarget.value)
        if (home !== undefined) onChange({ warehouse: home.code, timezone: home.timezone })
      }}
      data={warehouses.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
    />
  )
}

function Weekdays({ days, onChange }: Change & { days: readonly number[] }) {
  const { say } = useText()
  return (
    <Checkbox.Group
      label={say('settings.weekdays')}
      value={days.map(String)}
      onChange={(chosen) =>
        onChange({ deliveryWeekdays: WEEKDAYS.filter((day) => chosen.includes(String(day))) })
      }
    >
      <div className={classes['choices']}>
        {WEEKDAYS.map((day) => (
          <Checkbox key={day} value={String(day)} label={say(`settings.day.${day}`)} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

function ClosedDays({ dates, onChange }: Change & { dates: readonly string[] }) {
  const { say } = useText()
  const times = useTimes()
  const [next, setNext] = useState('')
  const add = () => {
    onChange({ closedDates: [...new Set([...dates, next])].sort() })
    setNext('')
  }
  return (
    <div className={classes['stack']}>
      <div className={classes['row']}>
        <TextInput
          label={say('settings.closed-add')}
          type="date"
          value={next}
          onChange={({ currentTarget }) => setNext(currentTarget.value)}
        />
        <Button variant="default" disabled={next === ''} onClick={add}>
          {say('settings.closed-go')}
        </Button>
      </div>
      <ul className={classes['pills']} aria-label={say('settings.closed')}>
        {dates.map((date) => (
          <li key={date}>
            <Button
              variant="default"
              size="compact-sm"
              aria-label={say('settings.closed-remove', { day: times.day(date) })}
              onClick={() => onChange({ closedDates: dates.filter((other) => other !== date) })}
            >
              {times.day(date)} ✕
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

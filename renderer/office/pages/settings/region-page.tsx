import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api.ts'
import form from '../../components/form.module.css'
import { useAmounts } from '../../components/use-amounts.ts'
import { useWarehouses } from '../../components/use-warehouse.tsx'
import { useText } from '../../text/text.ts'
import { CodedForm, CodedPage, ZoneInput } from './coded-page.tsx'
import { WEEKDAYS, type Region } from './regions-page.tsx'
import { useDraft } from './use-draft.ts'
import classes from './settings.module.css'

const NOTHING: Region = {
  code: '',
  name: '',
  warehouse: '',
  timezone: '',
  cutOff: '14:00',
  deliveryWeekdays: [1, 2, 3, 4, 5],
  closedDates: [],
}

/** One region and its calendar; a new one without `code`. */
export function RegionPage({ code }: { code: string | null }) {
  const [home] = useWarehouses() ?? []
  return (
    <CodedPage
      of="region"
      code={code}
      read={(given) => call('GET /v1/regions/{code}', { params: { code: given } })}
      fresh={home && { ...NOTHING, warehouse: home.code, timezone: home.timezone }}
    >
      {(region, isNew) => <RegionForm region={region} isNew={isNew} />}
    </CodedPage>
  )
}

type FormProps = { region: Region; isNew: boolean }

function RegionForm({ region, isNew }: FormProps) {
  const { say } = useText()
  const { draft, change, text } = useDraft(region)
  const save = (code: string) => {
    const { code: _, ...body } = draft
    return call('PUT /v1/regions/{code}', { params: { code }, body, isNew })
  }
  return (
    <CodedForm
      of="region"
      title={`${region.code} · ${region.warehouse}`}
      isNew={isNew}
      code={text('code')}
      save={save}
    >
      {isNew && <Home warehouse={draft.warehouse} onChange={change} />}
      <TextInput label={say('settings.name')} {...text('name')} />
      <ZoneInput {...text('timezone')} />
      <TextInput
        label={say('settings.cut-off')}
        description={say('settings.cut-off-hint')}
        pattern="([01][0-9]|2[0-3]):[0-5][0-9]"
        placeholder="14:00"
        {...text('cutOff')}
      />
      <Weekdays days={draft.deliveryWeekdays} onChange={change} />
      <ClosedDays dates={draft.closedDates} onChange={change} />
      <p className={form['soft']}>{say('settings.orders-keep')}</p>
    </CodedForm>
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
  const { day } = useAmounts()
  const [next, setNext] = useState('')
  const add = () => {
    onChange({ closedDates: [...new Set([...dates, next])].sort() })
    setNext('')
  }
  return (
    <div className={form['stack']}>
      <div className={form['row']}>
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
              aria-label={say('settings.closed-remove', { day: day(date) })}
              onClick={() => onChange({ closedDates: dates.filter((other) => other !== date) })}
            >
              {day(date)} ✕
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

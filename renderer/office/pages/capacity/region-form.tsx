import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api.ts'
import { Dialog } from '../../components/dialog.tsx'
import { useAmounts } from '../../components/use-amounts.ts'
import { useText } from '../../text/text.ts'
import { DAYS_OF_WEEK, type StoredRegion } from './capacity-data.ts'
import classes from './capacity.module.css'

const WEEKDAYS = Array.from({ length: DAYS_OF_WEEK }, (_, index) => index + 1)

type Props = {
  /** Null for a new one. */
  region: StoredRegion | null
  warehouse: string | undefined
  onClose: () => void
}

type Draft = {
  code: string
  name: string
  cutOff: string
  deliveryWeekdays: number[]
  closedDates: string[]
}

const NEW: Draft = {
  code: '',
  name: '',
  cutOff: '14:00',
  deliveryWeekdays: [1, 2, 3, 4, 5],
  closedDates: [],
}

/** A region's name, cut-off, weekdays and closed days; what is not shown here stays as it is. */
export function RegionForm({ region, warehouse, onClose }: Props) {
  const { say } = useText()
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Draft>(region ?? NEW)
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const save = useMutation({
    mutationFn: () => {
      const { code, ...body } = { ...region, ...draft }
      const isNew = region === null
      return call('PUT /v1/regions/{code}', {
        params: { code: code.trim() },
        body: isNew && warehouse !== undefined ? { ...body, warehouse } : body,
        isNew,
      })
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['live', ['capacity', 'settings'], 'regions'] })
      onClose()
    },
  })
  return (
    <Dialog
      title={
        region === null
          ? say('capacity.new-region')
          : say('capacity.region-title', { region: region.name })
      }
      go={say('form.save')}
      isPending={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate()}
    >
      {region === null && (
        <TextInput
          label={say('capacity.region-code')}
          description={say('capacity.region-code-hint')}
          value={draft.code}
          required
          maxLength={64}
          data-autofocus
          onChange={({ currentTarget: { value } }) => change({ code: value })}
        />
      )}
      <Calendar draft={draft} change={change} />
      <ClosedDays days={draft.closedDates} onChange={(closedDates) => change({ closedDates })} />
      {region !== null && <p className={classes['hint']}>{say('capacity.region-kept')}</p>}
    </Dialog>
  )
}

type CalendarProps = { draft: Draft; change: (part: Partial<Draft>) => void }

function Calendar({ draft, change }: CalendarProps) {
  const { say } = useText()
  const amounts = useAmounts()
  return (
    <>
      <div className={classes['pair']}>
        <TextInput
          label={say('capacity.region-name')}
          value={draft.name}
          required
          maxLength={200}
          onChange={({ currentTarget: { value } }) => change({ name: value })}
        />
        <TextInput
          type="time"
          label={say('capacity.region-cutoff-label')}
          value={draft.cutOff}
          required
          onChange={({ currentTarget: { value } }) => change({ cutOff: value.slice(0, 5) })}
        />
      </div>
      <p className={classes['hint']}>{say('capacity.region-cutoff-hint')}</p>
      <Checkbox.Group
        label={say('capacity.region-weekdays')}
        value={draft.deliveryWeekdays.map(String)}
        onChange={(days) => change({ deliveryWeekdays: days.map(Number).sort((x, y) => x - y) })}
      >
        <div className={classes['weekdays']}>
          {WEEKDAYS.map((day) => (
            <Checkbox key={day} value={String(day)} label={amounts.weekday(day)} />
          ))}
        </div>
      </Checkbox.Group>
    </>
  )
}

type ClosedProps = { days: readonly string[]; onChange: (days: string[]) => void }

function ClosedDays({ days, onChange }: ClosedProps) {
  const { say } = useText()
  const amounts = useAmounts()
  const [next, setNext] = useState('')
  const add = () => {
    onChange([...new Set([...days, next])].sort())
    setNext('')
  }
  return (
    <fieldset className={classes['closed']}>
      <legend>{say('capacity.region-closed')}</legend>
      {days.length === 0 && <p className={classes['hint']}>{say('capacity.region-no-closed')}</p>}
      <ul className={classes['closedList']}>
        {days.map((day) => (
          <li key={day}>
            {amounts.day(day)}
            <Button
              size="compact-sm"
              variant="default"
              aria-label={say('capacity.region-remove', { day: amounts.day(day) })}
              onClick={() => onChange(days.filter((other) => other !== day))}
            >
              ×
            </Button>
          </li>
        ))}
      </ul>
      <div className={classes['addClosed']}>
        <TextInput
          type="date"
          label={say('capacity.region-add-closed')}
          value={next}
          onChange={({ currentTarget: { value } }) => setNext(value)}
        />
        <Button variant="default" disabled={next === ''} onClick={add}>
          {say('capacity.region-add')}
        </Button>
      </div>
    </fieldset>
  )
}

import { Button, NumberInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { DRAIN_HOURS_MAX } from '#contract/sync/limits.ts'
import { call } from '../../api.ts'
import form from '../../components/form.module.css'
import { Section } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useText } from '../../text/text.ts'
import type { StationDetail } from './station-page.tsx'
import classes from './stations.module.css'

type Props = { station: StationDetail }

/** What only administrators do to a bench: name it, take it out, let it send what it still has. */
export function StationChange({ station }: Props) {
  const { say } = useText()
  return (
    <Section title={say('stations.change')}>
      <Rename station={station} />
      {station.revoked ? <Drain station={station} /> : <Revoke station={station} />}
    </Section>
  )
}

/** Reads everything about stations again once something was changed. */
function useChange<T>(change: (given: T) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['stations'] }),
  })
}

function Rename({ station }: Props) {
  const { say } = useText()
  const { stationId } = station
  const [name, setName] = useState(station.name)
  const rename = useChange(() =>
    call('PUT /v1/stations/{stationId}', { params: { stationId }, body: { name: name.trim() } }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    rename.mutate(undefined)
  }
  return (
    <form className={classes['stack']} onSubmit={submit}>
      <div className={form['row']}>
        <TextInput
          label={say('stations.name')}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          required
        />
        <Button
          type="submit"
          variant="default"
          loading={rename.isPending}
          disabled={name.trim() === station.name}
        >
          {say('stations.rename')}
        </Button>
      </div>
      <p className={form['soft']}>{say('stations.rename-say')}</p>
      <ProblemNotice error={rename.error} />
    </form>
  )
}

function Revoke({ station }: Props) {
  const { say } = useText()
  const { stationId, name } = station
  const [isAsked, setAsked] = useState(false)
  const [typed, setTyped] = useState('')
  const revoke = useChange(() =>
    call('POST /v1/stations/{stationId}/revoke', { params: { stationId } }),
  )
  if (!isAsked) {
    return (
      <div>
        <Button color="red" variant="outline" onClick={() => setAsked(true)}>
          {say('stations.revoke')}
        </Button>
      </div>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    revoke.mutate(undefined)
  }
  return (
    <form className={classes['stack']} onSubmit={submit}>
      <p className={classes['warn']}>{say('stations.revoke-say')}</p>
      <TextInput
        label={say('stations.revoke-confirm', { name })}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        autoFocus
      />
      <ProblemNotice error={revoke.error} />
      <div className={form['row']}>
        <Button type="submit" color="red" loading={revoke.isPending} disabled={typed !== name}>
          {say('stations.revoke')}
        </Button>
        <Button variant="default" onClick={() => setAsked(false)}>
          {say('form.cancel')}
        </Button>
      </div>
    </form>
  )
}

const HOURS = 8

function Drain({ station }: Props) {
  const { say } = useText()
  const { stationId } = station
  const [hours, setHours] = useState(HOURS)
  const [reason, setReason] = useState('')
  const drain = useChange(() =>
    call('POST /v1/stations/{stationId}/drain', {
      params: { stationId },
      body: { hours, reason: reason.trim() },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    drain.mutate(undefined)
  }
  return (
    <form className={classes['stack']} onSubmit={submit}>
      <h3>{say('stations.drain')}</h3>
      <p className={form['soft']}>{say('stations.drain-say')}</p>
      <div className={form['row']}>
        <NumberInput
          label={say('stations.drain-hours')}
          min={1}
          max={DRAIN_HOURS_MAX}
          value={hours}
          onChange={(value) => setHours(Number(value))}
          allowDecimal={false}
        />
        <TextInput
          label={say('form.reason')}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
          required
        />
        <Button type="submit" variant="default" loading={drain.isPending}>
          {say('stations.drain-go')}
        </Button>
      </div>
      <ProblemNotice error={drain.error} />
    </form>
  )
}

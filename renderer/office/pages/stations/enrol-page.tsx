import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Link } from 'wouter'
import { StationMode } from '#contract/sync/envelope.ts'
import { ScanCode } from '../../../components/scan-code.tsx'
import { call, type CallAnswer } from '../../api.ts'
import form from '../../components/form.module.css'
import { Page, Section } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useTimes } from '../../components/use-times.ts'
import { useWarehouses } from '../../components/use-warehouse.tsx'
import { useText } from '../../text/text.ts'
import classes from './stations.module.css'

type Plan = { name: string; warehouse: string; mode: StationMode }

type Issued = CallAnswer<'POST /v1/station-codes'> & {
  name: string
  /** Stations that were there before; the new one is none of them. */
  known: ReadonlySet<string>
}

/** How a bench comes to be: a plan, its code, and the moment in which the bench has used it. */
export function EnrolPage() {
  const { say } = useText()
  const issue = useMutation({ mutationFn: issueCode })
  return (
    <Page
      title={say('stations.enrol')}
      lead={say('stations.enrol-lead')}
      actions={
        <Button component={Link} href="/" variant="default">
          {say('stations.back')}
        </Button>
      }
    >
      {issue.data === undefined ? (
        <PlanForm onPlan={issue.mutate} isBusy={issue.isPending} error={issue.error} />
      ) : (
        <Code issued={issue.data} onAnother={issue.reset} />
      )}
    </Page>
  )
}

async function issueCode(plan: Plan): Promise<Issued> {
  const before = await call('GET /v1/stations')
  const code = await call('POST /v1/station-codes', { body: plan })
  const known = new Set(before.items.map(({ stationId }) => stationId))
  return { ...code, name: plan.name, known }
}

type PlanFormProps = { onPlan: (plan: Plan) => void; isBusy: boolean; error: unknown }

function PlanForm({ onPlan, isBusy, error }: PlanFormProps) {
  const { say } = useText()
  const warehouses = useWarehouses()
  const [name, setName] = useState('')
  const [mode, setMode] = useState<StationMode>('pick-and-pack')
  const [chosen, setWarehouse] = useState<string | null>(null)
  const warehouse = chosen ?? warehouses?.[0]?.code ?? ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onPlan({ name: name.trim(), warehouse, mode })
  }
  return (
    <form className={classes['form']} onSubmit={submit}>
      <TextInput
        label={say('stations.enrol-name')}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        required
        autoFocus
      />
      <NativeSelect
        label={say('stations.warehouse')}
        value={warehouse}
        onChange={({ currentTarget }) => setWarehouse(currentTarget.value)}
        data={(warehouses ?? []).map(({ code, name: label }) => ({
          value: code,
          label: `${label} (${code})`,
        }))}
      />
      <NativeSelect
        label={say('stations.mode')}
        value={mode}
        onChange={({ currentTarget }) => setMode(StationMode.parse(currentTarget.value))}
        data={StationMode.options.map((value) => ({
          value,
          label: say(`stations.mode.${value}`),
        }))}
      />
      <ProblemNotice error={error} />
      <Button type="submit" loading={isBusy} disabled={warehouse === ''}>
        {say('stations.enrol-go')}
      </Button>
    </form>
  )
}

function Code({ issued, onAnother }: { issued: Issued; onAnother: () => void }) {
  const { say } = useText()
  const { dateTime } = useTimes()
  const { data } = useQuery({
    queryKey: ['stations', 'all'],
    queryFn: () => call('GET /v1/stations'),
  })
  const made = data?.items.find(
    ({ stationId, name }) => name === issued.name && !issued.known.has(stationId),
  )
  if (made !== undefined) return <Done made={made} onAnother={onAnother} />
  return (
    <Section title={issued.name}>
      <div className={classes['code']}>
        {issued.qr !== null && (
          <div role="img" aria-label={say('stations.enrol-qr')}>
            <ScanCode text={issued.qr} size="18rem" />
          </div>
        )}
        <div className={classes['stack']}>
          {issued.qr === null ? (
            <p className={classes['warn']}>{say('stations.enrol-address')}</p>
          ) : (
            <p>{say('stations.enrol-scan')}</p>
          )}
          <p className={classes['typed']}>{issued.code}</p>
          <p className={form['soft']}>
            {say('stations.enrol-until', { time: dateTime(issued.expiresAt) })}
          </p>
          <p role="status">{say('stations.enrol-waits')}</p>
        </div>
      </div>
    </Section>
  )
}

type DoneProps = { made: { stationId: string; name: string }; onAnother: () => void }

function Done({ made, onAnother }: DoneProps) {
  const { say } = useText()
  return (
    <div className={classes['stack']}>
      <p className={classes['good']} role="status">
        {say('stations.enrol-done', { name: made.name })}
      </p>
      <div className={form['row']}>
        <Button component={Link} href={`/${made.stationId}`}>
          {say('stations.enrol-open')}
        </Button>
        <Button variant="default" onClick={onAnother}>
          {say('stations.enrol-another')}
        </Button>
      </div>
    </div>
  )
}

import type { BenchView, PrintJobView } from '#contract/rpc/bench-view.ts'
import { Icon } from '../../components/icon.tsx'
import { clockTime } from '../../format/day.ts'
import { longSscc } from '../../format/unit-name.ts'
import { useText } from '../../text/text.ts'
import { usePrintJobs } from '../station-context.tsx'
import { DevicesPanel } from './devices-panel.tsx'
import css from './panel.module.css'

const TONES: Record<PrintJobView['state'], string> = {
  queued: 'waiting',
  sending: 'waiting',
  sent: 'waiting',
  printed: 'accepted',
  held: 'excepted',
  failed: 'refused',
  unknown: 'excepted',
  cancelled: 'waiting',
}

/** The printers, and every label with what became of it. */
export function JobsPanel({ bench }: { bench: BenchView }) {
  const { say } = useText()
  const jobs = usePrintJobs()
  const printers = bench.devices.filter((device) => device.kind === 'printer')
  return (
    <div className={css['stack']}>
      <DevicesPanel devices={printers} />
      {jobs?.length === 0 && <p className={css['none']}>{say('jobs.none')}</p>}
      <ul className={css['rows']}>
        {jobs?.map((job) => (
          <li key={job.id} className={css['row']} data-state={TONES[job.state]}>
            <span className={css['mark']}>
              <Icon name="label" size="2rem" />
            </span>
            <span className={css['rowWords']}>
              <b>{say(`job.${job.state}`)}</b>
              <span className={css['answer']}>
                {job.unitId === null ? '' : longSscc(job.unitId)} ·{' '}
                {say('jobs.copy', { copy: job.copy })}
              </span>
              {job.detail !== '' && <span className={css['detail']}>{job.detail}</span>}
            </span>
            <span className={css['when']}>
              {clockTime(Date.parse(job.createdAt), bench.timezone)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

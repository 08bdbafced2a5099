import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { PrintJobView } from '#contract/rpc/print-job-view.ts'
import { Icon } from '../../components/icon.tsx'
import { pressed } from '../../components/touch-button.tsx'
import { clockTime } from '../../format/day.ts'
import { useText } from '../../text/text.ts'
import { hostWords } from '../host-words.ts'
import { usePrintJobs } from '../station-context.tsx'
import { DevicesPanel } from './devices-panel.tsx'
import { JobSheet } from './job-sheet.tsx'
import { jobName, jobTone, jobWords, needsAnswer } from './job-words.ts'
import own from './jobs-panel.module.css'
import css from './panel.module.css'

/** The printers, and every label with what became of it; those that need somebody come first. */
export function JobsPanel({ bench }: { bench: BenchView }) {
  const { say } = useText()
  const jobs = usePrintJobs()
  const [openId, setOpenId] = useState<string | null>(null)
  const open = jobs?.find(({ id }) => id === openId)
  if (open !== undefined) {
    return <JobSheet key={open.id} job={open} bench={bench} onBack={() => setOpenId(null)} />
  }
  const printers = bench.devices.filter((device) => device.kind === 'printer')
  const waiting = (jobs ?? []).filter((job) => needsAnswer(job))
  const others = (jobs ?? []).filter((job) => !needsAnswer(job))
  return (
    <div className={css['stack']}>
      {waiting.length > 0 && <h3 className={own['head']}>{say('jobs.ask')}</h3>}
      <Rows jobs={waiting} bench={bench} onOpen={setOpenId} />
      <DevicesPanel devices={printers} />
      {jobs?.length === 0 && <p className={css['none']}>{say('jobs.none')}</p>}
      {others.length > 0 && <h3 className={own['head']}>{say('jobs.all')}</h3>}
      <Rows jobs={others} bench={bench} onOpen={setOpenId} />
    </div>
  )
}

type RowsProps = { jobs: PrintJobView[]; bench: BenchView; onOpen: (jobId: string) => void }

function Rows({ jobs, bench, onOpen }: RowsProps) {
  const { say } = useText()
  if (jobs.length === 0) return null
  return (
    <ul className={css['rows']}>
      {jobs.map((job) => (
        <li key={job.id}>
          <UnstyledButton
            className={`${css['row']} ${own['row']}`}
            data-state={jobTone(job)}
            data-testid={`job-${job.id}`}
            onClick={pressed(() => onOpen(job.id))}
          >
            <span className={css['mark']}>
              <Icon name="label" size="2rem" />
            </span>
            <span className={css['rowWords']}>
              <b>{say(jobWords(job).title)}</b>
              <span className={css['answer']}>{jobName(job, say)}</span>
              {job.detail !== '' && (
                <span className={css['detail']}>{hostWords(job.detail, say)}</span>
              )}
            </span>
            <span className={own['end']}>
              {clockTime(Date.parse(job.createdAt), bench.timezone)}
              <Icon name="next" size="2rem" />
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}

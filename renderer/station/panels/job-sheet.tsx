import { useState } from 'react'
import { reasonsFor } from '#contract/barcode/loadline-code.ts'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { PrintJobView } from '#contract/rpc/print-job-view.ts'
import type { PrintOrder, PrintOrderAnswer, PrintTarget } from '#contract/rpc/print-order.ts'
import { Icon } from '../../components/icon.tsx'
import { LabelPicture } from '../../components/label-picture.tsx'
import { TouchButton } from '../../components/touch-button.tsx'
import { clockTime } from '../../format/day.ts'
import { longSscc } from '../../format/unit-name.ts'
import { type TextKey, useText } from '../../text/text.ts'
import { hostWords } from '../host-words.ts'
import { useCall, useLabelDocument, usePrintTargets } from '../station-context.tsx'
import { JobActions, type Wish } from './job-actions.tsx'
import { jobName, jobWords } from './job-words.ts'
import own from './jobs-panel.module.css'
import refusals from './refusals-panel.module.css'

type Step = { kind: 'choose' } | { kind: 'reason'; wish: Wish } | { kind: 'printer'; wish: Wish }
type Done = { order: PrintOrder['order']; answer: PrintOrderAnswer }

type Props = { job: PrintJobView; bench: BenchView; onBack: () => void }

/** One label: its picture, what is known of it, and what may be done about it. */
export function JobSheet({ job, bench, onBack }: Props) {
  const document = useLabelDocument(job.id)
  const { say } = useText()
  const call = useCall()
  const [step, setStep] = useState<Step>({ kind: 'choose' })
  const [done, setDone] = useState<Done | null>(null)
  const send = async (input: PrintOrder) => {
    const answer = await call((client) => client.orderPrint(input))
    setStep({ kind: 'choose' })
    if (answer !== null) setDone({ order: input.order, answer })
  }
  const order = (input: PrintOrder) => void send(input)
  const goTo = (wish: Wish) => {
    // Nothing is void by it and nobody is to say why: the page comes out once more.
    const isAtOnce = job.sheet !== null && !wish.isElsewhere
    if (isAtOnce) order({ order: 'reprint', jobId: job.id, reason: 'NOTPRINTED' })
    else setStep(wish.isElsewhere ? { kind: 'printer', wish } : { kind: 'reason', wish })
  }
  if (done !== null) return <Outcome {...done} isSheet={job.sheet !== null} onNext={onBack} />
  return (
    <div className={own['sheet']} data-testid="job-sheet">
      <div className={own['picture']}>
        <LabelPicture document={document} title={say('label.picture')} />
      </div>
      <div className={own['about']}>
        <JobAbout job={job} bench={bench} />
        <TouchButton
          label={say('jobs.back')}
          icon="undo"
          testId="job-back"
          onPress={step.kind === 'choose' ? onBack : () => setStep({ kind: 'choose' })}
        />
      </div>
      <div className={own['actions']}>
        {step.kind === 'choose' && <JobActions job={job} onOrder={order} onWish={goTo} />}
        {step.kind === 'reason' && (
          <Reasons onReason={(reason) => order({ order: 'reprint', jobId: job.id, reason })} />
        )}
        {step.kind === 'printer' && (
          <Printers
            job={job}
            wish={step.wish}
            onPrinter={(printerId) => order(orderAt(step.wish, job.id, printerId))}
          />
        )}
      </div>
    </div>
  )
}

/** A label that is wanted elsewhere was not printed where it should have been. */
function orderAt({ order }: Wish, jobId: string, printerId: string): PrintOrder {
  if (order === 'reprint') return { order, jobId, printerId, reason: 'NOTPRINTED' }
  return { order, jobId, printerId }
}

function JobAbout({ job, bench }: { job: PrintJobView; bench: BenchView }) {
  const { say } = useText()
  const words = jobWords(job)
  const isAsked = job.state === 'unknown' && !job.isVoid
  const printer = bench.devices.find(({ id }) => id === job.printerId)?.name ?? job.printerId
  const time = clockTime(Date.parse(job.createdAt), bench.timezone)
  const reason = reasonsFor('reprint').find((name) => name === job.reason)
  return (
    <div className={own['words']}>
      <b data-testid="job-title">{say(isAsked ? 'prompt.doubt.title' : words.title)}</b>
      <span>{say(words.say)}</span>
      {job.sheet === null ? (
        <span className={own['copy']}>{say('jobs.copy', { copy: job.copy })}</span>
      ) : (
        <span className={own['copy']}>{jobName(job, say)}</span>
      )}
      {job.unitId !== null && <span className={own['soft']}>{longSscc(job.unitId)}</span>}
      <span className={own['soft']}>{say('jobs.at', { printer, time })}</span>
      {reason !== undefined && (
        <span className={own['soft']}>
          {say('jobs.reason', { reason: say(`reason.${reason}`) })}
        </span>
      )}
      {job.detail !== '' && <span className={own['soft']}>{hostWords(job.detail, say)}</span>}
    </div>
  )
}

type Reason = Extract<PrintOrder, { order: 'reprint' }>['reason']

function Reasons({ onReason }: { onReason: (reason: Reason) => void }) {
  const { say } = useText()
  return (
    <div className={own['reasons']}>
      <b className={own['question']}>{say('prompt.reprint.title')}</b>
      {reasonsFor('reprint').map((reason) => (
        <TouchButton
          key={reason}
          label={say(`reason.${reason}`)}
          isLarge
          testId={`reprint-${reason}`}
          onPress={() => onReason(reason)}
        />
      ))}
    </div>
  )
}

type PrintersProps = { job: PrintJobView; wish: Wish; onPrinter: (printerId: string) => void }

function Printers({ job, wish, onPrinter }: PrintersProps) {
  const { say } = useText()
  const targets = usePrintTargets(job.id) ?? []
  const isOwn = (target: PrintTarget) => target.printerId === job.printerId
  // It waits for its own printer already; a new copy may well come out of it.
  const shown = targets.filter((target) => wish.order === 'reprint' || !isOwn(target))
  return (
    <>
      <b className={own['question']}>{say('print.which')}</b>
      {shown.length === 0 && <p>{say('print.trouble.no-such-printer')}</p>}
      {shown.map((target) => (
        <TouchButton
          key={target.printerId}
          label=""
          icon="printer"
          isLarge
          isDisabled={target.trouble !== null}
          testId={`printer-${target.printerId}`}
          onPress={() => onPrinter(target.printerId)}
        >
          <span className={own['target']}>
            <b>{target.name}</b>
            <span>
              {say('print.size', {
                width: target.widthMm,
                height: target.heightMm,
                dpi: target.dpi,
              })}
            </span>
            {target.trouble !== null && <span>{say(`print.trouble.${target.trouble}`)}</span>}
          </span>
        </TouchButton>
      ))}
    </>
  )
}

type OutcomeProps = Done & { isSheet: boolean; onNext: () => void }

function Outcome({ order, answer, isSheet, onNext }: OutcomeProps) {
  const { say } = useText()
  const { accepted } = answer
  const isNew = accepted && answer.copy !== null && (order === 'not-printed' || order === 'reprint')
  return (
    <section
      className={refusals['outcome']}
      data-good={accepted}
      role="status"
      data-testid="print-answer"
    >
      <Icon name={accepted ? 'check' : 'cross'} size="6rem" />
      {!accepted && <b>{say('print.not-done')}</b>}
      {!accepted && <p>{say(`print.trouble.${answer.trouble}`)}</p>}
      {accepted && (
        <b>
          {isNew
            ? say('print.done.copy', { copy: answer.copy ?? 0 })
            : say(doneKey(order, isSheet))}
        </b>
      )}
      <TouchButton
        label={say('print.next')}
        icon="list"
        tone="primary"
        isLarge
        testId="print-next"
        onPress={onNext}
      />
    </section>
  )
}

/** A page is handed on, not stuck on; and wanted again, it is the same page. */
function doneKey(order: PrintOrder['order'], isSheet: boolean): TextKey {
  if (!isSheet) return `print.done.${order}`
  if (order === 'came-out') return 'print.done.here'
  return order === 'not-printed' || order === 'reprint' ? 'print.done.again' : `print.done.${order}`
}

import type { PrintHold, PrintJobView } from '#contract/rpc/print-job-view.ts'
import type { UnitView } from '#contract/rpc/work-view.ts'
import { Icon } from '../components/icon.tsx'
import { LabelPicture } from '../components/label-picture.tsx'
import { TouchButton } from '../components/touch-button.tsx'
import { useText, type TextKey } from '../text/text.ts'
import card from './card.module.css'
import { useCall, useLabelDocument, usePrintJobs } from './station-context.tsx'
import css from './verify-card.module.css'

type PrintState = UnitView['printState']
type Labelled = Pick<UnitView, 'unitId' | 'copy' | 'printState'>

/** A closed unit waits for its label: stick it on, scan it back. `name` is "carton 1" in a sentence. */
export function VerifyCard({ unit, name }: { unit: Labelled; name: string }) {
  const { say } = useText()
  const job = newestJob(usePrintJobs() ?? [], unit)
  const document = useLabelDocument(job?.id ?? null)
  const words = wordsOf(unit.printState, job?.hold ?? null)
  return (
    <section className={`${card['card']} ${css['card']}`} data-testid="verify">
      <div className={css['words']}>
        <span className={css['mark']} data-waiting={words.isWaiting}>
          <Icon name={words.isWaiting ? 'printer' : 'scanner'} size="4.5rem" />
        </span>
        <h1 className={css['title']} data-testid="verify-title">
          {say(words.title)}
        </h1>
        <p className={css['say']}>{say(words.say, { unit: name, copy: unit.copy })}</p>
        {job?.hold === 'expired' && <Release jobId={job.id} />}
      </div>
      <div className={css['label']}>
        <LabelPicture document={document} title={say('label.picture')} />
      </div>
    </section>
  )
}

type Words = { title: TextKey; say: TextKey; isWaiting: boolean }

const SCAN: Words = { title: 'verify.title', say: 'verify.say', isWaiting: false }
const PRINTING: Words = {
  title: 'verify.printing',
  say: 'verify.printing.say',
  isWaiting: true,
}
const FAILED: Words = { title: 'verify.failed', say: 'verify.failed.say', isWaiting: true }

const EXPIRED: Words = { title: 'verify.expired', say: 'verify.expired.say', isWaiting: true }
const STUCK: Words = { title: 'verify.stuck', say: 'verify.stuck.say', isWaiting: true }

const WORDS: Record<PrintState, Words> = {
  none: PRINTING,
  queued: PRINTING,
  sending: PRINTING,
  sent: SCAN,
  printed: SCAN,
  unknown: SCAN,
  held: { title: 'verify.held', say: 'verify.held.say', isWaiting: true },
  failed: FAILED,
  cancelled: FAILED,
}

/** A label that was held too long, or that its printer can never take, waits for a person. */
function wordsOf(state: PrintState, hold: PrintHold | null): Words {
  if (hold === null || hold === 'printer') return WORDS[state]
  return hold === 'expired' ? EXPIRED : STUCK
}

function Release({ jobId }: { jobId: string }) {
  const { say } = useText()
  const call = useCall()
  return (
    <TouchButton
      label={say('print.release')}
      icon="printer"
      tone="primary"
      isLarge
      testId="print.release"
      onPress={() => void call((client) => client.orderPrint({ order: 'release', jobId }))}
    />
  )
}

function newestJob(jobs: readonly PrintJobView[], unit: Labelled): PrintJobView | undefined {
  return jobs
    .filter((job) => job.unitId === unit.unitId && job.copy === unit.copy)
    .sort((one, other) => other.createdAt.localeCompare(one.createdAt))[0]
}

import type { PrintJobView, UnitView } from '#contract/rpc/bench-view.ts'
import { Icon } from '../components/icon.tsx'
import { LabelPicture } from '../components/label-picture.tsx'
import { unitInSentence } from './unit-words.ts'
import { useText, type TextKey } from '../text/text.ts'
import card from './card.module.css'
import { useLabelDocument, usePrintJobs } from './station-context.tsx'
import css from './verify-card.module.css'

type PrintState = UnitView['printState']

/** A closed unit waits for its label: stick it on, scan it back. The picture shows which one. */
export function VerifyCard({ unit }: { unit: UnitView }) {
  const { say } = useText()
  const job = newestJob(usePrintJobs() ?? [], unit)
  const document = useLabelDocument(job?.id ?? null)
  const words = WORDS[unit.printState]
  return (
    <section className={`${card['card']} ${css['card']}`} data-testid="verify">
      <div className={css['words']}>
        <span className={css['mark']} data-waiting={words.isWaiting}>
          <Icon name={words.isWaiting ? 'printer' : 'scanner'} size="4.5rem" />
        </span>
        <h1 className={css['title']} data-testid="verify-title">
          {say(words.title)}
        </h1>
        <p className={css['say']}>
          {say(words.say, { unit: unitInSentence(unit, say), copy: unit.copy })}
        </p>
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

function newestJob(jobs: readonly PrintJobView[], unit: UnitView): PrintJobView | undefined {
  return jobs
    .filter((job) => job.unitId === unit.unitId && job.copy === unit.copy)
    .sort((one, other) => other.createdAt.localeCompare(one.createdAt))[0]
}

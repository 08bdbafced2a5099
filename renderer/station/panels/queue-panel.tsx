import type { BenchView, QueueEntry } from '#contract/rpc/bench-view.ts'
import { Icon, type IconName } from '../../components/icon.tsx'
import { clockTime } from '../../format/day.ts'
import { useText } from '../../text/text.ts'
import { useQueueEntries } from '../station-context.tsx'
import css from './panel.module.css'
import { queueWords, subjectWords } from './queue-words.ts'

const ICONS: Record<QueueEntry['state'], IconName> = {
  waiting: 'clock',
  accepted: 'check',
  excepted: 'warning',
  refused: 'cross',
}

/** Every action of this bench and what the office answered: made, and accounted for. */
export function QueuePanel({ bench }: { bench: BenchView }) {
  const { say } = useText()
  const entries = useQueueEntries()
  const { lastSeq, accepted, excepted, refused, pending } = bench.log
  const { block } = bench.server
  return (
    <>
      <dl className={css['figures']} data-testid="accounted">
        <Figure value={lastSeq} word={say('queue.made')} />
        <Figure value={accepted + excepted + refused} word={say('queue.accounted')} />
        <Figure value={pending} word={say('queue.waiting')} />
      </dl>
      {block !== 'none' && (
        <p className={css['blocked']} role="alert" data-testid="blocked">
          <Icon name="warning" size="2rem" /> {say(`block.${block}`)}
        </p>
      )}
      {entries === undefined && <p className={css['none']}>{say('panel.loading')}</p>}
      {entries?.length === 0 && <p className={css['none']}>{say('queue.none')}</p>}
      <ul className={css['rows']}>
        {entries?.map((entry) => (
          <EntryRow key={entry.seq} entry={entry} timezone={bench.timezone} />
        ))}
      </ul>
    </>
  )
}

function Figure({ value, word }: { value: number; word: string }) {
  return (
    <div className={css['figure']}>
      <dd>{value}</dd>
      <dt>{word}</dt>
    </div>
  )
}

function EntryRow({ entry, timezone }: { entry: QueueEntry; timezone: string }) {
  const { say } = useText()
  const words = queueWords(entry, say)
  return (
    <li className={css['row']} data-state={entry.state} data-testid={`entry-${entry.seq}`}>
      <span className={css['mark']}>
        <Icon name={ICONS[entry.state]} size="2rem" />
      </span>
      <span className={css['rowWords']}>
        <b>
          {words.did} {subjectWords(entry.subject)}
        </b>
        <span className={css['answer']}>{words.answer}</span>
      </span>
      <span className={css['when']}>{clockTime(Date.parse(entry.occurredAt), timezone)}</span>
    </li>
  )
}

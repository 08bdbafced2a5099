import { useState } from 'react'
import type { Account } from '#contract/rpc/account-view.ts'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { QueueEntry } from '#contract/rpc/queue-entry.ts'
import { QueueFilter } from '#contract/rpc/station-contract.ts'
import { Icon, type IconName } from '../../components/icon.tsx'
import { TouchButton } from '../../components/touch-button.tsx'
import { clockTime, isSameDay, shortDay, wallDay } from '../../format/day.ts'
import { useText } from '../../text/text.ts'
import { SaveLog } from '../save-log.tsx'
import { useAccount, useQueuePage } from '../station-context.tsx'
import { TroubleCard } from '../trouble-card.tsx'
import { troublesOf } from '../trouble.ts'
import { useNow } from '../use-now.ts'
import css from './panel.module.css'
import own from './queue-panel.module.css'
import { didWords, queueWords } from './queue-words.ts'

const ICONS: Record<QueueEntry['state'], IconName> = {
  waiting: 'clock',
  accepted: 'check',
  excepted: 'warning',
  refused: 'cross',
}

/** Every action of this bench and what the office answered: made, and accounted for. */
export function QueuePanel({ bench, onRefusals }: { bench: BenchView; onRefusals: () => void }) {
  const { say } = useText()
  const account = useAccount()
  const { refusedOpen, pending } = bench.log
  return (
    <div className={css['stack']}>
      {troublesOf(bench).map((trouble) => (
        <TroubleCard key={trouble.name} trouble={trouble} />
      ))}
      {account !== undefined && <Verdict counts={account.today} />}
      {refusedOpen > 0 && (
        <TouchButton
          label={say('queue.open-refusals', { count: refusedOpen })}
          icon="warning"
          tone="wrong"
          testId="open-refusals"
          onPress={onRefusals}
        />
      )}
      <SaveLog isBrief pending={pending} />
      <Rows timezone={bench.timezone} />
    </div>
  )
}

/** The day in one line: green when the office has answered all of it. */
function Verdict({ counts }: { counts: Account['today'] }) {
  const { say } = useText()
  const { made, accountedFor: accounted, accepted, excepted, waiting, isComplete } = counts
  const refused = counts.refusedOpen + counts.refusedClosed
  return (
    <section className={own['verdict']} data-complete={isComplete} data-testid="accounted">
      <Icon name={isComplete ? 'check' : 'clock'} size="3rem" />
      <div>
        <b>{say('queue.today', { made, accounted })}</b>
        <p>{say('queue.counts', { accepted, excepted, refused, waiting })}</p>
      </div>
    </section>
  )
}

type Place = { filter: QueueFilter; befores: readonly number[] }

/** The actions of a filter, a page at a time: a bench makes thousands in a day. */
function Rows({ timezone }: { timezone: string }) {
  const { say } = useText()
  const [{ filter, befores }, setPlace] = useState<Place>({ filter: 'all', befores: [] })
  const page = useQueuePage(filter, befores.at(-1))
  const oldest = page?.rows.at(-1)?.seq
  return (
    <>
      <div className={own['filters']} role="group">
        {QueueFilter.options.map((option) => (
          <TouchButton
            key={option}
            label={say(`queue.filter.${option}`)}
            tone={option === filter ? 'primary' : 'plain'}
            isPressed={option === filter}
            testId={`filter-${option}`}
            onPress={() => setPlace({ filter: option, befores: [] })}
          />
        ))}
      </div>
      {page === undefined && <p className={css['none']}>{say('panel.loading')}</p>}
      {page?.rows.length === 0 && <p className={css['none']}>{say(`queue.none.${filter}`)}</p>}
      <EntryList rows={page?.rows ?? []} timezone={timezone} />
      {(befores.length > 0 || page?.hasOlder === true) && (
        <div className={own['pager']}>
          <TouchButton
            label={say('queue.newer')}
            icon="undo"
            isDisabled={befores.length === 0}
            testId="queue-newer"
            onPress={() => setPlace({ filter, befores: befores.slice(0, -1) })}
          />
          <TouchButton
            label={say('queue.older')}
            icon="next"
            isDisabled={page?.hasOlder !== true || oldest === undefined}
            testId="queue-older"
            onPress={() => {
              if (oldest !== undefined) setPlace({ filter, befores: [...befores, oldest] })
            }}
          />
        </div>
      )}
    </>
  )
}

/** A day's name stands over its first row, but for today's. */
function EntryList({ rows, timezone }: { rows: readonly QueueEntry[]; timezone: string }) {
  const { language } = useText()
  const now = useNow(60_000)
  return (
    <ul className={css['rows']}>
      {rows.map((entry, index) => {
        const at = Date.parse(entry.occurredAt)
        const above = index === 0 ? now : Date.parse(rows[index - 1]?.occurredAt ?? '')
        const isNewDay = !isSameDay(at, above, timezone)
        return (
          <li key={entry.seq}>
            {isNewDay && (
              <h3 className={own['day']}>{shortDay(wallDay(at, timezone), language)}</h3>
            )}
            <EntryRow entry={entry} timezone={timezone} />
          </li>
        )
      })}
    </ul>
  )
}

function EntryRow({ entry, timezone }: { entry: QueueEntry; timezone: string }) {
  const { say } = useText()
  const words = queueWords(entry, say)
  return (
    <div className={css['row']} data-state={entry.state} data-testid={`entry-${entry.seq}`}>
      <span className={css['mark']}>
        <Icon name={ICONS[entry.state]} size="2rem" />
      </span>
      <span className={css['rowWords']}>
        <b>{didWords(entry, say)}</b>
        <span className={css['answer']}>{words.answer}</span>
        {entry.atRisk && (
          <span className={own['risk']} data-testid="at-risk">
            <Icon name="warning" size="1.5rem" />
            <span>
              <b>{say('queue.at-risk')}:</b> {say('queue.at-risk.say')}
            </span>
          </span>
        )}
      </span>
      <span className={css['when']}>{clockTime(Date.parse(entry.occurredAt), timezone)}</span>
    </div>
  )
}

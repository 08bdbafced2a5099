import { Button } from '@mantine/core'
import { useState } from 'react'
import { Icon, type IconName } from '../../../../components/icon.tsx'
import { Section } from '../../../components/page.tsx'
import { useFormats } from '../../../components/use-formats.ts'
import { useMay } from '../../../session.tsx'
import { isTextKey, useText } from '../../../text/text.ts'
import { CloseEntryDialog } from '../change/note-dialogs.tsx'
import classes from './order.module.css'
import { useSentences } from './use-sentences.ts'
import type { HistoryEntry, Order } from './use-order.ts'

const ICONS: Readonly<Record<string, IconName>> = { warning: 'warning', blocking: 'lock' }

/** The order's history as it is, newest first. */
export function OrderTimeline({ order }: { order: Order }) {
  const { say } = useText()
  const [closing, setClosing] = useState<HistoryEntry | null>(null)
  return (
    <Section title={say('order.timeline')}>
      <ol className={classes['timeline']} reversed>
        {order.history.toReversed().map((entry) => (
          <TimelineEntry
            key={entry.id}
            entry={entry}
            order={order}
            onClose={() => setClosing(entry)}
          />
        ))}
      </ol>
      {closing !== null && (
        <CloseEntryDialog order={order} entry={closing} onDone={() => setClosing(null)} />
      )}
    </Section>
  )
}

type Props = { entry: HistoryEntry; order: Order; onClose: () => void }

function TimelineEntry({ entry, order, onClose }: Props) {
  const { say } = useText()
  const may = useMay()
  const formats = useFormats()
  const sentences = useSentences()
  const { severity, closedAt, recordedAt } = entry
  const who = entry.writtenByName ?? entry.writtenBy
  const icon = ICONS[severity]
  const severityKey = `severity.${severity}`
  const isOpenBlocker = severity === 'blocking' && closedAt === null
  return (
    <li data-severity={closedAt === null ? severity : 'info'}>
      <p className={classes['entry']}>
        {icon !== undefined && (
          <span className={classes['severity']}>
            <Icon name={icon} size="1rem" />
            {isTextKey(severityKey) ? say(severityKey) : severity}:
          </span>
        )}
        {sentences.ofEntry(entry, order.history)}
      </p>
      <p className={classes['soft']}>
        {say('order.by', { who, when: formats.time(recordedAt) })}
        {closedAt !== null && ` · ${say('order.closed-at', { when: formats.time(closedAt) })}`}
      </p>
      {isOpenBlocker && may('orders:history') && (
        <Button size="compact-sm" variant="default" onClick={onClose}>
          {say('order.close-entry')}
        </Button>
      )}
    </li>
  )
}

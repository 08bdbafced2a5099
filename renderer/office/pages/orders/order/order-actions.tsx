import { Button } from '@mantine/core'
import { Icon, type IconName } from '../../../../components/icon.tsx'
import { Section } from '../../../components/page.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { receiptWords } from '../../../components/receipt-words.ts'
import { useFormats } from '../../../components/use-formats.ts'
import { useText } from '../../../text/text.ts'
import classes from './order.module.css'
import { useSentences } from './use-sentences.ts'
import { useOrderActions, type Order, type OrderAction } from './use-order.ts'

/** A bench out of reach sends what it has later; from this on that is worth a word. */
const LATE_MS = 60_000

const OUTCOMES: Readonly<Record<OrderAction['outcome'], IconName>> = {
  accepted: 'check',
  excepted: 'warning',
  refused: 'cross',
}

/** What benches did for the order, newest first, each with the office's answer. */
export function OrderActions({ order }: { order: Order }) {
  const { say } = useText()
  const actions = useOrderActions(order.orderNumber)
  const items = actions.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={say('order.actions')}>
      <ProblemNotice error={actions.error} />
      {actions.isSuccess && items.length === 0 && (
        <p className={classes['soft']}>{say('order.no-actions')}</p>
      )}
      <ol className={classes['timeline']} reversed>
        {items.map((action) => (
          <Receipt key={action.actionId} action={action} />
        ))}
      </ol>
      {actions.hasNextPage && (
        <Button
          variant="default"
          loading={actions.isFetchingNextPage}
          onClick={() => void actions.fetchNextPage()}
        >
          {say('receipt.show-more')}
        </Button>
      )}
    </Section>
  )
}

function Receipt({ action }: { action: OrderAction }) {
  const { say, language } = useText()
  const formats = useFormats()
  const sentences = useSentences()
  const { outcome, occurredAt, receivedAt } = action
  const why = outcome === 'accepted' ? null : receiptWords(action, { say, language })
  const isLate = occurredAt !== null && Date.parse(receivedAt) - Date.parse(occurredAt) > LATE_MS
  const who = action.operatorName ?? action.operatorId
  return (
    <li data-outcome={outcome}>
      <p className={classes['entry']}>
        {sentences.ofAction(action)}
        <span className={classes['outcome']}>
          <Icon name={OUTCOMES[outcome]} size="1rem" />
          {say(`receipt.${outcome}`)}
        </span>
      </p>
      {why !== null && <p>{why}</p>}
      <p className={classes['soft']}>
        {who === null ? '' : `${who} `}
        {say('receipt.at', { station: action.stationName })},{' '}
        {formats.time(occurredAt ?? receivedAt)}
        {isLate && ` · ${say('receipt.heard-later', { when: formats.time(receivedAt) })}`}
      </p>
    </li>
  )
}

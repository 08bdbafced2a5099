import { UnstyledButton } from '@mantine/core'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { WorkView } from '#contract/rpc/work-view.ts'
import { Icon } from '../components/icon.tsx'
import { pressed } from '../components/touch-button.tsx'
import { clockTime, isSameDay, shortDay } from '../format/day.ts'
import { useText } from '../text/text.ts'
import css from './idle-screen.module.css'
import own from './load-card.module.css'
import { listFacts } from './list-words.ts'
import { usePresses } from './station-context.tsx'
import { useNow } from './use-now.ts'

type IdleWork = Extract<WorkView, { kind: 'idle' }>
type ListRow = IdleWork['lists'][number]
type PutBackRow = IdleWork['putBacks'][number]

/** A cut-off passes to the minute. */
const CUT_OFF_LOOK_MS = 30_000

/** A list that can be begun or gone on with, and why it stands where it stands. */
export function ListCard({ list, bench }: { list: ListRow; bench: BenchView }) {
  const { say, language } = useText()
  const cutOff = useCutOff(list, bench)
  const isHeld = list.status === 'claimed' && !list.mine
  return (
    <Row
      code={list.code}
      title={list.shipTo}
      facts={listFacts(list.orderNumbers, [
        list.region ?? say('work.collect'),
        ...(list.due === 'today' ? [] : [shortDay(list.deliveryDate, language)]),
        ...(cutOff === null ? [] : [cutOff]),
      ])}
      side={say('idle.lines', { count: list.lines })}
      state={list.mine ? 'mine' : isHeld ? 'held' : 'open'}
      {...(list.due === undefined ? {} : { due: list.due })}
      testId={`list-${list.id}`}
    />
  )
}

/** Goods of a cancelled order, which somebody should bring back to their shelves. */
export function PutBackCard({ putBack }: { putBack: PutBackRow }) {
  const { say } = useText()
  return (
    <Row
      code={putBack.code}
      title={putBack.orderNumbers.join(', ')}
      facts={[putBack.shipTo]}
      side={say('back.pieces', { count: putBack.quantity })}
      state="back"
      testId={`put-back-${putBack.listId}`}
    />
  )
}

/** The cut-off that the list's day waits for, where it is today's; null where it says nothing today. */
function useCutOff({ cutOffAt }: ListRow, { timezone, server }: BenchView): string | null {
  const { say } = useText()
  const nowMs = useNow(CUT_OFF_LOOK_MS) + server.clockOffsetMs
  if (cutOffAt === undefined) return null
  const atMs = Date.parse(cutOffAt)
  if (!isSameDay(atMs, nowMs, timezone)) return null
  return atMs > nowMs
    ? say('due.cut-off', { time: clockTime(atMs, timezone) })
    : say('due.cut-off.past')
}

type RowProps = {
  code: string
  title: string
  facts: string[]
  side: string
  state: 'open' | 'mine' | 'held' | 'back'
  due?: NonNullable<ListRow['due']>
  testId: string
}

function Row({ code, title, facts, side, state, due, testId }: RowProps) {
  const { scan } = usePresses()
  const isHeld = state === 'held'
  return (
    <UnstyledButton
      className={css['row']}
      data-mine={state === 'mine'}
      data-held={isHeld}
      data-back={state === 'back'}
      data-testid={testId}
      data-code={code}
      disabled={isHeld}
      onClick={pressed(() => scan(code))}
    >
      <span className={css['rowTitle']}>{title}</span>
      <span className={css['rowSide']}>{side}</span>
      <span className={css['rowFacts']}>
        <span className={css['rowCode']}>{code}</span> {facts.join(' · ')}
      </span>
      <span className={css['rowState']}>
        <RowState state={state} due={due} />
      </span>
    </UnstyledButton>
  )
}

const STATE_WORDS = { back: 'back.title', mine: 'idle.mine', held: 'idle.held' } as const

function RowState({ state, due }: { state: RowProps['state']; due: RowProps['due'] }) {
  const { say } = useText()
  // There is room for one more word: one's own work stands first whatever its day.
  const told = due === 'overdue' && state !== 'held' ? due : null
  const shown = told ?? (due === 'today' && state === 'open' ? due : null)
  return (
    <>
      {shown !== null && (
        <span className={own['due']} data-due={shown}>
          {shown === 'overdue' && <Icon name="warning" size="1.5rem" />}
          {say(`due.${shown}`)}
        </span>
      )}
      {state !== 'open' && say(STATE_WORDS[state])}
      <Icon name={state === 'held' ? 'lock' : state === 'back' ? 'undo' : 'next'} size="1.75rem" />
    </>
  )
}

import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { WorkView } from '#contract/rpc/work-view.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { pressed } from '../components/touch-button.tsx'
import { shortDay } from '../format/day.ts'
import { useText } from '../text/text.ts'
import { CommandBar } from './command-bar.tsx'
import css from './idle-screen.module.css'
import { LastLoadCard, LoadCard } from './load-card.tsx'
import { PalletCard } from './pallet-card.tsx'
import { usePresses } from './station-context.tsx'

type IdleWork = Extract<WorkView, { kind: 'idle' }>
type ListRow = IdleWork['lists'][number]
type PutBackRow = IdleWork['putBacks'][number]

/** The work there is, each row as big as a hand. */
export function IdleScreen({ work, bench }: { work: IdleWork; bench: BenchView }) {
  const { say } = useText()
  const rows = [work.lists, work.loads, work.putBacks, work.pallets ?? []]
  const hasNothing = rows.every(({ length }) => length === 0)
  const isEmpty = hasNothing && work.lastLoad === null
  const title = isEmpty
    ? bench.server.isLoading
      ? 'trouble.loading.title'
      : 'idle.none.title'
    : 'idle.title'
  const hint = isEmpty ? 'idle.none.say' : 'idle.hint'
  return (
    <div className={css['screen']}>
      <header className={css['head']}>
        <Icon name="scanner" size="4rem" />
        <div>
          <h1 className={css['title']}>{say(title)}</h1>
          <p className={css['hint']}>{say(hint)}</p>
        </div>
      </header>
      {isEmpty ? bench.server.isLoading ? <span /> : <FirstSteps /> : <WorkLists work={work} />}
      <CommandBar commands={['SIGNOUT']} feedback={bench.feedback} />
    </div>
  )
}

function FirstSteps() {
  const { say } = useText()
  const steps = ['idle.step.orders', 'idle.step.lists', 'idle.step.scan'] as const
  return (
    <ol className={css['steps']} data-testid="first-steps">
      {steps.map((step, index) => (
        <li key={step} className={css['step']}>
          <span className={css['stepNumber']}>{index + 1}</span>
          <span>{say(step)}</span>
        </li>
      ))}
    </ol>
  )
}

function WorkLists({ work }: { work: IdleWork }) {
  const { say } = useText()
  return (
    <div className={css['columns']}>
      <Column title={say('idle.lists')} icon="list" none={say('idle.no-lists')}>
        {[
          ...work.putBacks.map((putBack) => (
            <PutBackCard key={`back-${putBack.listId}`} putBack={putBack} />
          )),
          ...(work.pallets ?? []).map((pallet) => (
            <PalletCard key={pallet.unitId} pallet={pallet} />
          )),
          ...work.lists.map((list) => <ListCard key={list.id} list={list} />),
        ]}
      </Column>
      <Column
        title={say('idle.loads')}
        icon="truck"
        none={say('idle.no-loads')}
        count={work.loads.length}
      >
        {[
          ...(work.lastLoad === null ? [] : [<LastLoadCard key="last" load={work.lastLoad} />]),
          ...work.loads.map((load) => <LoadCard key={load.id} load={load} />),
        ]}
      </Column>
    </div>
  )
}

type ColumnProps = {
  title: string
  icon: IconName
  none: string
  /** Of work, where something else stands among it. */
  count?: number
  children: ReactNode[]
}

function Column({ title, icon, none, children, count = children.length }: ColumnProps) {
  return (
    <section className={css['column']}>
      <h2 className={css['columnTitle']}>
        <Icon name={icon} />
        {title}
        <span className={css['columnCount']}>{count}</span>
      </h2>
      <div className={css['rows']}>
        {children.length === 0 ? <p className={css['none']}>{none}</p> : children}
      </div>
    </section>
  )
}

function ListCard({ list }: { list: ListRow }) {
  const { say, language } = useText()
  const isHeld = list.status === 'claimed' && !list.mine
  return (
    <Row
      code={list.code}
      title={list.shipTo}
      facts={[
        list.region ?? say('work.collect'),
        shortDay(list.deliveryDate, language),
        list.orderNumbers.join(', '),
      ]}
      side={say('idle.lines', { count: list.lines })}
      isMine={list.mine}
      isHeld={isHeld}
      testId={`list-${list.id}`}
    />
  )
}

/** Goods of a cancelled order, which somebody should bring back to their shelves. */
function PutBackCard({ putBack }: { putBack: PutBackRow }) {
  const { say } = useText()
  return (
    <Row
      code={putBack.code}
      title={putBack.orderNumbers.join(', ')}
      facts={[putBack.shipTo]}
      side={say('back.pieces', { count: putBack.quantity })}
      isMine={false}
      isHeld={false}
      isBack
      testId={`put-back-${putBack.listId}`}
    />
  )
}

type RowProps = {
  code: string
  title: string
  facts: string[]
  side: string
  isMine: boolean
  isHeld: boolean
  isBack?: boolean
  testId: string
}

function Row({ code, title, facts, side, isMine, isHeld, isBack = false, testId }: RowProps) {
  const { say } = useText()
  const { scan } = usePresses()
  const state = isBack ? 'back.title' : isMine ? 'idle.mine' : isHeld ? 'idle.held' : null
  return (
    <UnstyledButton
      className={css['row']}
      data-mine={isMine}
      data-held={isHeld}
      data-back={isBack}
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
        {state !== null && say(state)}
        <Icon name={isHeld ? 'lock' : isBack ? 'undo' : 'next'} size="1.75rem" />
      </span>
    </UnstyledButton>
  )
}

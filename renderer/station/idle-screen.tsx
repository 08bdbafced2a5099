import type { ReactNode } from 'react'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { GoesTo, WorkView } from '#contract/rpc/work-view.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { useText } from '../text/text.ts'
import { CommandBar } from './command-bar.tsx'
import css from './idle-screen.module.css'
import { ListCard, PutBackCard } from './list-card.tsx'
import { LastLoadCard, LoadCard } from './load-card.tsx'
import { PalletCard } from './pallet-card.tsx'
import { UnlabelledCard } from './unlabelled-card.tsx'

type IdleWork = Extract<WorkView, { kind: 'idle' }>

/** The work there is, each row as big as a hand. */
export function IdleScreen({ work, bench }: { work: IdleWork; bench: BenchView }) {
  const { say } = useText()
  const rows = [work.lists, work.loads, work.putBacks, work.pallets ?? [], work.unlabelled ?? []]
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
      {work.goesTo == null ? (
        <header className={css['head']}>
          <Icon name="scanner" size="4rem" />
          <div>
            <h1 className={css['title']}>{say(title)}</h1>
            <p className={css['hint']}>{say(hint)}</p>
          </div>
        </header>
      ) : (
        <LastTote goesTo={work.goesTo} />
      )}
      {isEmpty ? (
        bench.server.isLoading ? (
          <span />
        ) : (
          <FirstSteps />
        )
      ) : (
        <WorkLists work={work} bench={bench} />
      )}
      <CommandBar commands={['SIGNOUT', 'PALLET']} feedback={bench.feedback} />
    </div>
  )
}

/** The list is picked and left, and its last goods are still in somebody's hand. */
function LastTote({ goesTo }: { goesTo: GoesTo }) {
  const { say } = useText()
  const { name, tote, isRight } = goesTo
  return (
    <header className={css['head']} data-tone={isRight ? 'right' : 'now'} data-testid="last-tote">
      <Icon name={isRight ? 'check' : 'carton'} size="4rem" />
      <div>
        <h1 className={css['title']}>
          {isRight ? say('totes.right') : say('totes.last.title', { name, tote })}
        </h1>
        <p className={css['hint']}>{say(isRight ? 'totes.last.right' : 'totes.last.say')}</p>
      </div>
    </header>
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

function WorkLists({ work, bench }: { work: IdleWork; bench: BenchView }) {
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
          ...(work.unlabelled ?? []).map((unit) => (
            <UnlabelledCard key={unit.unitId} unit={unit} />
          )),
          ...work.lists.map((list) => <ListCard key={list.id} list={list} bench={bench} />),
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

import { UnstyledButton } from '@mantine/core'
import type { WorkView } from '#contract/rpc/work-view.ts'
import { Icon } from '../components/icon.tsx'
import { pressed } from '../components/touch-button.tsx'
import { shortDay } from '../format/day.ts'
import { useText } from '../text/text.ts'
import css from './idle-screen.module.css'
import own from './load-card.module.css'
import { usePresses } from './station-context.tsx'

type IdleWork = Extract<WorkView, { kind: 'idle' }>
type LoadRow = IdleWork['loads'][number]

/** A truck that takes goods: how far it is, when it goes, and who fills it if somebody does. */
export function LoadCard({ load }: { load: LoadRow }) {
  const { say, language } = useText()
  const { scan } = usePresses()
  const isHeld = load.heldBy !== null
  return (
    <UnstyledButton
      className={css['row']}
      data-mine={load.mine}
      data-held={isHeld}
      data-due={load.due}
      data-testid={`load-${load.id}`}
      data-code={load.code}
      disabled={isHeld}
      onClick={pressed(() => scan(load.code))}
    >
      <span className={css['rowTitle']}>
        {load.number} · {load.plate}
      </span>
      <span className={`${css['rowSide']} ${own['side']}`}>
        {load.expected === 0
          ? say('dock.nothing')
          : say('dock.on-board', { count: load.units, total: load.expected })}
      </span>
      <span className={css['rowFacts']}>
        {[load.region, shortDay(load.deliveryDate, language), load.driver]
          .filter((fact) => fact !== '')
          .join(' · ')}
      </span>
      <span className={css['rowState']}>
        <LoadState load={load} />
      </span>
    </UnstyledButton>
  )
}

function LoadState({ load }: { load: LoadRow }) {
  const { say } = useText()
  if (load.heldBy !== null) {
    return (
      <>
        {load.heldBy === '' ? say('idle.held') : say('dock.held-by', { name: load.heldBy })}
        <Icon name="lock" size="1.75rem" />
      </>
    )
  }
  const isOverdue = load.due === 'overdue'
  return (
    <>
      {load.due !== 'later' && (
        <span className={own['due']} data-due={load.due}>
          {isOverdue && <Icon name="warning" size="1.5rem" />}
          {say(`dock.due.${load.due}`)}
        </span>
      )}
      {load.mine && say('idle.mine')}
      <Icon name="next" size="1.75rem" />
    </>
  )
}

/** The list of the load last confirmed here: a driver may ask for it when the door is closed. */
export function LastLoadCard({ load }: { load: NonNullable<IdleWork['lastLoad']> }) {
  const { say } = useText()
  const { command } = usePresses()
  return (
    <UnstyledButton
      className={`${css['row']} ${own['last']}`}
      data-testid="last-load"
      onClick={pressed(() => command('LIST'))}
    >
      <span className={own['lastWords']}>
        <Icon name="printer" size="2rem" />
        {say('dock.last-load', { number: load.number })}
      </span>
    </UnstyledButton>
  )
}

import { UnstyledButton } from '@mantine/core'
import type { WorkView } from '#contract/rpc/work-view.ts'
import { Icon } from '../components/icon.tsx'
import { pressed } from '../components/touch-button.tsx'
import { ssccTail } from '../format/unit-name.ts'
import { useText } from '../text/text.ts'
import css from './idle-screen.module.css'
import { usePresses } from './station-context.tsx'

type IdleWork = Extract<WorkView, { kind: 'idle' }>
type Unlabelled = NonNullable<IdleWork['unlabelled']>[number]

/** Closed where no printer is: a touch makes the label at a bench that has one. */
export function UnlabelledCard({ unit }: { unit: Unlabelled }) {
  const { say } = useText()
  const { scan } = usePresses()
  const code = `00${unit.unitId}`
  return (
    <UnstyledButton
      className={css['row']}
      data-back="true"
      data-testid={`unlabelled-${unit.unitId}`}
      data-code={code}
      onClick={pressed(() => scan(code))}
    >
      <span className={css['rowTitle']}>{unit.orderNumbers.join(', ')}</span>
      <span className={css['rowSide']}>{say(`kind.${unit.kind}`)}</span>
      <span className={css['rowFacts']}>
        <span className={css['rowCode']}>{ssccTail(unit.unitId)}</span> {unit.shipTo}
      </span>
      <span className={css['rowState']}>
        {say('owed.state')}
        <Icon name="printer" size="1.75rem" />
      </span>
    </UnstyledButton>
  )
}

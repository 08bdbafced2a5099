import { UnstyledButton } from '@mantine/core'
import type { WorkView } from '#contract/rpc/work-view.ts'
import { Icon } from '../components/icon.tsx'
import { pressed } from '../components/touch-button.tsx'
import { shortDay } from '../format/day.ts'
import { ssccTail } from '../format/unit-name.ts'
import { useText } from '../text/text.ts'
import css from './idle-screen.module.css'
import { usePresses } from './station-context.tsx'

type PalletRow = NonNullable<Extract<WorkView, { kind: 'idle' }>['pallets']>[number]

/** A pallet with cartons on it that nobody has closed. */
export function PalletCard({ pallet }: { pallet: PalletRow }) {
  const { say, language } = useText()
  const { scan } = usePresses()
  // The number of a unit as it stands in its bars.
  const code = `00${pallet.unitId}`
  return (
    <UnstyledButton
      className={css['row']}
      data-mine
      data-testid={`pallet-${pallet.unitId}`}
      data-code={code}
      onClick={pressed(() => scan(code))}
    >
      <span className={css['rowTitle']}>{pallet.shipTo}</span>
      <span className={css['rowSide']}>{say('pallet.cartons', { count: pallet.cartons })}</span>
      <span className={css['rowFacts']}>
        <span className={css['rowCode']}>
          {say('pallet.title', { tail: ssccTail(pallet.unitId) })}
        </span>{' '}
        {[
          pallet.city,
          pallet.region ?? say('work.collect'),
          shortDay(pallet.deliveryDate, language),
        ]
          .filter((fact) => fact !== '')
          .join(' · ')}
      </span>
      <span className={css['rowState']}>
        {say('idle.mine')}
        <Icon name="next" size="1.75rem" />
      </span>
    </UnstyledButton>
  )
}

import type { UnitView } from '#contract/rpc/work-view.ts'
import { Icon } from '../components/icon.tsx'
import { longSscc } from '../format/unit-name.ts'
import { kilograms } from '../format/weight.ts'
import { useText } from '../text/text.ts'
import card from './card.module.css'
import { ScaleBar, ScaleState } from './scale-bar.tsx'
import { useScale } from './station-context.tsx'
import css from './unit-card.module.css'
import { shownGrams } from './weigh-advice.ts'

/** The open unit: its number, what is in it, and its weight as it is now. */
export function UnitCard({ unit }: { unit: UnitView | null }) {
  const { say } = useText()
  if (unit === null) {
    return (
      <section className={`${card['card']} ${css['card']}`} data-testid="unit">
        <p className={css['none']}>{say('unit.none')}</p>
      </section>
    )
  }
  return (
    <section
      className={`${card['card']} ${css['card']}`}
      data-testid="unit"
      data-unit={unit.unitId}
    >
      <header className={css['head']}>
        <h2 className={css['title']}>
          <Icon name={unit.kind === 'pallet' ? 'pallet' : 'carton'} size="2rem" />
          {say(`unit.${unit.kind}`, { number: unit.ordinal })}
        </h2>
        <span className={css['sscc']}>{longSscc(unit.unitId)}</span>
      </header>
      <ul className={css['contents']} tabIndex={0} data-testid="unit-contents">
        {unit.contents.length === 0 && <li className={css['empty']}>{say('unit.empty')}</li>}
        {unit.contents.map((content, index) => (
          <li key={index} className={css['content']}>
            <span className={css['name']}>{content.name}</span>
            <b>{content.quantity}</b>
            {content.lots !== undefined && (
              <span className={css['lots']}>
                {content.lots.map(({ lot, quantity: count }) => (
                  <span key={lot}>{say('lot.some', { lot, count })}</span>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
      <UnitWeight unit={unit} />
    </section>
  )
}

function UnitWeight({ unit }: { unit: UnitView }) {
  const { say, language } = useText()
  const scale = useScale()
  const grams = shownGrams(scale)
  if (unit.status !== 'open' && unit.grossGrams !== null) {
    return (
      <footer className={css['weight']}>
        <div className={css['row']}>
          <span className={css['word']}>{say('unit.closed-at')}</span>
          <span className={css['value']} data-testid="closed-at">
            {kilograms(unit.grossGrams, language)} {say('weigh.kilograms')}
          </span>
        </div>
      </footer>
    )
  }
  return (
    <footer className={css['weight']}>
      <div className={css['row']}>
        <span className={css['word']}>{say('unit.expected')}</span>
        <span className={css['value']} data-testid="expected">
          {say('unit.weight', {
            weight: kilograms(unit.expectedGrams, language),
            tolerance: kilograms(unit.toleranceGrams, language),
          })}
        </span>
      </div>
      <div className={css['row']}>
        <ScaleState scale={scale} />
        <span className={css['value']} data-testid="scale">
          {grams === null ? say('weigh.no-number') : kilograms(grams, language)}{' '}
          {say('weigh.kilograms')}
        </span>
      </div>
      <ScaleBar scale={scale} unit={unit} />
    </footer>
  )
}

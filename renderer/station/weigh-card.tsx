import type { UnitView } from '#contract/rpc/work-view.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { ssccTail } from '../format/unit-name.ts'
import { kilograms } from '../format/weight.ts'
import { unitInSentence } from './unit-words.ts'
import { useText } from '../text/text.ts'
import card from './card.module.css'
import { ScaleBar, ScaleState } from './scale-bar.tsx'
import { useScale } from './station-context.tsx'
import css from './weigh-card.module.css'
import { shownGrams, weighAdvice, type WeighAdvice } from './weigh-advice.ts'

type Props = {
  unit: UnitView
  /** False where the right weight alone closes nothing. */
  isAutoClose: boolean
  hasPrinter: boolean
}

/** All is picked: the weight now, large, and what to make of it. */
export function WeighCard({ unit, isAutoClose, hasPrinter }: Props) {
  const { say, language } = useText()
  const scale = useScale()
  const grams = shownGrams(scale)
  const advice = weighAdvice(scale, unit)
  const tone = TONE_OF[advice.kind]
  const hasScale = advice.kind !== 'absent'
  return (
    <section
      className={`${card['card']} ${css['card']}`}
      data-tone={tone}
      data-scale={hasScale}
      data-testid="weigh"
    >
      <header className={css['head']}>
        <h1 className={css['title']}>
          {say(hasScale ? 'weigh.title' : 'weigh.close', { unit: unitInSentence(unit, say) })}
        </h1>
        <ScaleState scale={scale} />
      </header>
      {hasScale && (
        <p className={css['number']} data-testid="weigh-number">
          <b>{grams === null ? say('weigh.no-number') : kilograms(grams, language)}</b>
          <small>{say('weigh.kilograms')}</small>
        </p>
      )}
      <div className={css['bar']}>
        {hasScale && <ScaleBar scale={scale} unit={unit} />}
        <p className={css['expected']}>
          {say('unit.expected')}{' '}
          <b>
            {say('unit.weight', {
              weight: kilograms(unit.expectedGrams, language),
              tolerance: kilograms(unit.toleranceGrams, language),
            })}
          </b>
        </p>
      </div>
      <p className={css['advice']} data-tone={tone} data-testid="weigh-advice">
        <Icon name={ICON_OF[tone]} size="2.5rem" />
        {advice.kind === 'light' || advice.kind === 'heavy'
          ? say(`weigh.${advice.kind}`, { weight: kilograms(advice.byGrams, language) })
          : say(
              advice.kind === 'right' && !isAutoClose
                ? 'weigh.right.close'
                : `weigh.${advice.kind}`,
            )}
      </p>
      {!hasPrinter && (
        <p className={css['owed']} data-testid="weigh-owed">
          <Icon name="printer" size="2rem" />
          {say('owed.write', { tail: ssccTail(unit.unitId) })}
        </p>
      )}
    </section>
  )
}

/** Nothing is left to do on this list. */
export function DoneCard() {
  const { say } = useText()
  return (
    <section className={`${card['card']} ${css['done']}`} data-testid="done">
      <Icon name="check" size="8rem" />
      <h1 className={css['doneTitle']}>{say('pick.done.title')}</h1>
      <p className={css['doneSay']}>{say('pick.done.say')}</p>
    </section>
  )
}

type Tone = 'calm' | 'right' | 'off' | 'trouble'

const ICON_OF: Record<Tone, IconName> = {
  calm: 'scale',
  right: 'check',
  off: 'warning',
  trouble: 'cross',
}

const TONE_OF: Record<WeighAdvice['kind'], Tone> = {
  right: 'right',
  light: 'off',
  heavy: 'off',
  under: 'off',
  over: 'trouble',
  fault: 'trouble',
  absent: 'calm',
  motion: 'calm',
  empty: 'calm',
}

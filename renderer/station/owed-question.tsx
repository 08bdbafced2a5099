import { commandCode } from '#contract/barcode/loadline-code.ts'
import type { Prompt } from '#contract/rpc/prompt-view.ts'
import { ScanCode } from '../components/scan-code.tsx'
import { TouchButton } from '../components/touch-button.tsx'
import { ssccTail } from '../format/unit-name.ts'
import { useText } from '../text/text.ts'
import css from './prompt-screen.module.css'
import { Question } from './prompt-sheet.tsx'
import { usePresses } from './station-context.tsx'

type Owed = Extract<Prompt, { kind: 'labels-missing' }>

/** Numbers shown; the rest is counted. */
const UNITS_SHOWN = 6

/** Cartons closed where no printer is: their labels can come out of this bench. */
export function OwedQuestion({ prompt: { unitIds } }: { prompt: Owed }) {
  const { say } = useText()
  const rest = unitIds.length - UNITS_SHOWN
  return (
    <Question kind="labels-missing" title={say('owed.title', { count: unitIds.length })}>
      <p className={css['say']}>{say('owed.say')}</p>
      <ul className={css['missing']}>
        {unitIds.slice(0, UNITS_SHOWN).map((unitId) => (
          <li key={unitId}>
            <b>{ssccTail(unitId)}</b>
          </li>
        ))}
        {rest > 0 && <li>{say('owed.more', { count: rest })}</li>}
      </ul>
      <div className={css['pair']}>
        <Answer name="NO" tone="plain" />
        <Answer name="YES" tone="primary" />
      </div>
    </Question>
  )
}

function Answer({ name, tone }: { name: 'YES' | 'NO'; tone: 'plain' | 'primary' }) {
  const { say } = useText()
  const { command } = usePresses()
  return (
    <TouchButton
      label={say(`cmd.${name}`)}
      icon={name === 'YES' ? 'printer' : 'cross'}
      tone={tone}
      isLarge
      testId={`cmd-${name}`}
      onPress={() => command(name)}
    >
      <ScanCode text={commandCode(name)} size="5rem" />
    </TouchButton>
  )
}

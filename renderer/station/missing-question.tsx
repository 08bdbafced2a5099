import { commandCode } from '#contract/barcode/loadline-code.ts'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { Prompt } from '#contract/rpc/prompt-view.ts'
import { Icon } from '../components/icon.tsx'
import { ScanCode } from '../components/scan-code.tsx'
import { TouchButton, type TouchTone } from '../components/touch-button.tsx'
import { ssccTail } from '../format/unit-name.ts'
import { useText } from '../text/text.ts'
import { missingWords } from './load-words.ts'
import css from './prompt-screen.module.css'
import { Question } from './prompt-sheet.tsx'
import { usePresses } from './station-context.tsx'

type MissingPrompt = Extract<Prompt, { kind: 'confirm-missing' }>

/** Loads have many pallets; more names than this are counted, so that both answers stay on the screen. */
const MISSING_SHOWN = 4

/** The load would be confirmed while something stays behind: how much of it, which, and what to do. */
export function MissingQuestion({ prompt, bench }: { prompt: MissingPrompt; bench: BenchView }) {
  const { say } = useText()
  const words = missingWords(prompt, say)
  return (
    <Question kind="confirm-missing" title={say('prompt.missing.title')}>
      <ul className={css['facts']} data-testid="left-behind">
        {words.facts.map(({ icon, text }) => (
          <li key={icon}>
            <Icon name={icon} size="2.5rem" />
            <b>{text}</b>
          </li>
        ))}
      </ul>
      <MissingUnits prompt={prompt} bench={bench} />
      <p className={css['say']}>{words.say}</p>
      <div className={css['pair']}>
        <TouchAnswer name="CANCEL" label={words.cancel} tone="primary" />
        <TouchAnswer name="CONFIRM" label={words.confirm} tone="plain" />
      </div>
    </Question>
  )
}

/** Which units they are, by the name on their labels. */
function MissingUnits({ prompt, bench }: { prompt: MissingPrompt; bench: BenchView }) {
  const { say } = useText()
  const units = bench.work.kind === 'loading' ? bench.work.missing : []
  const rest = (prompt.units ?? prompt.missing.length) - MISSING_SHOWN
  return (
    <ul className={css['missing']} {...(prompt.missing.length > 0 ? { tabIndex: 0 } : {})}>
      {prompt.missing.slice(0, MISSING_SHOWN).map((name) => {
        const unit = units.find(({ unitId }) => unitId === name)
        return (
          <li key={name}>
            <b>{unit === undefined ? ssccTail(name) : unit.name}</b>
            {unit !== undefined && (
              <span>
                {unit.city} · …{ssccTail(unit.unitId)}
              </span>
            )}
          </li>
        )
      })}
      {rest > 0 && <li>{say('load.more', { count: rest })}</li>}
    </ul>
  )
}

type TouchAnswerProps = { name: 'CANCEL' | 'CONFIRM'; label: string; tone: TouchTone }

function TouchAnswer({ name, label, tone }: TouchAnswerProps) {
  const { command } = usePresses()
  return (
    <TouchButton
      label={label}
      tone={tone}
      isLarge
      testId={`cmd-${name}`}
      onPress={() => command(name)}
    >
      <ScanCode text={commandCode(name)} size="5rem" />
    </TouchButton>
  )
}

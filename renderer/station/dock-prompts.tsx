import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { Prompt } from '#contract/rpc/prompt-view.ts'
import { Icon } from '../components/icon.tsx'
import { ssccTail } from '../format/unit-name.ts'
import { wholeKilograms } from '../format/weight.ts'
import { useText } from '../text/text.ts'
import css from './prompt-screen.module.css'
import { Question, Reasons } from './prompt-sheet.tsx'

type PromptOf<Kind extends Prompt['kind']> = Extract<Prompt, { kind: Kind }>

/** The door is closed: its seal is the next thing scanned. */
export function SealQuestion({ prompt }: { prompt: PromptOf<'seal'> }) {
  const { say } = useText()
  const { seal } = prompt
  return (
    <Question canCancel kind="seal" title={say('prompt.seal.title')}>
      <p className={css['badge']}>
        <Icon name="lock" size="5rem" />
        <span>
          <b>{say('prompt.seal.say')}</b>
          {seal !== null && say('prompt.seal.now', { seal })}
        </span>
      </p>
    </Question>
  )
}

type UnloadProps = { prompt: PromptOf<'unload-reason'>; bench: BenchView }

/** Which one comes off, in the words on its label, and why. */
export function UnloadQuestion({ prompt, bench }: UnloadProps) {
  const { say, language } = useText()
  const onBoard = bench.work.kind === 'loading' ? bench.work.onBoard : []
  const unit = onBoard.find(({ unitId }) => unitId === prompt.unitId)
  return (
    <Question canCancel kind="unload-reason" title={say('prompt.unload.title')}>
      <p className={css['which']} data-testid="unload-which">
        <Icon name={unit?.kind === 'pallet' ? 'pallet' : 'carton'} size="3rem" />
        <span>
          <b>{[unit?.name ?? '', unit?.city ?? ''].filter((text) => text !== '').join(', ')}</b>
          {say('unit.label', { tail: ssccTail(prompt.unitId) })}
          {unit !== undefined &&
            ` · ${say('load.kilograms', { value: wholeKilograms(unit.grossGrams, language) })}`}
        </span>
      </p>
      <p className={css['say']}>{say('prompt.unload.say')}</p>
      <Reasons purpose="unload" />
    </Question>
  )
}

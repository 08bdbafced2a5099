import { commandCode, type CommandName } from '#contract/barcode/loadline-code.ts'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { Prompt } from '#contract/rpc/prompt-view.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { LabelPicture } from '../components/label-picture.tsx'
import { ScanCode } from '../components/scan-code.tsx'
import { TouchButton, type TouchTone } from '../components/touch-button.tsx'
import { expiryDay } from '../format/day.ts'
import { kilograms } from '../format/weight.ts'
import { useText } from '../text/text.ts'
import { SealQuestion, UnloadQuestion } from './dock-prompts.tsx'
import { MissingQuestion } from './missing-question.tsx'
import { OwedQuestion } from './owed-question.tsx'
import { PinPad, PinQuestion } from './pin-pad.tsx'
import css from './prompt-screen.module.css'
import { Question, Reasons } from './prompt-sheet.tsx'
import { useAnswerPin, useLabelDocument, usePresses } from './station-context.tsx'

type PromptOf<Kind extends Prompt['kind']> = Extract<Prompt, { kind: Kind }>

/** A question over the work. Every answer is a touch or a scan of the code beside it. */
export function PromptScreen({ prompt, bench }: { prompt: Prompt; bench: BenchView }) {
  if (prompt.kind === 'short-reason') return <ShortQuestion prompt={prompt} />
  if (prompt.kind === 'lot-reason') return <LotQuestion prompt={prompt} />
  if (prompt.kind === 'override') return <OverrideQuestion prompt={prompt} />
  if (prompt.kind === 'labels-missing') return <OwedQuestion prompt={prompt} />
  if (prompt.kind === 'print-in-doubt') return <DoubtQuestion prompt={prompt} />
  if (prompt.kind === 'seal') return <SealQuestion prompt={prompt} />
  if (prompt.kind === 'unload-reason') return <UnloadQuestion prompt={prompt} bench={bench} />
  if (prompt.kind === 'confirm-missing') return <MissingQuestion prompt={prompt} bench={bench} />
  return <ReasonQuestion kind={prompt.kind} />
}

function ShortQuestion({ prompt }: { prompt: PromptOf<'short-reason'> }) {
  const { say } = useText()
  return (
    <Question
      canCancel
      kind="short-reason"
      title={say(prompt.isPicked === true ? 'prompt.short.packing.title' : 'prompt.short.title', {
        name: prompt.name,
      })}
    >
      <p className={css['say']}>{say('prompt.short.say', { count: prompt.quantity })}</p>
      <Reasons purpose="short" />
    </Question>
  )
}

/** What is in the hand against what ends sooner; the other lot is scanned, or a reason is given. */
function LotQuestion({ prompt }: { prompt: PromptOf<'lot-reason'> }) {
  const { say, language } = useText()
  const { lot, until, first } = prompt
  const untilWords = (day: string) => say('lot.until', { day: expiryDay(day, language) })
  return (
    <Question canCancel kind="lot-reason" title={say('prompt.lot.title', { first: first.lot })}>
      <dl className={css['weights']}>
        <div>
          <dt>
            {say('prompt.lot.in-hand')} · {prompt.name}
          </dt>
          <dd>{say('lot.name', { lot })}</dd>
          <dd>{until === null ? say('prompt.lot.no-day') : untilWords(until)}</dd>
        </div>
        <div>
          <dt>{say('lot.first')}</dt>
          <dd>{say('lot.name', { lot: first.lot })}</dd>
          <dd>{untilWords(first.until)}</dd>
        </div>
      </dl>
      <p className={css['say']}>{say('prompt.lot.say', { first: first.lot })}</p>
      <Reasons purpose="lot" />
    </Question>
  )
}

const REASON_QUESTIONS = {
  'declare-reason': {
    title: 'prompt.declare.title',
    say: 'prompt.declare.say',
    purpose: 'declare',
  },
  'reprint-reason': {
    title: 'prompt.reprint.title',
    say: 'prompt.reprint.say',
    purpose: 'reprint',
  },
} as const

function ReasonQuestion({ kind }: { kind: keyof typeof REASON_QUESTIONS }) {
  const { say } = useText()
  const question = REASON_QUESTIONS[kind]
  return (
    <Question canCancel kind={kind} title={say(question.title)}>
      <p className={css['say']}>{say(question.say)}</p>
      <Reasons purpose={question.purpose} />
    </Question>
  )
}

function OverrideQuestion({ prompt }: { prompt: PromptOf<'override'> }) {
  const { say } = useText()
  const answerPin = useAnswerPin()
  return (
    <Question canCancel kind="override" title={say('prompt.override.title')}>
      {prompt.step === 'pin' ? (
        <div className={css['pin']}>
          <div className={css['pinSide']}>
            <PinQuestion name={prompt.supervisor ?? ''} triesLeft={prompt.triesLeft} />
            <Weights prompt={prompt} />
          </div>
          <PinPad onAnswer={answerPin} />
        </div>
      ) : (
        <Weights prompt={prompt} />
      )}
      {prompt.step === 'badge' && (
        <p className={css['badge']}>
          <Icon name="badge" size="5rem" />
          <span>
            <b>{say('prompt.override.badge')}</b>
            {say('prompt.override.back')}
          </span>
        </p>
      )}
      {prompt.step === 'reason' && (
        <>
          <p className={css['ask']}>
            {say('prompt.override.reason', { name: prompt.supervisor ?? '' })}
          </p>
          <Reasons purpose="override" />
        </>
      )}
    </Question>
  )
}

function Weights({ prompt }: { prompt: PromptOf<'override'> }) {
  const { say, language } = useText()
  return (
    <dl className={css['weights']}>
      <div>
        <dt>{say('prompt.override.measured')}</dt>
        <dd>{kilograms(prompt.grossGrams, language)} kg</dd>
      </div>
      <div>
        <dt>{say('prompt.override.expected')}</dt>
        <dd>
          {say('unit.weight', {
            weight: kilograms(prompt.expectedGrams, language),
            tolerance: kilograms(prompt.toleranceGrams, language),
          })}
        </dd>
      </div>
    </dl>
  )
}

function DoubtQuestion({ prompt }: { prompt: PromptOf<'print-in-doubt'> }) {
  const { say } = useText()
  const document = useLabelDocument(prompt.jobId)
  return (
    <Question kind="print-in-doubt" title={say('prompt.doubt.title')}>
      <div className={css['doubt']}>
        <div className={css['doubtWords']}>
          <p className={css['say']}>{say('prompt.doubt.say', { copy: prompt.copy })}</p>
          <Answer name="YES" icon="check" tone="good" />
          <Answer name="NO" icon="cross" tone="plain" />
        </div>
        <div className={css['picture']}>
          <LabelPicture document={document} title={say('label.picture')} />
        </div>
      </div>
    </Question>
  )
}

type AnswerProps = { name: Exclude<CommandName, 'ACK'>; icon: IconName; tone: TouchTone }

function Answer({ name, icon, tone }: AnswerProps) {
  const { say } = useText()
  const { command } = usePresses()
  return (
    <TouchButton
      label={say(`cmd.${name}`)}
      icon={icon}
      tone={tone}
      isLarge
      testId={`cmd-${name}`}
      onPress={() => command(name)}
    >
      <ScanCode text={commandCode(name)} size="5rem" />
    </TouchButton>
  )
}

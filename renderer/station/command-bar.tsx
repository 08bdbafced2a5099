import type { CommandName } from '#contract/barcode/loadline-code.ts'
import type { Feedback } from '#contract/rpc/bench-view.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { TouchButton } from '../components/touch-button.tsx'
import { useText } from '../text/text.ts'
import css from './command-bar.module.css'
import { feedbackWords } from './feedback-words.ts'
import { usePresses } from './station-context.tsx'

type BarCommand = Exclude<CommandName, 'ACK'>

const ICONS: Partial<Record<CommandName, IconName>> = {
  UNDO: 'undo',
  SHORT: 'warning',
  CLOSE: 'carton',
  WEIGH: 'scale',
  REPRINT: 'printer',
  CONFIRM: 'check',
  NEXT: 'next',
  SIGNOUT: 'out',
  PALLET: 'pallet',
  SEAL: 'lock',
  LIST: 'printer',
}

const PALLET_ICONS: Partial<Record<CommandName, IconName>> = { CLOSE: 'pallet', CANCEL: 'out' }

type Props = {
  commands: readonly BarCommand[]
  primary?: BarCommand
  /** What stands on the bench: it is what CLOSE closes. */
  unitKind?: 'carton' | 'pallet' | 'tote'
  feedback: Feedback | null
}

/** Commands always in the same places, and what the last scan was taken for. */
export function CommandBar({ commands, primary, unitKind, feedback }: Props) {
  const { say } = useText()
  const { command } = usePresses()
  return (
    <footer className={css['bar']}>
      {commands.map((name) => (
        <TouchButton
          key={name}
          label={say(unitKind === 'pallet' ? onPallet(name) : `cmd.${name}`)}
          {...iconOf(name, unitKind)}
          tone={name === primary ? 'primary' : 'plain'}
          testId={`cmd-${name}`}
          onPress={() => command(name)}
        />
      ))}
      <LastScan feedback={feedback} />
    </footer>
  )
}

function LastScan({ feedback }: { feedback: Feedback | null }) {
  const { say, language } = useText()
  const words = feedback === null ? '' : feedbackWords(feedback, say, language)
  // It stands there from the start: what appears with its words in it is not read aloud.
  if (feedback === null || words === '') {
    return <output className={css['last']} data-testid="last-scan" />
  }
  return (
    <output className={css['last']} data-kind={feedback.kind} data-testid="last-scan">
      <Icon name={feedback.kind === 'good' ? 'check' : 'cross'} />
      <span className={css['lastWords']} data-testid="last">
        {words}
      </span>
    </output>
  )
}

/** Closing and leaving mean something else where a pallet stands. */
function onPallet(name: BarCommand) {
  return name === 'CLOSE' || name === 'CANCEL'
    ? (`cmd.${name}.pallet` as const)
    : (`cmd.${name}` as const)
}

function iconOf(name: CommandName, unitKind: Props['unitKind']): { icon?: IconName } {
  const icon = (unitKind === 'pallet' ? PALLET_ICONS[name] : undefined) ?? ICONS[name]
  return icon === undefined ? {} : { icon }
}

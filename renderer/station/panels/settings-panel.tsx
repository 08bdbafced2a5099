import { useMantineColorScheme } from '@mantine/core'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import { TouchButton } from '../../components/touch-button.tsx'
import { LANGUAGES } from '../../text/language.ts'
import { useText } from '../../text/text.ts'
import { useSounds } from '../sounds-context.ts'
import { PracticeEntry } from '../practice-entry.tsx'
import { usePresses } from '../station-context.tsx'
import { AboutBench } from './about-bench.tsx'
import { BenchRules } from './bench-rules.tsx'
import { CodeSheets } from './code-sheets.tsx'
import css from './panel.module.css'

const SCHEMES = ['auto', 'light', 'dark'] as const
const SOUNDS = ['good', 'wrong', 'stop'] as const

/** Language, light and sounds of this machine, the bench's rules, practice, codes, and what it is. */
export function SettingsPanel({ bench, onClose }: { bench: BenchView; onClose: () => void }) {
  const { say, language, choose } = useText()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { command } = usePresses()
  const sounds = useSounds()
  return (
    <div className={css['stack']}>
      <Choice
        title={say('settings.language')}
        options={LANGUAGES.map((known) => ({
          id: known,
          label: say(`settings.language.${known}`),
        }))}
        chosen={language}
        onChoose={choose}
        testId="language"
      />
      <Choice
        title={say('settings.light')}
        options={SCHEMES.map((scheme) => ({ id: scheme, label: say(`settings.light.${scheme}`) }))}
        chosen={colorScheme}
        onChoose={setColorScheme}
        testId="light"
      />
      <Choice
        title={say('settings.sounds')}
        options={SOUNDS.map((sound) => ({ id: sound, label: say(`settings.sounds.${sound}`) }))}
        chosen={null}
        onChoose={(sound) => sounds.play(sound)}
        testId="sound"
      />
      <BenchRules settings={bench.settings} />
      {bench.isPractice !== true && (
        <section>
          <h3 className={css['choiceTitle']}>{say('settings.practice')}</h3>
          <PracticeEntry />
        </section>
      )}
      <CodeSheets />
      <AboutBench bench={bench} />
      {hasWork(bench) && (
        <TouchButton
          label={say('settings.give-back')}
          icon="undo"
          testId="settings-CANCEL"
          onPress={() => {
            command('CANCEL')
            onClose()
          }}
        />
      )}
      {bench.operator !== null && (
        <TouchButton
          label={`${say('cmd.SIGNOUT')} · ${bench.operator.name}`}
          icon="out"
          testId="settings-SIGNOUT"
          onPress={() => {
            command('SIGNOUT')
            onClose()
          }}
        />
      )}
    </div>
  )
}

/** Work that was not begun can be given back; the host says no when it was. */
function hasWork({ work, prompt }: BenchView): boolean {
  return prompt === null && work.kind !== 'signed-out' && work.kind !== 'idle'
}

type ChoiceProps<Id extends string> = {
  title: string
  options: { id: Id; label: string }[]
  chosen: Id | null
  onChoose: (id: Id) => void
  testId: string
}

function Choice<Id extends string>({ title, options, chosen, onChoose, testId }: ChoiceProps<Id>) {
  return (
    <section>
      <h3 className={css['choiceTitle']}>{title}</h3>
      <div className={css['choices']}>
        {options.map(({ id, label }) => (
          <TouchButton
            key={id}
            label={label}
            tone={id === chosen ? 'primary' : 'plain'}
            testId={`${testId}-${id}`}
            onPress={() => onChoose(id)}
            {...(id === chosen ? { icon: 'check' as const } : {})}
          />
        ))}
      </div>
    </section>
  )
}

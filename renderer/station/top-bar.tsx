import { UnstyledButton } from '@mantine/core'
import { useSyncExternalStore, type ReactNode } from 'react'
import type { BenchView, DeviceView } from '#contract/rpc/bench-view.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { pressed } from '../components/touch-button.tsx'
import { clockTime } from '../format/day.ts'
import { useText } from '../text/text.ts'
import { ageWords, cutOffWords } from './bar-words.ts'
import { devicesByKind, type DeviceGroup } from './device-groups.ts'
import type { PanelName } from './panels/bench-panel.tsx'
import { needsAnswer } from './panels/job-words.ts'
import { useSounds } from './sounds-context.ts'
import { usePrintJobs } from './station-context.tsx'
import css from './top-bar.module.css'
import { useNow } from './use-now.ts'

type Props = { bench: BenchView; onOpen: (panel: PanelName) => void }

/** Always there: who, online, what waits, each kind of device, the clock and the next cut-off. */
export function TopBar({ bench, onOpen }: Props) {
  const { say } = useText()
  const isBlocked = bench.server.block !== 'none' && !bench.server.isDraining
  const isOnline = bench.server.online && !isBlocked
  return (
    <header className={css['bar']} data-testid="top-bar">
      <BarItem
        icon="user"
        top={bench.name}
        below={bench.operator?.name ?? say('bar.nobody')}
        testId="who"
        isWide
        onPress={() => onOpen('settings')}
      />
      {/* It goes with the first touch. Who works here takes its room: nothing moves under the finger. */}
      <SoundItem />
      <Upright
        icon={isOnline ? 'online' : 'offline'}
        tone={isOnline ? 'good' : 'warn'}
        word={say(isBlocked ? 'bar.blocked' : isOnline ? 'bar.online' : 'bar.offline')}
        title={say(isOnline ? 'bar.synced' : 'bar.offline.say')}
        testId="online"
        isOnline={isOnline}
        onPress={() => onOpen('queue')}
      />
      <WaitingItem bench={bench} onPress={() => onOpen('queue')} />
      <RefusedItem count={bench.log.refusedOpen} onPress={() => onOpen('refusals')} />
      {devicesByKind(bench.devices).map((group) => (
        <DeviceItem key={group.kind} group={group} onOpen={onOpen} />
      ))}
      <FloorItem bench={bench} onPress={() => onOpen('floor')} />
      <ClockItem bench={bench} onPress={() => onOpen('queue')} />
      <UnstyledButton
        className={css['menu']}
        aria-label={say('bar.settings')}
        data-testid="settings"
        onClick={pressed(() => onOpen('settings'))}
      >
        <Icon name="settings" size="2rem" />
      </UnstyledButton>
    </header>
  )
}

type Tone = 'plain' | 'good' | 'warn' | 'wrong'

type ItemProps = {
  icon: IconName
  tone?: Tone
  top: ReactNode
  below: ReactNode
  testId: string
  isWide?: boolean
  onPress: () => void
}

function BarItem({ icon, tone = 'plain', top, below, testId, isWide, onPress }: ItemProps) {
  return (
    <UnstyledButton
      className={css['item']}
      data-tone={tone}
      data-wide={isWide}
      data-testid={testId}
      onClick={pressed(onPress)}
    >
      <Icon name={icon} />
      <span className={css['words']}>
        <span className={css['top']}>{top}</span>
        <span className={css['below']}>{below}</span>
      </span>
    </UnstyledButton>
  )
}

type DeviceItemProps = { group: DeviceGroup; onOpen: (panel: PanelName) => void }

/** A kind of device; of a printer that is well, whether one of its labels waits for an answer. */
function DeviceItem({ group: { kind, state, count }, onOpen }: DeviceItemProps) {
  const { say } = useText()
  const jobs = usePrintJobs()
  const isPrinter = kind === 'printer'
  const isAsking = isPrinter && state === 'ready' && (jobs ?? []).some((job) => needsAnswer(job))
  return (
    <Upright
      icon={kind}
      tone={isAsking ? 'warn' : deviceTone(state)}
      word={say(isAsking ? 'bar.labels' : `device.short.${state}`)}
      title={say(`device.kind.${kind}`) + (count > 1 ? ` ×${count}` : '')}
      testId={`device-${kind}`}
      onPress={() => onOpen(isPrinter ? 'jobs' : 'devices')}
    />
  )
}

type UprightProps = {
  icon: IconName
  tone: Tone
  /** One word for the state; the drawing above it says of what, and `title` says both aloud. */
  word: string
  title: string
  testId: string
  isOnline?: boolean
  onPress: () => void
}

function Upright({ icon, tone, word, title, testId, isOnline, onPress }: UprightProps) {
  return (
    <UnstyledButton
      className={css['upright']}
      data-tone={tone}
      data-testid={testId}
      data-online={isOnline}
      aria-label={`${title}: ${word}`}
      onClick={pressed(onPress)}
    >
      <Icon name={icon} />
      <span className={css['word']}>{word}</span>
    </UnstyledButton>
  )
}

function WaitingItem({ bench, onPress }: { bench: BenchView; onPress: () => void }) {
  const { say } = useText()
  const now = useNow(1000)
  const { pending, oldestPendingAt } = bench.log
  const below =
    pending === 0 || oldestPendingAt === null
      ? say('bar.waiting.none')
      : say('bar.waiting.oldest', { age: ageWords(Date.parse(oldestPendingAt), now, say) })
  return (
    <BarItem
      icon="queue"
      tone={pending > 0 && !bench.server.online ? 'warn' : 'plain'}
      top={<span data-testid="pending">{say('bar.waiting', { count: pending })}</span>}
      below={below}
      testId="waiting"
      onPress={onPress}
    />
  )
}

/** What the office refused is counted here until a supervisor has closed it. */
function RefusedItem({ count, onPress }: { count: number; onPress: () => void }) {
  const { say } = useText()
  if (count === 0) return null
  return (
    <BarItem
      icon="warning"
      tone="wrong"
      top={<span data-testid="refused-count">{say('bar.refused', { count })}</span>}
      below={say('bar.refused.say')}
      testId="refused"
      onPress={onPress}
    />
  )
}

/** Only a supervisor looks at all benches; nobody else is shown a door that stays shut. */
function FloorItem({ bench, onPress }: { bench: BenchView; onPress: () => void }) {
  const { say } = useText()
  if (bench.operator?.roles.includes('supervisor') !== true) return null
  return (
    <Upright
      icon="floor"
      tone="plain"
      word={say('bar.floor')}
      title={say('panel.floor')}
      testId="floor-open"
      onPress={onPress}
    />
  )
}

function ClockItem({ bench, onPress }: { bench: BenchView; onPress: () => void }) {
  const { say, language } = useText()
  const now = useNow(1000) + bench.server.clockOffsetMs
  const cutOff = cutOffWords(bench, now, say, language)
  return (
    <>
      {cutOff !== null && (
        <BarItem
          icon="truck"
          tone={cutOff.isSoon ? 'warn' : 'plain'}
          top={cutOff.at}
          below={cutOff.left}
          testId="cut-off"
          isWide
          onPress={onPress}
        />
      )}
      <span className={css['clock']} data-testid="clock">
        {clockTime(now, bench.timezone)}
      </span>
    </>
  )
}

/** A browser is mute until it is touched once; a bench nobody hears must say so. */
function SoundItem() {
  const { say } = useText()
  const sounds = useSounds()
  const isMuted = useSyncExternalStore(sounds.subscribe, sounds.isMuted)
  if (!isMuted) return null
  return (
    <UnstyledButton
      className={css['menu']}
      data-tone="warn"
      data-testid="sound-off"
      aria-label={`${say('bar.sound-off')}. ${say('bar.sound-off.do')}`}
    >
      <Icon name="mute" size="2rem" />
    </UnstyledButton>
  )
}

function deviceTone(state: DeviceView['state']): Tone {
  if (state === 'ready') return 'good'
  return state === 'opening' ? 'warn' : 'wrong'
}

import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { UnitView } from '#contract/rpc/work-view.ts'
import { Meter } from '../components/meter.tsx'
import { shortDay } from '../format/day.ts'
import { shareOf } from '../format/weight.ts'
import { useText } from '../text/text.ts'
import { CommandBar } from './command-bar.tsx'
import { NextCard } from './next-card.tsx'
import css from './pick-screen.module.css'
import type { PickWork } from './pick-work.ts'
import { ThenStrip } from './then-strip.tsx'
import { ToteCard } from './tote-card.tsx'
import { UnitCard } from './unit-card.tsx'
import { unitInSentence } from './unit-words.ts'
import { VerifyCard } from './verify-card.tsx'
import { DoneCard, WeighCard } from './weigh-card.tsx'

const PACKING_MODES: readonly string[] = ['pick-and-pack', 'pack']

const COMMANDS = ['SHORT', 'UNDO', 'CLOSE', 'WEIGH', 'REPRINT'] as const

/** A bench that only picks closes nothing. */
const PICK_COMMANDS = ['SHORT', 'UNDO'] as const

/** Picking and packing one list: what to do now on the left, the open unit on the right. */
export function PickScreen({ work, bench }: { work: PickWork; bench: BenchView }) {
  const onBench = work.unit ?? work.toVerify
  return (
    <div className={css['screen']}>
      <PickHead work={work} />
      <div className={css['cards']}>
        <NowCard work={work} bench={bench} />
        {isIntoTotes(work, bench) ? <ToteCard work={work} /> : <UnitCard unit={onBench} />}
      </div>
      <ThenStrip work={work} />
      <CommandBar
        commands={canPack(bench) ? COMMANDS : PICK_COMMANDS}
        {...primaryOf(work)}
        {...(onBench === null ? {} : { unitKind: onBench.kind })}
        feedback={bench.feedback}
      />
    </div>
  )
}

/** The one thing to do now: a label to scan back comes first, then goods, then the scale. */
function NowCard({ work, bench }: { work: PickWork; bench: BenchView }) {
  const { say } = useText()
  if (work.toVerify !== null) {
    return <VerifyCard unit={work.toVerify} name={unitInSentence(work.toVerify, say)} />
  }
  if (work.next !== null) {
    return (
      <NextCard
        line={work.next}
        multiplier={work.multiplier}
        marks={marksOf(bench.feedback)}
        isFromTote={work.kind === 'packing'}
      />
    )
  }
  if (work.unit !== null && hasGoods(work.unit)) {
    const hasPrinter = bench.devices.some(({ kind }) => kind === 'printer')
    const { autoClose } = bench.settings
    return <WeighCard unit={work.unit} isAutoClose={autoClose} hasPrinter={hasPrinter} />
  }
  return <DoneCard />
}

/** A bench that only picks has no cartons: what it fills stands on the trolley. */
function isIntoTotes(work: PickWork, bench: BenchView): boolean {
  return !canPack(bench) && (work.totes ?? []).length > 0
}

function canPack({ mode }: BenchView): boolean {
  return PACKING_MODES.includes(mode)
}

function marksOf(feedback: BenchView['feedback']): string {
  return String(feedback?.detail['marks'] ?? '')
}

function PickHead({ work }: { work: PickWork }) {
  const { say, language } = useText()
  const lines = say('pick.lines', { done: work.linesDone, total: work.linesTotal })
  const { length: count } = work.orderNumbers
  // More numbers than two are cut off anyway, and nobody reads twelve.
  const orders = count > 2 ? say('pick.orders', { count }) : work.orderNumbers.join(', ')
  return (
    <header className={css['head']}>
      <span className={css['orders']}>{orders}</span>
      <span className={css['shipTo']}>{work.shipTo}</span>
      <span className={css['route']}>
        {work.region ?? say('work.collect')} · {shortDay(work.deliveryDate, language)}
      </span>
      <span className={css['progress']}>
        <span className={css['lines']} data-testid="lines">
          {lines}
        </span>
        <Meter share={shareOf(work.linesDone, work.linesTotal)} tone="good" label={lines} />
      </span>
    </header>
  )
}

function primaryOf(work: PickWork): { primary?: 'CLOSE' } {
  const isReady = work.next === null && work.toVerify === null && work.unit !== null
  return isReady ? { primary: 'CLOSE' } : {}
}

function hasGoods(unit: UnitView): boolean {
  return unit.contents.length > 0
}

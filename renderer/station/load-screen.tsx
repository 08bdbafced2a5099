import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { WorkView } from '#contract/rpc/work-view.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { Meter } from '../components/meter.tsx'
import { shortDay } from '../format/day.ts'
import { ssccTail } from '../format/unit-name.ts'
import { cubicMetres, shareOf, wholeKilograms } from '../format/weight.ts'
import { useText, type TextKey } from '../text/text.ts'
import card from './card.module.css'
import { CommandBar } from './command-bar.tsx'
import css from './load-screen.module.css'

type LoadWork = Extract<WorkView, { kind: 'loading' }>
type LoadUnit = LoadWork['missing'][number]

/** One truck: how full it is, what still has to go on, what is on. */
export function LoadScreen({ work, bench }: { work: LoadWork; bench: BenchView }) {
  const { say } = useText()
  return (
    <div className={css['screen']}>
      <LoadHead work={work} />
      <div className={css['cards']}>
        <VehicleCard work={work} />
        <UnitList
          title={say('load.missing')}
          icon="carton"
          none={say('load.nothing-missing')}
          units={work.missing}
          testId="missing"
        />
        <UnitList
          title={say('load.on-board')}
          icon="check"
          none={say('load.nothing')}
          units={work.onBoard}
          testId="on-board"
        />
      </div>
      <CommandBar
        commands={['UNDO', 'CONFIRM']}
        {...(work.missing.length === 0 && work.onBoard.length > 0
          ? { primary: 'CONFIRM' as const }
          : {})}
        feedback={bench.feedback}
      />
    </div>
  )
}

function LoadHead({ work }: { work: LoadWork }) {
  const { say, language } = useText()
  return (
    <header className={css['head']}>
      <Icon name="truck" size="2.75rem" />
      <span className={css['title']}>{say('load.title', { number: work.number })}</span>
      <span className={css['plate']}>{work.vehicle.plate}</span>
      <span className={css['driver']}>{say('load.driver', { name: work.driver })}</span>
      <span className={css['route']}>
        {work.region} · {shortDay(work.deliveryDate, language)}
      </span>
    </header>
  )
}

function VehicleCard({ work }: { work: LoadWork }) {
  const { say, language } = useText()
  const { maxWeightGrams, maxVolumeCm3 } = work.vehicle
  const count = work.onBoard.length
  const total = count + work.missing.length
  return (
    <section className={`${card['card']} ${css['vehicle']}`}>
      <p className={css['count']} data-testid="load-count">
        <b>{count}</b>
        <small>{say('load.count', { count: '', total }).trim()}</small>
      </p>
      <p className={css['instruction']}>{say(instructionOf(work))}</p>
      <Fill
        title={say('load.weight')}
        words={say('load.weight.of', {
          value: wholeKilograms(work.weightGrams, language),
          max: wholeKilograms(maxWeightGrams, language),
        })}
        part={work.weightGrams}
        whole={maxWeightGrams}
        testId="load-weight"
      />
      <Fill
        title={say('load.volume')}
        words={say('load.volume.of', {
          value: cubicMetres(work.volumeCm3, language),
          max: cubicMetres(maxVolumeCm3, language),
        })}
        part={work.volumeCm3}
        whole={maxVolumeCm3}
        testId="load-volume"
      />
    </section>
  )
}

type FillProps = { title: string; words: string; part: number; whole: number; testId: string }

function Fill({ title, words, part, whole, testId }: FillProps) {
  const isOver = part > whole
  return (
    <div className={css['fill']} data-over={isOver} data-testid={testId}>
      <p className={css['fillWords']}>
        <b>
          {isOver && <Icon name="warning" size="1.5rem" />}
          {title}
        </b>
        <span>{words}</span>
      </p>
      <Meter share={shareOf(part, whole)} tone={isOver ? 'wrong' : 'accent'} label={words} />
    </div>
  )
}

type ListProps = { title: string; icon: IconName; none: string; units: LoadUnit[]; testId: string }

function UnitList({ title, icon, none, units, testId }: ListProps) {
  return (
    <section className={card['card']} data-testid={testId}>
      <h2 className={css['listTitle']}>
        <Icon name={icon} />
        {title}
        <b className={css['listCount']}>{units.length}</b>
      </h2>
      <ul className={css['list']}>
        {units.length === 0 && <li className={css['none']}>{none}</li>}
        {units.map((unit) => (
          <UnitRow key={unit.unitId} unit={unit} />
        ))}
      </ul>
    </section>
  )
}

function UnitRow({ unit }: { unit: LoadUnit }) {
  const { say } = useText()
  return (
    <li className={css['row']} data-unit={unit.unitId}>
      <span className={css['kind']} role="img" aria-label={say(`kind.${unit.kind}`)}>
        <Icon name={unit.kind === 'pallet' ? 'pallet' : 'carton'} size="2rem" />
      </span>
      <span className={css['name']}>{unit.name}</span>
      <span className={css['facts']}>{unit.city}</span>
      <span className={css['tail']}>
        {unit.stop !== null && <b>{say('load.stop', { stop: unit.stop })}</b>} …
        {ssccTail(unit.unitId)}
      </span>
    </li>
  )
}

/** What to do next: a truck that is too full comes before everything else. */
function instructionOf(work: LoadWork): TextKey {
  if (work.weightGrams > work.vehicle.maxWeightGrams) return 'load.too-heavy'
  if (work.volumeCm3 > work.vehicle.maxVolumeCm3) return 'load.too-big'
  return work.onBoard.length > 0 && work.missing.length === 0 ? 'load.all' : 'load.scan'
}

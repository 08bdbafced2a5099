import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { Meter } from '../components/meter.tsx'
import { pressed } from '../components/touch-button.tsx'
import { shortDay } from '../format/day.ts'
import { ssccTail } from '../format/unit-name.ts'
import { cubicMetres, shareOf, wholeKilograms } from '../format/weight.ts'
import { useText } from '../text/text.ts'
import card from './card.module.css'
import { CommandBar } from './command-bar.tsx'
import css from './load-screen.module.css'
import { loadInstruction, type LoadWork, toneOf, unpackedOf } from './load-words.ts'
import { usePresses } from './station-context.tsx'

type LoadUnit = LoadWork['missing'][number]

/** Digits of both numbers together that stand in the largest letters. */
const SHORT_DIGITS = 4

/** One truck: how full it is, what still has to go on, what is on. */
export function LoadScreen({ work, bench }: { work: LoadWork; bench: BenchView }) {
  const { say } = useText()
  const unpacked = unpackedOf(work)
  const isAllOn = work.missing.length === 0 && work.onBoard.length > 0
  const isReady = isAllOn && unpacked === 0 && work.over === null
  return (
    <div className={css['screen']}>
      <LoadHead work={work} />
      <div className={css['cards']}>
        <VehicleCard work={work} />
        <UnitList
          title={say('load.missing')}
          icon="carton"
          none={
            unpacked === 0
              ? say('load.nothing-missing')
              : say('load.not-packed', { count: unpacked })
          }
          count={work.missing.length}
          testId="missing"
        >
          {work.missing.map((unit) => (
            <li key={unit.unitId} className={css['row']} data-unit={unit.unitId}>
              <UnitFacts unit={unit} second={unit.city} />
            </li>
          ))}
        </UnitList>
        <UnitList
          title={say('load.on-board')}
          icon="check"
          none={say('load.nothing')}
          count={work.onBoard.length}
          testId="on-board"
        >
          {onBoardRows(work).map((unit) => (
            <OnBoardRow
              key={unit.unitId}
              unit={unit}
              isTooMuch={unit.unitId === work.over?.takeOff}
            />
          ))}
        </UnitList>
      </div>
      <CommandBar
        commands={['UNDO', 'PALLET', 'SEAL', 'LIST', 'CONFIRM']}
        {...(isReady ? { primary: 'CONFIRM' as const } : {})}
        feedback={bench.feedback}
      />
    </div>
  )
}

/** What has to come off first, then the newest on top. */
function onBoardRows({ onBoard, over }: LoadWork): LoadUnit[] {
  const rows = onBoard.toReversed()
  if (over === null) return rows
  return rows.toSorted((a, b) => {
    return Number(b.unitId === over.takeOff) - Number(a.unitId === over.takeOff)
  })
}

function LoadHead({ work }: { work: LoadWork }) {
  const { say, language } = useText()
  return (
    <header className={css['head']}>
      <Icon name="truck" size="2.75rem" />
      <h1 className={css['title']}>{say('load.title', { number: work.number })}</h1>
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
      <p
        className={css['count']}
        data-long={`${count}${total}`.length > SHORT_DIGITS}
        data-testid="load-count"
      >
        <b>{count}</b>
        <small>{say('load.count', { count: '', total }).trim()}</small>
      </p>
      <p className={css['instruction']} data-over={work.over !== null} data-testid="load-do">
        {loadInstruction(work, say, language)}
      </p>
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
      <p className={css['seal']} data-testid="load-seal" data-sealed={work.seal !== null}>
        <Icon name="lock" size="1.5rem" />
        <span>
          {work.seal === null ? say('load.no-seal') : say('load.seal', { seal: work.seal })}
        </span>
      </p>
    </section>
  )
}

type FillProps = { title: string; words: string; part: number; whole: number; testId: string }

function Fill({ title, words, part, whole, testId }: FillProps) {
  const tone = toneOf(part, whole)
  return (
    <div className={css['fill']} data-tone={tone} data-testid={testId}>
      <p className={css['fillWords']}>
        <b>
          {title}
          {tone !== 'accent' && <Icon name="warning" size="1.5rem" />}
        </b>
        <span>{words}</span>
      </p>
      <Meter share={shareOf(part, whole)} tone={tone} label={words} />
    </div>
  )
}

type ListProps = {
  title: string
  icon: IconName
  none: string
  count: number
  testId: string
  children: ReactNode
}

function UnitList({ title, icon, none, count, testId, children }: ListProps) {
  return (
    <section className={card['card']} data-testid={testId}>
      <h2 className={css['listTitle']}>
        <Icon name={icon} />
        {title}
        <b className={css['listCount']}>{count}</b>
      </h2>
      <ul className={css['list']} tabIndex={0}>
        {count === 0 && <li className={css['none']}>{none}</li>}
        {children}
      </ul>
    </section>
  )
}

/** Touched, it may come off again: the screen asks why. */
function OnBoardRow({ unit, isTooMuch }: { unit: LoadUnit; isTooMuch: boolean }) {
  const { say, language } = useText()
  const { unload } = usePresses()
  const words = say(unit.name === '' ? 'load.take-off' : 'load.take-off.name', { name: unit.name })
  return (
    <li>
      <UnstyledButton
        className={`${css['row']} ${css['pressable']}`}
        data-unit={unit.unitId}
        data-off={isTooMuch}
        data-testid={`off-${unit.unitId}`}
        onClick={pressed(() => unload(unit.unitId))}
      >
        <UnitFacts
          unit={unit}
          second={say('load.kilograms', { value: wholeKilograms(unit.grossGrams, language) })}
        />
        <span className={css['off']} role="img" aria-label={words}>
          <Icon name={isTooMuch ? 'warning' : 'undo'} size="1.75rem" />
        </span>
      </UnstyledButton>
    </li>
  )
}

/** What stands large on its label, and below it what is asked about it here. */
function UnitFacts({ unit, second }: { unit: LoadUnit; second: string }) {
  const { say } = useText()
  return (
    <>
      <span className={css['kind']} role="img" aria-label={say(`kind.${unit.kind}`)}>
        <Icon name={unit.kind === 'pallet' ? 'pallet' : 'carton'} size="2rem" />
      </span>
      <span className={css['name']}>{unit.name}</span>
      <span className={css['facts']}>{second}</span>
      <span className={css['tail']}>
        {unit.stop !== null && <b>{say('load.stop', { stop: unit.stop })}</b>} …
        {ssccTail(unit.unitId)}
      </span>
    </>
  )
}

import type { ReactNode } from 'react'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { PalletView } from '#contract/rpc/work-view.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { shortDay } from '../format/day.ts'
import { longSscc, ssccTail } from '../format/unit-name.ts'
import { kilograms } from '../format/weight.ts'
import { useText, type TextKey } from '../text/text.ts'
import card from './card.module.css'
import { CommandBar } from './command-bar.tsx'
import css from './pallet-screen.module.css'
import pick from './pick-screen.module.css'
import { VerifyCard } from './verify-card.tsx'

type Carton = PalletView['beside'][number] & { mustComeOff?: boolean }

/** One pallet: how many cartons, whose they are and what they weigh; what stands on it and beside it. */
export function PalletScreen({ pallet, bench }: { pallet: PalletView; bench: BenchView }) {
  const { say } = useText()
  const on = (
    <Cartons title={say('pallet.on')} icon="pallet" cartons={pallet.cartons} testId="on-pallet">
      {say('pallet.none')}
    </Cartons>
  )
  return (
    <div className={css['screen']} data-testid="pallet">
      <PalletHead pallet={pallet} />
      {pallet.isClosed ? (
        <div className={pick['cards']}>
          <VerifyCard unit={pallet} name={say('pallet.sentence')} />
          {on}
        </div>
      ) : (
        <div className={css['cards']}>
          <SoFar pallet={pallet} />
          {on}
          <Beside pallet={pallet} />
        </div>
      )}
      <CommandBar
        commands={['UNDO', 'CLOSE', 'REPRINT', 'CANCEL']}
        {...(isComplete(pallet) ? { primary: 'CLOSE' as const } : {})}
        unitKind="pallet"
        feedback={bench.feedback}
      />
    </div>
  )
}

function PalletHead({ pallet }: { pallet: PalletView }) {
  const { say, language } = useText()
  const { shipTo, region, deliveryDate, back } = pallet
  return (
    <header className={css['head']}>
      <Icon name="pallet" size="2.75rem" />
      <h1 className={css['title']} title={longSscc(pallet.unitId)}>
        {say('pallet.title', { tail: ssccTail(pallet.unitId) })}
      </h1>
      <span className={css['shipTo']} data-testid="pallet-ship-to">
        {shipTo !== null && `${shipTo.name}, ${shipTo.city}`}
      </span>
      {deliveryDate !== null && (
        <span className={css['route']} data-testid="pallet-route">
          {region ?? say('work.collect')} · {shortDay(deliveryDate, language)}
        </span>
      )}
      {back !== null && <span className={css['back']}>{say('pallet.back', { name: back })}</span>}
    </header>
  )
}

/** What the pallet has come to, in numbers that are read from two metres away. */
function SoFar({ pallet }: { pallet: PalletView }) {
  const { say, language } = useText()
  const { cartons, grossGrams, tareGrams } = pallet
  const instruction = instructionOf(pallet)
  return (
    <section className={`${card['card']} ${css['soFar']}`}>
      <p className={css['count']} data-testid="pallet-count">
        {cartons.length === 0 ? (
          <Icon name="scanner" size="7rem" />
        ) : (
          <>
            <b>{cartons.length}</b>
            <small>{say('pallet.cartons', { count: cartons.length }).replace(/^\d+\s*/, '')}</small>
          </>
        )}
      </p>
      <p
        className={css['instruction']}
        data-tone={instruction === 'pallet.off' ? 'wrong' : 'calm'}
        data-testid="pallet-instruction"
      >
        {say(instruction)}
        {cartons.length === 0 && <small>{say('pallet.first.say')}</small>}
      </p>
      <p className={css['weight']}>
        <span>{say('pallet.gross')}</span>
        <b data-testid="pallet-gross">
          {say('pallet.kilograms', { weight: kilograms(grossGrams, language) })}
        </b>
        {tareGrams > 0 && cartons.length > 0 && (
          <small>{say('pallet.tare', { weight: kilograms(tareGrams, language) })}</small>
        )}
      </p>
    </section>
  )
}

function Beside({ pallet }: { pallet: PalletView }) {
  const { say } = useText()
  return (
    <Cartons
      title={say('pallet.beside')}
      icon="carton"
      cartons={pallet.beside}
      count={pallet.besideCount}
      testId="beside-pallet"
    >
      {say(pallet.cartons.length === 0 ? 'pallet.beside.first' : 'pallet.beside.none')}
    </Cartons>
  )
}

type CartonsProps = {
  title: string
  icon: IconName
  cartons: readonly Carton[]
  /** All there are, where not all are named. */
  count?: number
  testId: string
  /** What stands there while there is none. */
  children: ReactNode
}

function Cartons({ title, icon, cartons, count, testId, children }: CartonsProps) {
  return (
    <section className={card['card']} data-testid={testId}>
      <h2 className={css['listTitle']}>
        <Icon name={icon} />
        {title}
        <b className={css['listCount']} data-testid={`${testId}-count`}>
          {count ?? cartons.length}
        </b>
      </h2>
      <ul className={css['list']} tabIndex={0}>
        {cartons.length === 0 && <li className={css['none']}>{children}</li>}
        {cartons.map((carton) => (
          <CartonRow key={carton.unitId} carton={carton} />
        ))}
      </ul>
    </section>
  )
}

function CartonRow({ carton }: { carton: Carton }) {
  const { say, language } = useText()
  const isOff = carton.mustComeOff === true
  return (
    <li className={css['row']} data-off={isOff} data-unit={carton.unitId}>
      <Icon name={isOff ? 'warning' : 'carton'} size="2rem" />
      <span className={css['name']}>{carton.orderNumbers.join(', ')}</span>
      <b className={css['grams']}>
        {say('pallet.kilograms', { weight: kilograms(carton.grossGrams, language) })}
      </b>
      <span className={css['facts']}>
        {say('unit.label', { tail: ssccTail(carton.unitId) })}
        {isOff && <b>{say('pallet.comes-off')}</b>}
      </span>
    </li>
  )
}

/** All that belongs on it is, and nothing else. */
function isComplete({ isClosed, cartons, besideCount }: PalletView): boolean {
  const isRight = cartons.length > 0 && cartons.every(({ mustComeOff }) => !mustComeOff)
  return !isClosed && isRight && besideCount === 0
}

/** What to do next: a carton that may not go along comes before everything else. */
function instructionOf(pallet: PalletView): TextKey {
  if (pallet.cartons.length === 0) return 'pallet.first'
  if (pallet.cartons.some(({ mustComeOff }) => mustComeOff)) return 'pallet.off'
  return isComplete(pallet) ? 'pallet.all' : 'pallet.scan'
}

import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { PutBackView } from '#contract/rpc/work-view.ts'
import { Icon } from '../components/icon.tsx'
import { Meter } from '../components/meter.tsx'
import { ssccTail } from '../format/unit-name.ts'
import { shareOf } from '../format/weight.ts'
import { useText } from '../text/text.ts'
import { AllAtOnce } from './all-at-once.tsx'
import card from './card.module.css'
import { CommandBar } from './command-bar.tsx'
import { GoodsName } from './goods-name.tsx'
import pick from './pick-screen.module.css'
import type { PickWork } from './pick-work.ts'
import css from './put-back-screen.module.css'
import strip from './then-strip.module.css'

type Line = PutBackView['lines'][number]

/** Lines that fit on one row at the smallest screen. */
const SHOWN_LINES = 3

type Props = { work: PickWork; putBack: PutBackView; bench: BenchView }

/** Goods of a cancelled order go back: where to on the left, out of which cartons on the right. */
export function PutBackScreen({ work, putBack, bench }: Props) {
  const [next, ...later] = putBack.lines
  return (
    <div className={pick['screen']} data-testid="put-back">
      <PutBackHead work={work} putBack={putBack} />
      <div className={pick['cards']}>
        {next === undefined ? <section /> : <BackCard line={next} multiplier={work.multiplier} />}
        <FromCard putBack={putBack} />
      </div>
      <LaterStrip lines={later} />
      <CommandBar commands={['CANCEL']} feedback={bench.feedback} />
    </div>
  )
}

function PutBackHead({ work, putBack }: { work: PickWork; putBack: PutBackView }) {
  const { say } = useText()
  const done = putBack.total - putBack.left
  const words = say('back.progress', { done, total: putBack.total })
  return (
    <header className={pick['head']}>
      <span className={css['what']}>
        <Icon name="undo" size="2rem" />
        {say('back.title')}
      </span>
      <span className={pick['orders']}>{putBack.orderNumbers.join(', ')}</span>
      <span className={pick['shipTo']}>{work.shipTo}</span>
      <span className={pick['progress']}>
        <span className={pick['lines']} data-testid="put-back-progress">
          {words}
        </span>
        <Meter share={shareOf(done, putBack.total)} tone="good" label={words} />
      </span>
    </header>
  )
}

/** The shelf to go to, what goes there, and how many, read from two metres away. */
function BackCard({ line, multiplier }: { line: Line; multiplier: number }) {
  const { say } = useText()
  return (
    <section className={`${card['card']} ${css['card']}`} data-testid="put-back-next">
      <GoodsName goods={line} testId="put-back-sku" />
      <p className={css['way']}>
        <span className={css['count']} data-testid="put-back-count">
          {line.quantity} <small>×</small>
        </span>
        <Icon name="next" size="5rem" />
        <span className={css['location']} data-testid="put-back-location">
          {line.location === '' ? '–' : line.location}
        </span>
      </p>
      <p className={css['scan']}>
        <Icon name="scanner" size="2.5rem" />
        <span className={css['words']}>{say('back.scan')}</span>
        <AllAtOnce left={line.quantity} multiplier={multiplier} />
      </p>
    </section>
  )
}

/** Where the goods are now: in cartons, which the first scan opens, or loose on the bench. */
function FromCard({ putBack }: { putBack: PutBackView }) {
  const { say } = useText()
  const inUnits = putBack.units.reduce((sum, unit) => sum + unit.quantity, 0)
  const loose = Math.max(0, putBack.left - inUnits)
  return (
    <section className={`${card['card']} ${css['from']}`} data-testid="put-back-units">
      <h2 className={css['fromTitle']}>{say('back.from')}</h2>
      <ul className={css['units']} tabIndex={0}>
        {putBack.units.map((unit) => (
          <li key={unit.unitId} className={css['unit']}>
            <Icon name={unit.kind === 'pallet' ? 'pallet' : 'carton'} size="2rem" />
            <span className={css['unitWords']}>
              <b>{say(`kind.${unit.kind}`)}</b>
              <span className={css['sscc']}>
                {say('unit.label', { tail: ssccTail(unit.unitId) })}
              </span>
              {!unit.isOpen && <span className={css['closed']}>{say('back.closed')}</span>}
            </span>
            <b className={css['quantity']}>{unit.quantity}</b>
          </li>
        ))}
        {loose > 0 && (
          <li className={css['unit']}>
            <Icon name="hand" size="2rem" />
            <span className={css['unitWords']}>
              <b>{say('back.loose')}</b>
            </span>
            <b className={css['quantity']}>{loose}</b>
          </li>
        )}
      </ul>
      <p className={css['label']}>{say('back.label')}</p>
    </section>
  )
}

/** What goes back after this, on one row that never changes its height. */
function LaterStrip({ lines }: { lines: readonly Line[] }) {
  const { say } = useText()
  return (
    <p className={strip['strip']} data-testid="then">
      <b className={strip['word']}>{say('pick.then')}</b>
      {lines.length === 0 && <span>{say('back.last')}</span>}
      {lines.slice(0, SHOWN_LINES).map((line) => (
        <span key={line.lineNo} className={strip['line']}>
          <b className={strip['location']}>{line.location}</b> {line.name} ×{line.quantity}
        </span>
      ))}
      {lines.length > SHOWN_LINES && <span>+{lines.length - SHOWN_LINES}</span>}
    </p>
  )
}

import type { LineView } from '#contract/rpc/work-view.ts'
import { expiryDay } from '../format/day.ts'
import { useText } from '../text/text.ts'
import css from './lot-advice.module.css'

/** Longer numbers than this are set smaller, so that all of them can be read. */
const WIDE_LOT_MAX = 12

/** Lots named after the first; more than this nobody keeps in mind. */
const NEXT_SHOWN = 2

type ShownLot = { lot: string; until: string | null; quantity: number }

/** True where a line says which lot to take, so that its card keeps room for that. */
export function hasLots(line: LineView): boolean {
  return line.lot !== null || line.advised !== undefined
}

/** Which lot to look for, read from two metres away, and below it those that come after. */
export function LotAdvice({ line }: { line: LineView }) {
  const { say, language } = useText()
  const isOnly = line.lot !== null
  const [first, ...next] = shownLots(line)
  const until = (day: string | null) =>
    day === null ? '' : say('lot.until', { day: expiryDay(day, language) })
  return (
    <div className={css['advice']} data-testid="next-lots">
      {first !== undefined && (
        <p className={css['first']}>
          <span className={css['word']}>{say(isOnly ? 'lot.only' : 'lot.first')}</span>
          <b
            className={css['lot']}
            data-wide={first.lot.length > WIDE_LOT_MAX}
            data-testid="next-lot"
          >
            {say('lot.name', { lot: first.lot })}
          </b>
          <span className={css['until']} data-testid="next-until">
            {until(first.until)}
          </span>
        </p>
      )}
      <p className={css['next']}>
        {next.length > 0 && <span>{say('lot.then')}</span>}
        {next.slice(0, NEXT_SHOWN).map((one) => (
          <span key={one.lot}>
            <b>{say('lot.some', { lot: one.lot, count: one.quantity })}</b> {until(one.until)}
          </span>
        ))}
        {next.length > NEXT_SHOWN && <span>+{next.length - NEXT_SHOWN}</span>}
      </p>
    </div>
  )
}

function shownLots({ lot, advised = [], requested, picked, short }: LineView): ShownLot[] {
  if (lot === null) return advised
  const until = advised.find((one) => one.lot === lot)?.until ?? null
  return [{ lot, until, quantity: requested - picked - short }]
}

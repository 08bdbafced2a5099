import type { LineView } from '#contract/rpc/work-view.ts'
import { TouchButton } from '../components/touch-button.tsx'
import { useText } from '../text/text.ts'
import { AllAtOnce } from './all-at-once.tsx'
import card from './card.module.css'
import { GoodsName } from './goods-name.tsx'
import { hasLots, LotAdvice, LotAfter } from './lot-advice.tsx'
import { markWords } from './mark-words.ts'
import css from './next-card.module.css'
import { usePresses } from './station-context.tsx'

type Props = {
  line: LineView
  multiplier: number
  /** What the code scanned last said besides its product; empty for nothing. */
  marks: string
  /** True where the goods were picked already and are taken out of a tote. */
  isFromTote?: boolean
}

/** What to take now. The number is read from two metres away; it counts up with every scan. */
export function NextCard({ line, multiplier, marks, isFromTote = false }: Props) {
  const { say, language } = useText()
  const { command } = usePresses()
  const isByLot = hasLots(line)
  const { tote } = line
  const from = isFromTote && tote !== undefined ? say('totes.tote', { tote }) : null
  const left = Math.max(0, line.requested - line.picked - line.short)
  return (
    <section className={`${card['card']} ${css['card']}`} data-by-lot={isByLot} data-testid="next">
      <div className={css['place']}>
        <span className={css['eyebrow']}>
          {say(from === null ? 'pick.next' : 'totes.take-from')}
        </span>
        <span className={css['location']} data-testid="next-location">
          {from ?? (line.location === '' ? '–' : line.location)}
        </span>
        <span className={css['later']}>
          <TouchButton
            label={say('cmd.NEXT')}
            icon="next"
            tone="quiet"
            testId="cmd-NEXT"
            onPress={() => command('NEXT')}
          />
        </span>
      </div>
      <div className={css['what']}>
        <GoodsName goods={line} testId="next-sku" isLow={isByLot} />
      </div>
      {isByLot && <LotAdvice line={line} />}
      <div className={css['middle']}>
        <p
          className={css['count']}
          data-size={sizeOf(`${line.picked}${line.requested}`)}
          data-testid="next-count"
        >
          <CountOf picked={line.picked} requested={line.requested} />
        </p>
        <div className={css['side']}>
          {line.tote !== undefined && from === null && (
            <span className={css['tote']} data-testid="next-tote">
              {say('pick.tote', { tote: line.tote })}
            </span>
          )}
          {isByLot && <LotAfter line={line} />}
        </div>
      </div>
      <div className={css['marks']}>
        {marks !== '' && (
          <span data-testid="next-marks">
            {say('pick.marks')}
            {markWords(marks, language).map((mark) => (
              <b key={mark}>{mark}</b>
            ))}
          </span>
        )}
      </div>
      <p className={css['left']}>
        <span className={css['take']}>{say('pick.left', { count: left })}</span>
        <AllAtOnce left={left} multiplier={multiplier} />
      </p>
    </section>
  )
}

/** "3 of 5" with the words between the numbers kept small, in the order the language has them. */
function CountOf({ picked, requested }: { picked: number; requested: number }) {
  const { say } = useText()
  const words = say('pick.count', { picked: '◂', requested: '▸' })
  return words.split(/([◂▸])/).map((part) => {
    if (part === '◂') return <b key="picked">{picked}</b>
    if (part === '▸') return <span key="requested">{requested}</span>
    return <small key={part}>{part}</small>
  })
}

/** Numbers of many digits are written smaller, so that they stand on one line. */
function sizeOf(digits: string): 'short' | 'long' | 'longest' {
  if (digits.length <= 4) return 'short'
  return digits.length <= 7 ? 'long' : 'longest'
}

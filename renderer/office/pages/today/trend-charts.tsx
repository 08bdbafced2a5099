import type { ReactNode } from 'react'
import { shortDay } from '../../../format/day.ts'
import { later } from '../../components/later.tsx'
import { WhenNear } from '../../components/when-near.tsx'
import { useText } from '../../text/text.ts'
import { lengthWords } from './ages.ts'
import { numberWords, shareWords } from './day-words.ts'
import type { TrendRow } from './trend-rows.ts'
import classes from './trends.module.css'

const HEIGHT_PX = 170

type Rows = { rows: readonly TrendRow[] }

/** Pictures are heavy, and stand at the end of the page: nobody waits for them. */
const { Component: PicksPicture } = later(
  async () => (await import('./trend-pictures.tsx')).PicksPicture,
  null,
)
const { Component: WrongPicture } = later(
  async () => (await import('./trend-pictures.tsx')).WrongPicture,
  null,
)
const { Component: WaitedPicture } = later(
  async () => (await import('./trend-pictures.tsx')).WaitedPicture,
  null,
)

/** The picture is hidden from readers aloud, who get the sentence and the table. */
type FigureProps = {
  title: string
  sentence: string
  children: ReactNode
  keys?: readonly { tone: string; words: string }[]
}

function Figure({ title, sentence, children, keys = [] }: FigureProps) {
  return (
    <figure className={classes['figure']}>
      <figcaption>
        <h3 className={classes['chartTitle']}>{title}</h3>
        <p className={classes['sentence']}>{sentence}</p>
      </figcaption>
      <div aria-hidden="true">
        <WhenNear heightPx={HEIGHT_PX}>{children}</WhenNear>
      </div>
      {keys.length > 0 && (
        <ul className={classes['keys']}>
          {keys.map(({ tone, words }) => (
            <li key={tone} data-tone={tone}>
              {words}
            </li>
          ))}
        </ul>
      )}
    </figure>
  )
}

/** Picks by the hour beside the same weekday before. */
export function PicksChart({ rows, before }: Rows & { before: string }) {
  const { say, language } = useText()
  const count = sum(rows, ({ picks }) => picks)
  const earlier = sum(rows, ({ picksBefore }) => picksBefore)
  const sentence =
    count + earlier === 0
      ? say('trends.picks-none')
      : say('trends.picks-sum', {
          count: numberWords(count, language),
          before: numberWords(earlier, language),
        })
  const keys = [
    { tone: 'accent', words: say('trends.picks') },
    { tone: 'before', words: say('trends.before', { day: shortDay(before, language) }) },
  ]
  return (
    <Figure title={say('trends.picks')} sentence={sentence} keys={keys}>
      <PicksPicture rows={rows} heightPx={HEIGHT_PX} />
    </Figure>
  )
}

/** Wrong scans as a share of all, and what benches did that the office had to take exception to. */
export function WrongChart({ rows }: Rows) {
  const { say, language } = useText()
  const scans = sum(rows, (row) => row.scans)
  const wrong = sum(rows, ({ errorScans }) => errorScans)
  const excepted = sum(rows, (row) => row.excepted)
  const refused = sum(rows, (row) => row.refused)
  const sentence =
    scans + excepted + refused === 0
      ? say('trends.wrong-none')
      : say('trends.wrong-sum', {
          wrong: numberWords(wrong, language),
          scans: numberWords(scans, language),
          share: shareWords(scans === 0 ? 0 : wrong / scans, language),
          excepted: numberWords(excepted, language),
          refused: numberWords(refused, language),
        })
  const keys = [
    { tone: 'wrong', words: say('trends.share') },
    { tone: 'warn', words: say('trends.excepted') },
    { tone: 'before', words: say('trends.refused') },
  ]
  return (
    <Figure title={say('trends.wrong')} sentence={sentence} keys={keys}>
      <WrongPicture rows={rows} heightPx={HEIGHT_PX} />
    </Figure>
  )
}

/** How long the office had to wait for what benches did; a bench that was away shows as a peak when it is back. */
export function WaitedChart({ rows }: Rows) {
  const { say } = useText()
  const longest = rows.reduce<TrendRow | null>(
    (most, row) => ((row.waitedSeconds ?? 0) > (most?.waitedSeconds ?? 0) ? row : most),
    null,
  )
  const sentence =
    longest === null
      ? say('trends.waited-none')
      : `${say('trends.waited-sum', {
          time: lengthWords((longest.waitedSeconds ?? 0) * 1_000, say),
          hour: longest.hour,
        })}. ${say('trends.waited-help')}`
  return (
    <Figure title={say('trends.waited')} sentence={sentence}>
      <WaitedPicture rows={rows} heightPx={HEIGHT_PX} />
    </Figure>
  )
}

function sum(rows: readonly TrendRow[], of: (row: TrendRow) => number): number {
  return rows.reduce((total, row) => total + of(row), 0)
}

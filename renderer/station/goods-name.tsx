import type { ReactNode } from 'react'
import { printedGtin } from '../format/unit-name.ts'
import { useText } from '../text/text.ts'
import css from './goods-name.module.css'

type Props = {
  goods: { name: string; sku: string; barcode: string | null }
  testId: string
  /** What else tells these goods apart, each a `GoodsMark`. */
  children?: ReactNode
}

/** What is in the hand: its name, and below it the numbers that stand on it. Always as high, so that nothing moves. */
export function GoodsName({ goods, testId, children }: Props) {
  const { say } = useText()
  return (
    <div className={css['goods']}>
      <h1 className={css['name']}>{goods.name}</h1>
      <p className={css['codes']}>
        <span className={css['sku']} data-testid={testId}>
          {goods.sku}
        </span>
        {goods.barcode !== null && (
          <span>{say('pick.barcode', { code: printedGtin(goods.barcode) })}</span>
        )}
        {children}
      </p>
    </div>
  )
}

/** A number that matters as much as the goods' own: their batch, or the tote they go into. */
export function GoodsMark({ text, testId }: { text: string; testId: string }) {
  return (
    <b className={css['sku']} data-testid={testId}>
      {text}
    </b>
  )
}

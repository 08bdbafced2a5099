import { printedGtin } from '../format/unit-name.ts'
import { useText } from '../text/text.ts'
import css from './goods-name.module.css'

type Props = {
  goods: { name: string; sku: string; barcode: string | null }
  testId: string
  /** With one row for the name, where its card has more to say. */
  isLow?: boolean
}

/** What is in the hand: its name, and below it the numbers that stand on it. Always as high, so that nothing moves. */
export function GoodsName({ goods, testId, isLow = false }: Props) {
  const { say } = useText()
  return (
    <div className={css['goods']} data-low={isLow}>
      <h1 className={css['name']}>{goods.name}</h1>
      <p className={css['codes']}>
        <span className={css['sku']} data-testid={testId}>
          {goods.sku}
        </span>
        {goods.barcode !== null && (
          <span>{say('pick.barcode', { code: printedGtin(goods.barcode) })}</span>
        )}
      </p>
    </div>
  )
}

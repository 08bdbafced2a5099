import { useEffect } from 'react'
import { Icon } from '../../../../components/icon.tsx'
import { Section } from '../../../components/page.tsx'
import { ssccText, unitName } from '../../../components/unit-names.ts'
import { useFormats } from '../../../components/use-formats.ts'
import { useText } from '../../../text/text.ts'
import classes from './order.module.css'
import { UnitLabels } from './unit-labels.tsx'
import {
  unitsOf,
  useOrderActions,
  type Order,
  type OrderAction,
  type OrderUnit,
} from './use-order.ts'

/** The cartons and pallets of an order: what they hold and weigh, where they are, and their labels. */
export function OrderUnits({ order }: { order: Order }) {
  const { say } = useText()
  const actions = useOrderActions(order.orderNumber).data?.pages.flatMap(({ items }) => items) ?? []
  const units = unitsOf(order)
  useEffect(showNamed, [])
  return (
    <Section title={say('order.units')}>
      {units.length === 0 && (
        <p className={classes['soft']}>
          <strong>{say('order.no-units')}.</strong> {say('order.no-units-hint')}
        </p>
      )}
      <ul className={classes['units']}>
        {units.map((unit) => (
          <li key={unit.id} id={unit.id} className={classes['unit']} tabIndex={-1}>
            <UnitCard unit={unit} actions={actions} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** A link may name one of them, which was not there yet when the browser looked for it. */
function showNamed(): void {
  const named = document.getElementById(location.hash.slice(1))
  named?.scrollIntoView({ block: 'center' })
  named?.focus({ preventScroll: true })
}

function UnitCard({ unit, actions }: { unit: OrderUnit; actions: readonly OrderAction[] }) {
  const { say } = useText()
  const title = `${say(`unit.${unit.kind}`)} ${unitName(unit.id)}`
  return (
    <>
      <div className={classes['unitText']}>
        <h3 className={classes['unitTitle']}>
          <Icon name={unit.kind === 'pallet' ? 'pallet' : 'carton'} size="1.25rem" />
          {title}
        </h3>
        <p className={classes['mono']}>{ssccText(unit.id)}</p>
        <p>
          {say(`unit.status.${unit.status}`)}
          <Where unit={unit} />
        </p>
        <Weight unit={unit} />
        <Contents unit={unit} />
      </div>
      <UnitLabels unit={unit} title={title} actions={actions} />
    </>
  )
}

function Where({ unit }: { unit: OrderUnit }) {
  const { say } = useText()
  const { parentId, loadNumber } = unit
  return (
    <>
      {parentId !== null && (
        <>
          , {say('unit.where.parent')} <a href={`#${parentId}`}>{unitName(parentId)}</a>
        </>
      )}
      {typeof loadNumber === 'string' && `, ${say('unit.where.load', { number: loadNumber })}`}
    </>
  )
}

/** What it weighed, what it should have weighed, and who says so. */
function Weight({ unit: { weight } }: { unit: OrderUnit }) {
  const { say } = useText()
  const formats = useFormats()
  if (weight === null) return <p className={classes['soft']}>{say('unit.not-weighed')}</p>
  const { grossGrams, expectedGrams, toleranceGrams, source } = weight
  const isOutside = Math.abs(grossGrams - expectedGrams) > toleranceGrams
  return (
    <dl className={classes['weights']}>
      <div>
        <dt>{say('unit.measured')}</dt>
        <dd>
          <strong>{formats.weight(grossGrams)}</strong>, {say(`unit.source.${source}`)}
          {isOutside && <span className={classes['lack']}> · {say('unit.outside')}</span>}
        </dd>
      </div>
      <div>
        <dt>{say('unit.expected')}</dt>
        <dd>
          {formats.weight(expectedGrams)}{' '}
          {say('unit.tolerance', { tolerance: formats.weight(toleranceGrams) })}
        </dd>
      </div>
    </dl>
  )
}

function Contents({ unit: { contents } }: { unit: OrderUnit }) {
  const { say } = useText()
  if (contents.length === 0) return null
  return (
    <>
      <p className={classes['soft']}>{say('unit.holds')}</p>
      <ul>
        {contents.map(({ pickListId, lineNo, sku, lot, quantity, orderNumber }) => (
          <li key={`${pickListId} ${lineNo} ${lot ?? ''} ${orderNumber}`}>
            {quantity} × {sku}
            {lot !== undefined && ` · ${say('order.lots', { lots: lot })}`}
          </li>
        ))}
      </ul>
    </>
  )
}

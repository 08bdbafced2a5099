import { Link } from 'wouter'
import { longSscc } from '../../../../format/unit-name.ts'
import { DataTable, type Column } from '../../../components/data-table.tsx'
import { Mark } from '../../../components/order-state.tsx'
import { useSorting } from '../../../components/use-address.ts'
import { useFormats } from '../../../components/use-formats.ts'
import { isTextKey, useText } from '../../../text/text.ts'
import classes from '../picking.module.css'
import type { ListedUnit } from './load-state.tsx'

/** The units of a load, the last stop first: on board, missing, or wrong there and why. */
export function UnitsTable({ units }: { units: readonly ListedUnit[] }) {
  const { say } = useText()
  const [sorting, sort] = useSorting()
  const columns = useUnitColumns()
  return (
    <DataTable
      label={say('load.units')}
      rows={units}
      columns={columns}
      rowKey={({ unitId }) => unitId}
      sorting={sorting}
      onSort={sort}
    />
  )
}

function useUnitColumns(): Column<ListedUnit>[] {
  const { say } = useText()
  const { weight } = useFormats()
  return [
    {
      key: 'stop',
      title: say('load.col.stop'),
      cell: ({ stop }) => stop ?? '–',
      isNumber: true,
      sortBy: ({ stop }) => stop ?? 0,
    },
    {
      key: 'unit',
      title: say('load.col.unit'),
      cell: (unit) => <UnitWords unit={unit} />,
      sortBy: ({ unitId }) => unitId,
    },
    {
      key: 'where',
      title: say('load.col.where'),
      cell: (unit) => <Whereabouts unit={unit} />,
      sortBy: ({ onBoard, wrong }) => (wrong !== null ? 0 : onBoard ? 2 : 1),
    },
    {
      key: 'order',
      title: say('pick.col.orders'),
      cell: ({ orderNumbers, shipTo }) => (
        <>
          <span className={classes['orders']}>
            {orderNumbers.map((orderNumber) => (
              <Link key={orderNumber} href={`~/orders/${orderNumber}`}>
                {orderNumber}
              </Link>
            ))}
          </span>
          <span className={classes['soft']}>
            {shipTo === null ? '' : `${shipTo.name}, ${shipTo.city}`}
          </span>
        </>
      ),
      sortBy: ({ orderNumbers }) => orderNumbers[0] ?? '',
    },
    {
      key: 'weight',
      title: say('load.col.weight'),
      cell: ({ grossGrams }) => weight(grossGrams),
      isNumber: true,
      sortBy: ({ grossGrams }) => grossGrams,
    },
  ]
}

function UnitWords({ unit: { unitId, kind, labelVerified } }: { unit: ListedUnit }) {
  const { say } = useText()
  const key = `load.kind.${kind}`
  return (
    <>
      {isTextKey(key) ? say(key) : kind}
      {!labelVerified && <span className={classes['soft']}> · {say('load.label.not')}</span>}
      <br />
      <span className={classes['sscc']}>{longSscc(unitId)}</span>
    </>
  )
}

function Whereabouts({ unit: { onBoard, wrong } }: { unit: ListedUnit }) {
  const { say } = useText()
  if (wrong !== null) return <Mark tone="wrong" icon="warning" text={say(`load.wrong.${wrong}`)} />
  return onBoard ? (
    <Mark tone="good" icon="check" text={say('load.on-board')} />
  ) : (
    <Mark tone="warn" icon="clock" text={say('load.missing')} />
  )
}

import { Link } from 'wouter'
import { shareOf } from '../../../../format/weight.ts'
import { DataTable, type Column } from '../../../components/data-table.tsx'
import { useSorting } from '../../../components/use-address.ts'
import { useRegionNames } from '../../../components/use-regions.ts'
import { useText } from '../../../text/text.ts'
import classes from '../picking.module.css'
import { LoadState, VolumeBar, WeightBar, type ShownLoad } from './load-state.tsx'

/** The loads of a day, one a row. */
export function LoadsTable({ loads }: { loads: readonly ShownLoad[] }) {
  const [sorting, sort] = useSorting()
  const { say } = useText()
  return (
    <DataTable
      label={say('load.loads')}
      rows={loads}
      columns={[...useLoadColumns(), ...useCarriedColumns(), ...useUnitColumns()]}
      rowKey={({ number }) => number}
      sorting={sorting}
      onSort={sort}
    />
  )
}

function useLoadColumns(): Column<ShownLoad>[] {
  const { say } = useText()
  return [
    {
      key: 'load',
      title: say('load.col.load'),
      cell: ({ number, region }) => (
        <>
          <Link href={`/loads/${number}`} className={classes['number']}>
            {number}
          </Link>
          <br />
          <Region code={region} />
        </>
      ),
      sortBy: ({ number }) => number,
    },
    {
      key: 'state',
      title: say('pick.state'),
      cell: ({ status, heldBy }) => (
        <>
          <LoadState status={status} />
          {heldBy !== undefined && heldBy !== null && (
            <>
              <br />
              <span className={classes['soft']}>{heldBy.station}</span>
            </>
          )}
        </>
      ),
      sortBy: ({ status }) => status,
    },
    {
      key: 'vehicle',
      title: say('load.col.vehicle'),
      cell: ({ vehicle, driver }) => (
        <>
          {vehicle.plate}
          <br />
          <span className={classes['soft']}>{driver}</span>
        </>
      ),
      sortBy: ({ vehicle }) => vehicle.plate,
    },
    {
      key: 'stops',
      title: say('load.col.stops'),
      cell: ({ stops, status, progress }) => (
        <>
          {stops.length}
          <NotPackedShort count={status === 'departed' ? 0 : (progress?.ordersNotPacked ?? 0)} />
        </>
      ),
      isNumber: true,
      sortBy: ({ stops }) => stops.length,
    },
  ]
}

function useCarriedColumns(): Column<ShownLoad>[] {
  const { say } = useText()
  return [
    {
      key: 'weight',
      title: say('load.col.weight'),
      cell: (load) => <WeightBar {...load} expectedGrams={load.progress?.expectedGrams} />,
      sortBy: ({ weightGrams, vehicle }) => shareOf(weightGrams, vehicle.maxWeightGrams),
    },
    {
      key: 'volume',
      title: say('load.col.volume'),
      cell: (load) => <VolumeBar {...load} expectedCm3={load.progress?.expectedCm3} />,
      sortBy: ({ volumeCm3, vehicle }) => shareOf(volumeCm3, vehicle.maxVolumeCm3),
    },
  ]
}

/** In the morning that is how it should be: it is said, not shouted. */
function NotPackedShort({ count }: { count: number }) {
  const { say } = useText()
  if (count === 0) return null
  return (
    <>
      <br />
      <span className={classes['soft']}>{say('load.not-packed.short', { count })}</span>
    </>
  )
}

function useUnitColumns(): Column<ShownLoad>[] {
  const { say } = useText()
  const counted = (count: number) =>
    count > 0 ? <span className={classes['wrong']}>{count}</span> : count
  return [
    {
      key: 'board',
      title: say('load.col.on-board'),
      cell: ({ units, progress }) =>
        say('load.of', {
          part: progress?.onBoardUnits ?? units.length,
          whole: progress?.expectedUnits ?? units.length,
        }),
      isNumber: true,
      sortBy: ({ units }) => units.length,
    },
    {
      key: 'missing',
      title: say('load.col.missing'),
      cell: ({ progress, status }) =>
        status === 'departed' ? '–' : counted(progress?.missingUnits ?? 0),
      isNumber: true,
      sortBy: ({ progress }) => progress?.missingUnits ?? 0,
    },
    {
      key: 'wrong',
      title: say('load.col.wrong'),
      cell: ({ progress }) => counted(progress?.wrongUnits ?? 0),
      isNumber: true,
      sortBy: ({ progress }) => progress?.wrongUnits ?? 0,
    },
  ]
}

function Region({ code }: { code: string }) {
  const name = useRegionNames()(code)
  return <span className={classes['soft']}>{name}</span>
}

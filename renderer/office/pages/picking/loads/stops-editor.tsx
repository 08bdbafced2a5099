import { ActionIcon } from '@mantine/core'
import { useState } from 'react'
import type { CallAnswer } from '../../../api.ts'
import { Section } from '../../../components/page.tsx'
import { useAmounts } from '../../../components/use-amounts.ts'
import { useText } from '../../../text/text.ts'
import classes from './stops-editor.module.css'
import { useVolume } from '../use-volume.ts'

export type Stop = CallAnswer<'GET /v1/load-candidates'>['shipments'][number]

type Props = { stops: readonly Stop[]; free: readonly Stop[]; onChange: (stops: Stop[]) => void }

/** The stops of a load in the order of delivery, by drag or by arrows, and what it leaves out. */
export function StopsEditor({ stops, free, onChange }: Props) {
  const { say } = useText()
  const { kg } = useAmounts()
  const m3 = useVolume()
  const [dragged, setDragged] = useState<number | null>(null)
  const move = (from: number, to: number) => {
    const stop = stops[from]
    if (stop === undefined || to < 0 || to >= stops.length) return
    onChange(stops.toSpliced(from, 1).toSpliced(to, 0, stop))
  }
  const sum = (of: (stop: Stop) => number) => stops.reduce((total, stop) => total + of(stop), 0)
  return (
    <>
      <Section title={say('load.stops')}>
        <p className={classes['soft']}>
          {say('load.stops.hint')}{' '}
          {say('load.estimate', {
            weight: kg(sum(({ weightGrams }) => weightGrams)),
            volume: m3(sum(({ volumeCm3 }) => volumeCm3)),
          })}
        </p>
        {stops.length === 0 && <p>{say('load.stops.none')}</p>}
        <ol className={classes['list']} aria-label={say('load.stops')}>
          {stops.map((stop, index) => (
            <StopRow
              key={stop.shipmentId}
              stop={stop}
              place={index}
              isLast={index === stops.length - 1}
              isDragged={dragged === index}
              onDrag={setDragged}
              onDrop={() => {
                if (dragged !== null) move(dragged, index)
              }}
              onMove={(to) => move(index, to)}
              onRemove={() => onChange(stops.toSpliced(index, 1))}
            />
          ))}
        </ol>
      </Section>
      <Section title={say('load.stops.free')}>
        {free.length === 0 && <p className={classes['soft']}>{say('load.stops.free-none')}</p>}
        <ul className={classes['list']}>
          {free.map((stop) => (
            <li key={stop.shipmentId} className={classes['free']}>
              <StopWords stop={stop} />
              <ActionIcon
                variant="default"
                aria-label={say('load.stop.add', { name: stop.orderNumber })}
                onClick={() => onChange([...stops, stop])}
              >
                +
              </ActionIcon>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}

type RowProps = {
  stop: Stop
  place: number
  isLast: boolean
  isDragged: boolean
  onDrag: (place: number | null) => void
  onDrop: () => void
  onMove: (to: number) => void
  onRemove: () => void
}

function StopRow({ stop, place, isLast, isDragged, onDrag, onDrop, onMove, onRemove }: RowProps) {
  const { say } = useText()
  const name = stop.orderNumber
  return (
    <li
      className={classes['stop']}
      draggable
      data-dragged={isDragged}
      onDragStart={() => onDrag(place)}
      onDragEnd={() => onDrag(null)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <span className={classes['grip']} aria-hidden="true">
        ⠿
      </span>
      <b>{place + 1}</b>
      <StopWords stop={stop} />
      <span className={classes['tools']}>
        <ActionIcon
          variant="default"
          aria-label={say('load.stop.up', { name })}
          disabled={place === 0}
          onClick={() => onMove(place - 1)}
        >
          ↑
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={say('load.stop.down', { name })}
          disabled={isLast}
          onClick={() => onMove(place + 1)}
        >
          ↓
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={say('load.stop.remove', { name })}
          onClick={onRemove}
        >
          ×
        </ActionIcon>
      </span>
    </li>
  )
}

function StopWords({ stop: { orderNumber, shipTo, weightGrams } }: { stop: Stop }) {
  const { kg } = useAmounts()
  return (
    <span className={classes['words']}>
      <span>
        {shipTo.name}, {shipTo.postalCode} {shipTo.city}
      </span>
      <span className={classes['soft']}>
        {orderNumber} · {kg(weightGrams)}
      </span>
    </span>
  )
}

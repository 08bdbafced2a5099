import { Button, NumberInput, Table, VisuallyHidden } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { call, CallProblem } from '../../api.ts'
import { ModalFrame } from '../../components/modal-frame.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useAmounts } from '../../components/use-amounts.ts'
import { useMay } from '../../session.tsx'
import { type TextKey, useText } from '../../text/text.ts'
import { saveRegion, type StoredRegion } from './capacity-data.ts'
import classes from './capacity.module.css'
import { stateWords } from './day-cell.tsx'
import { dayState, isBelowReserved, lowestLimits, type Limits, type Slot } from './plan-days.ts'

type Props = {
  region: StoredRegion
  day: string
  slot: Slot | undefined
  today: string
  onClose: () => void
}

/** One day of one region: what is promised of it, its limit, and whether it is open at all. */
export function DayForm({ region, day, slot, today, onClose }: Props) {
  const { say } = useText()
  const amounts = useAmounts()
  const may = useMay()
  const state = dayState(region, day, slot)
  const note = NOTES[state]
  return (
    <ModalFrame title={`${region.name} · ${amounts.dayLong(day)}`} size="lg" onClose={onClose}>
      <div className={classes['form']}>
        <p className={classes['stateLine']} data-state={state}>
          {stateWords(state, slot, { say, amounts })}
        </p>
        {day < today && <p>{say('capacity.past-note')}</p>}
        {note !== undefined && <p>{say(note)}</p>}
        {slot !== undefined && <Figures slot={slot} />}
        <Link href={`~/orders?region=${encodeURIComponent(region.code)}&from=${day}&to=${day}`}>
          {say('capacity.orders')}
        </Link>
        {may('capacity:write') && (
          <LimitForm region={region.code} day={day} slot={slot} onDone={onClose} />
        )}
        {may('catalogue:write') && <OpenOrClose region={region} day={day} />}
      </div>
    </ModalFrame>
  )
}

const NOTES: Partial<Record<ReturnType<typeof dayState>, TextKey>> = {
  closed: 'capacity.closed-note',
  'no-delivery': 'capacity.no-delivery-note',
  'no-limit': 'capacity.no-limit-note',
}

function Figures({ slot }: { slot: Slot }) {
  const { say } = useText()
  const { kg, m3 } = useAmounts()
  const rows: [TextKey, number, number][] = [
    ['capacity.row-max', slot.maxWeightGrams, slot.maxVolumeCm3],
    ['capacity.row-reserved', slot.reservedWeightGrams, slot.reservedVolumeCm3],
    ['capacity.row-packed', slot.packedWeightGrams, slot.packedVolumeCm3],
    [
      'capacity.row-free',
      Math.max(0, slot.maxWeightGrams - slot.reservedWeightGrams),
      Math.max(0, slot.maxVolumeCm3 - slot.reservedVolumeCm3),
    ],
  ]
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>
            <VisuallyHidden>{say('capacity.figure')}</VisuallyHidden>
          </Table.Th>
          <Table.Th className={classes['number']}>{say('capacity.weight')}</Table.Th>
          <Table.Th className={classes['number']}>{say('capacity.volume')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([name, grams, cm3]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{say(name)}</Table.Th>
            <Table.Td className={classes['number']}>{kg(grams)}</Table.Td>
            <Table.Td className={classes['number']}>{m3(cm3)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

type LimitProps = { region: string; day: string; slot: Slot | undefined; onDone: () => void }

function LimitForm({ region, day, slot, onDone }: LimitProps) {
  const { say } = useText()
  const amounts = useAmounts()
  const queries = useQueryClient()
  const [kg, setKg] = useState<number | string>((slot?.maxWeightGrams ?? 0) / 1_000)
  const [m3, setM3] = useState<number | string>((slot?.maxVolumeCm3 ?? 0) / 1_000_000)
  const limits = limitsOf(kg, m3)
  const save = useMutation({
    mutationFn: (body: Limits) =>
      call('PUT /v1/capacity/{region}/{date}', { params: { region, date: day }, body }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['live', ['capacity', 'orders', 'stock']] })
      onDone()
    },
  })
  const isBelow = slot !== undefined && limits !== null && isBelowReserved(slot, limits)
  const lower = () => {
    if (slot === undefined || limits === null) return
    const lowest = lowestLimits(slot, limits)
    setKg(lowest.maxWeightGrams / 1_000)
    setM3(lowest.maxVolumeCm3 / 1_000_000)
  }
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        if (limits !== null && !isBelow) save.mutate(limits)
      }}
    >
      <div className={classes['pair']}>
        <NumberInput
          label={say('capacity.max-kg')}
          value={kg}
          onChange={setKg}
          min={0}
          decimalScale={3}
          thousandSeparator=" "
          data-autofocus
        />
        <NumberInput
          label={say('capacity.max-m3')}
          value={m3}
          onChange={setM3}
          min={0}
          decimalScale={6}
          thousandSeparator=" "
        />
      </div>
      {isBelow && (
        <div className={classes['warning']} role="status">
          <p>
            {say('capacity.below', {
              promised: `${amounts.kg(slot.reservedWeightGrams)}, ${amounts.m3(slot.reservedVolumeCm3)}`,
            })}
          </p>
          <Button variant="default" onClick={lower}>
            {say('capacity.use-reserved')}
          </Button>
        </div>
      )}
      <ProblemNotice error={save.error} />
      <InTheWay error={save.error} />
      <Button type="submit" loading={save.isPending} disabled={limits === null || isBelow}>
        {say('form.save')}
      </Button>
    </form>
  )
}

/** Grams and cubic centimetres of what was typed; null where one is no number. */
export function limitsOf(kg: number | string, m3: number | string): Limits | null {
  if (kg === '' || m3 === '') return null
  const maxWeightGrams = Math.round(Number(kg) * 1_000)
  const maxVolumeCm3 = Math.round(Number(m3) * 1_000_000)
  const isRight = Number.isSafeInteger(maxWeightGrams) && Number.isSafeInteger(maxVolumeCm3)
  return isRight && maxWeightGrams >= 0 && maxVolumeCm3 >= 0
    ? { maxWeightGrams, maxVolumeCm3 }
    : null
}

type Holding = { orderNumber: string; weightGrams: number; volumeCm3: number }

/** Orders came between what was seen and what was saved: the office names them. */
function InTheWay({ error }: { error: unknown }) {
  const { say } = useText()
  const { kg, m3 } = useAmounts()
  if (!(error instanceof CallProblem) || error.code !== 'below-reserved') return null
  const orders = (error.body['orders'] ?? []) as readonly Holding[]
  return (
    <div>
      <p>{say('capacity.in-the-way')}</p>
      <ul>
        {orders.map(({ orderNumber, weightGrams, volumeCm3 }) => (
          <li key={orderNumber}>
            <Link href={`~/orders/${orderNumber}`}>{orderNumber}</Link>{' '}
            {say('capacity.order-holds', { weight: kg(weightGrams), volume: m3(volumeCm3) })}
          </li>
        ))}
      </ul>
    </div>
  )
}

function OpenOrClose({ region, day }: { region: StoredRegion; day: string }) {
  const { say } = useText()
  const queries = useQueryClient()
  const isClosed = region.closedDates.includes(day)
  const turn = useMutation({
    mutationFn: () => {
      const others = region.closedDates.filter((closed) => closed !== day)
      return saveRegion(region, { closedDates: isClosed ? others : [...others, day] })
    },
    onSuccess: () =>
      queries.invalidateQueries({ queryKey: ['live', ['capacity', 'settings'], 'regions'] }),
  })
  return (
    <>
      <ProblemNotice error={turn.error} />
      <Button
        className={classes['start']}
        variant="default"
        loading={turn.isPending}
        onClick={() => turn.mutate()}
      >
        {say(isClosed ? 'capacity.open-day' : 'capacity.close-day')}
      </Button>
    </>
  )
}

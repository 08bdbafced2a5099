import { Select, TextInput, UnstyledButton } from '@mantine/core'
import { EXCEPTION_HANDLING } from '#contract/http/exception-choices.ts'
import type { CallAnswer } from '../../api.ts'
import { useText } from '../../text/text.ts'
import classes from './exceptions.module.css'
import type { useExceptionFilters } from './use-inbox.ts'
import { exceptionTitle } from './words.ts'

type Props = {
  filters: ReturnType<typeof useExceptionFilters>
  counts: CallAnswer<'GET /v1/exception-counts'> | undefined
}

/** Which exceptions the inbox shows. */
export function ExceptionFilters({ filters: { get, set, isClosed }, counts }: Props) {
  const { say } = useText()
  const open = new Map(counts?.codes.map((one) => [one.code, one.open]))
  const codes = isClosed ? Object.keys(EXCEPTION_HANDLING) : [...open.keys()]
  if (get('code') !== '' && !codes.includes(get('code'))) codes.push(get('code'))
  const withCount = (name: string, count: number | undefined) =>
    isClosed || count === undefined ? name : `${name} (${count})`
  const kinds = codes
    .map((code) => ({ value: code, label: withCount(exceptionTitle(code, say), open.get(code)) }))
    .toSorted((a, b) => a.label.localeCompare(b.label))
  const warehouses = (counts?.warehouses ?? []).map((one) => ({
    value: one.warehouse,
    label: withCount(one.warehouse, one.open),
  }))
  const stations = (counts?.stations ?? []).map((one) => ({
    value: one.id,
    label: withCount(one.name, one.open),
  }))
  return (
    <div className={classes['filters']}>
      <div className={classes['states']} role="group" aria-label={say('ex.state')}>
        <UnstyledButton
          className={classes['state']}
          aria-pressed={!isClosed}
          onClick={() => set({ state: '' })}
        >
          {say('ex.open')}
        </UnstyledButton>
        <UnstyledButton
          className={classes['state']}
          aria-pressed={isClosed}
          onClick={() => set({ state: 'closed' })}
        >
          {say('ex.closed')}
        </UnstyledButton>
      </div>
      <Pick name="code" all="ex.code.all" label="ex.code" data={kinds} {...{ get, set }} />
      {(warehouses.length > 1 || get('warehouse') !== '') && (
        <Pick
          name="warehouse"
          all="ex.warehouse.all"
          label="ex.warehouse"
          data={warehouses}
          {...{ get, set }}
        />
      )}
      <Pick
        name="station"
        all="ex.station.all"
        label="ex.station"
        data={stations}
        {...{ get, set }}
      />
      <TextInput
        type="search"
        className={classes['search']}
        label={say('ex.about')}
        value={get('about')}
        onChange={(event) => set({ about: event.currentTarget.value })}
      />
    </div>
  )
}

type PickProps = Pick<Props['filters'], 'get' | 'set'> & {
  name: 'code' | 'warehouse' | 'station'
  label: 'ex.code' | 'ex.warehouse' | 'ex.station'
  all: 'ex.code.all' | 'ex.warehouse.all' | 'ex.station.all'
  data: { value: string; label: string }[]
}

function Pick({ name, label, all, data, get, set }: PickProps) {
  const { say } = useText()
  return (
    <Select
      label={say(label)}
      placeholder={say(all)}
      data={data}
      value={get(name) === '' ? null : get(name)}
      clearable
      onChange={(value) => set({ [name]: value ?? '' })}
    />
  )
}

import { OrderStatus } from '#contract/orders/order-status.ts'
import { Checkbox, MultiSelect, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState, type ReactNode } from 'react'
import { useAddress } from '../../../components/use-address.ts'
import { useRegions } from '../../../components/use-regions.ts'
import { useText } from '../../../text/text.ts'
import classes from './list.module.css'

/** Nobody types slower than this between two letters of one word. */
const TYPING_PAUSE_MS = 250

/** What the list is narrowed down by; all of it stands in the address. */
export function OrderFilters({ exportButton }: { exportButton: ReactNode }) {
  const { say } = useText()
  const { get, set } = useAddress()
  const states = get('states') === '' ? [] : get('states').split(',')
  return (
    <div className={classes['filters']} role="search">
      <Search />
      <MultiSelect
        className={classes['states-field']}
        label={say('orders.states')}
        placeholder={states.length === 0 ? say('orders.any-state') : ''}
        data={OrderStatus.options.map((value) => ({ value, label: say(`order-state.${value}`) }))}
        value={states}
        onChange={(chosen) => set({ states: chosen.join(',') })}
        clearable
        clearButtonProps={{ 'aria-label': say('table.clear') }}
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
      <RegionFilter />
      <TextInput
        type="date"
        label={say('orders.from')}
        value={get('from')}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={say('orders.to')}
        value={get('to')}
        onChange={(event) => set({ to: event.currentTarget.value })}
      />
      <div className={classes['ticks']}>
        <Checkbox
          label={say('orders.blocked-only')}
          checked={get('stopped') !== ''}
          onChange={(event) => set({ stopped: event.currentTarget.checked ? '1' : '' })}
        />
        <Checkbox
          label={say('orders.waiting-only')}
          checked={get('waiting') !== ''}
          onChange={(event) => set({ waiting: event.currentTarget.checked ? '1' : '' })}
        />
      </div>
      <div className={classes['export']}>{exportButton}</div>
    </div>
  )
}

/** Goes into the address when the typing rests; a link or the way back changes what stands here. */
function Search() {
  const { say } = useText()
  const { get, set } = useAddress()
  const asked = get('q')
  const [typed, setTyped] = useState({ text: asked, asked })
  const text = typed.asked === asked ? typed.text : asked
  const search = useDebouncedCallback((value: string) => set({ q: value }), TYPING_PAUSE_MS)
  return (
    <TextInput
      className={classes['search']}
      type="search"
      label={say('orders.search')}
      placeholder={say('orders.search-hint')}
      value={text}
      onChange={(event) => {
        const { value } = event.currentTarget
        setTyped({ text: value, asked })
        search(value)
      }}
    />
  )
}

/** By name where one may see the regions, else by code. */
function RegionFilter() {
  const { say } = useText()
  const { get, set } = useAddress()
  const data = useRegions()?.map(({ code, name }) => ({
    value: code,
    label: code === name ? code : `${name} (${code})`,
  }))
  if (data === undefined) {
    return (
      <TextInput
        label={say('orders.region')}
        value={get('region')}
        onChange={(event) => set({ region: event.currentTarget.value })}
      />
    )
  }
  return (
    <Select
      className={classes['region']}
      label={say('orders.region')}
      placeholder={say('orders.any-region')}
      data={data}
      value={get('region') || null}
      onChange={(value) => set({ region: value ?? '' })}
      searchable
      clearable
      comboboxProps={{ transitionProps: { duration: 0 } }}
    />
  )
}

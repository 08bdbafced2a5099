import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call, type CallAnswer } from '../api.ts'
import { useText } from '../text/text.ts'
import { useAddress } from './use-address.ts'

type Warehouse = CallAnswer<'GET /v1/warehouses'>['items'][number]

/** More buildings than one company has. */
const WAREHOUSES_MAX = 500

export function useWarehouses(): readonly Warehouse[] | undefined {
  const { data } = useQuery({
    queryKey: ['settings', 'warehouses'],
    queryFn: () => call('GET /v1/warehouses', { query: { limit: WAREHOUSES_MAX } }),
  })
  return data?.items
}

/** The warehouse that a page is about: the one in the address, else the first. Undefined while it is being read. */
export function useWarehouse(): Warehouse | undefined {
  const warehouses = useWarehouses()
  const { get } = useAddress()
  return warehouses?.find(({ code }) => code === get('warehouse')) ?? warehouses?.[0]
}

/** Which warehouse a page shows, where there is more than one. */
export function WarehousePicker() {
  const { say } = useText()
  const { set } = useAddress()
  const warehouses = useWarehouses()
  const chosen = useWarehouse()
  if (warehouses === undefined || warehouses.length < 2) return null
  return (
    <Select
      label={say('warehouse.pick')}
      data={warehouses.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
      value={chosen?.code ?? null}
      allowDeselect={false}
      onChange={(code) => set({ warehouse: code ?? '' })}
    />
  )
}

import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type CallAnswer } from '../../../api.ts'
import { useText } from '../../../text/text.ts'

export type Product = CallAnswer<'GET /v1/products'>['items'][number]

const TYPING_PAUSE_MS = 200
const FOUND_MAX = 20

type Props = { product: Product | null; onChoose: (product: Product | null) => void }

/** A product, found by its number, its name or a barcode. */
export function ProductField({ product, onChoose }: Props) {
  const { say } = useText()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), TYPING_PAUSE_MS)
  const isChosen = product !== null && text === labelOf(product)
  const found = useQuery({
    queryKey: ['settings', 'products', search],
    queryFn: () =>
      call('GET /v1/products', {
        query: { search: search === '' ? undefined : search, limit: FOUND_MAX },
      }),
    enabled: !isChosen,
    placeholderData: (before) => before,
  })
  const items = found.data?.items ?? []
  const shown =
    product === null || items.some(({ sku }) => sku === product.sku) ? items : [product, ...items]
  return (
    <Select
      label={say('new-order.product')}
      placeholder={say('new-order.find-product')}
      required
      searchable
      // The office has searched already, by more than what stands in the list.
      filter={({ options }) => options}
      nothingFoundMessage={say('new-order.no-product')}
      data={shown.map((one) => ({ value: one.sku, label: labelOf(one) }))}
      value={product?.sku ?? null}
      searchValue={text}
      onSearchChange={setText}
      onChange={(sku) => onChoose(shown.find((one) => one.sku === sku) ?? null)}
      comboboxProps={{ transitionProps: { duration: 0 } }}
    />
  )
}

function labelOf({ sku, name }: Product): string {
  return `${sku} · ${name}`
}

import { Button } from '@mantine/core'
import { useState } from 'react'
import { saveFile, toCsv } from '../../components/csv.ts'
import { useAddress } from '../../components/use-address.ts'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import { productsCsv } from './product-rows.ts'
import {
  type LotStock,
  readAllProducts,
  readAllStock,
  type StockAsked,
  type StockRow,
} from './stock-data.ts'

/** What can be done with the list. */
export function StockActions({ asked }: { asked: StockAsked }) {
  const { say } = useText()
  const { set } = useAddress()
  const may = useMay()
  const file = (name: string) => `${name}-${asked.warehouse}-${asked.today}.csv`
  return (
    <>
      <StockButtons />
      {may('stock:write') && (
        <Button variant="default" onClick={() => set({ do: 'books' })}>
          {say('stock.reconcile')}
        </Button>
      )}
      <ExportButton
        label={say('table.export')}
        read={async (tell) => {
          saveFile(file('stock'), stockCsv(await readAllStock(asked, tell)))
        }}
      />
      {may('catalogue:read') && (
        <ExportButton
          label={say('stock.export-products')}
          read={async (tell) => {
            saveFile(file('products'), productsCsv(await readAllProducts(asked.search, tell)))
          }}
        />
      )}
    </>
  )
}

/** How products get here: by hand, or from a file. */
export function StockButtons() {
  const { say } = useText()
  const { set } = useAddress()
  const may = useMay()
  return (
    <>
      {may('catalogue:write') && (
        <Button onClick={() => set({ do: 'new' })}>{say('stock.new')}</Button>
      )}
      {(may('stock:write') || may('catalogue:write')) && (
        <Button variant="default" onClick={() => set({ do: 'import' })}>
          {say('stock.import')}
        </Button>
      )}
    </>
  )
}

type ExportProps = { label: string; read: (onRead: (count: number) => void) => Promise<void> }

function ExportButton({ label, read }: ExportProps) {
  const { say } = useText()
  const [count, setCount] = useState<number | null>(null)
  const start = async () => {
    setCount(0)
    try {
      await read(setCount)
    } finally {
      setCount(null)
    }
  }
  return (
    <Button variant="default" disabled={count !== null} onClick={() => void start()}>
      {count === null ? label : say('stock.exporting', { count })}
    </Button>
  )
}

/** One row for each lot that holds or owes anything, and one for each product without any. */
export function stockCsv(rows: readonly StockRow[]): string {
  const head = ['warehouse', 'sku', 'name', 'location', 'lot', 'expiryDate', 'onHand', 'reserved']
  return toCsv(
    [...head, 'available'],
    rows.flatMap((row) => {
      const { warehouse, sku, name, location = null, lots = [] } = row
      const sum: LotStock = { lot: '', picked: 0, ...row }
      return (lots.length === 0 ? [sum] : lots).map(
        ({ lot, expiryDate = null, onHand, reserved, available }) => {
          return [warehouse, sku, name, location, lot, expiryDate, onHand, reserved, available]
        },
      )
    }),
  )
}

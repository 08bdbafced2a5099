import { Button, SegmentedControl } from '@mantine/core'
import { call, CallProblem } from '../../api.ts'
import { CsvImport, type RowOutcome } from '../../components/csv-import.tsx'
import { toCsv } from '../../components/csv.ts'
import { Page } from '../../components/page.tsx'
import { useAddress } from '../../components/use-address.ts'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import { readMovementRow, type MovementRow } from './movement-rows.ts'
import {
  isSameProduct,
  mergeProduct,
  PRODUCT_COLUMNS,
  readProductRow,
  type ProductRow,
} from './product-rows.ts'
import type { Product } from './stock-data.ts'

const PRODUCTS_SAMPLE = toCsv(PRODUCT_COLUMNS, [
  [
    'OAK-14',
    'Oak plank 14 mm',
    2_000,
    1_000,
    'lot',
    '8712345000011:1|18712345000018:6',
    'A-01-1',
    20,
    'yes',
    'BOX:8/1',
  ],
  [
    'GLUE-5',
    'Parquet glue 5 kg',
    5_000,
    4_000,
    'none',
    '8712345000028',
    'C-02-1',
    null,
    null,
    null,
  ],
])

const MOVEMENTS_SAMPLE = toCsv(
  ['sku', 'kind', 'quantity', 'reason', 'lot', 'expiryDate', 'warehouse', 'key'],
  [
    ['OAK-14', 'RECEIVED', 120, 'delivery note 771', 'G2603A', null, null, null],
    ['GLUE-5', 'RECEIVED', 40, 'delivery note 771', null, null, null, null],
    ['GLUE-5', 'ADJUSTED', -2, 'broken in aisle 3', null, null, null, null],
  ],
)

/** Files of products, and of stock movements. */
export function StockImport({ warehouse }: { warehouse: string }) {
  const { say } = useText()
  const { get, set } = useAddress()
  const may = useMay()
  const kinds = [
    ...(may('catalogue:write') ? [{ value: 'products', label: say('stock.import-products') }] : []),
    ...(may('stock:write') ? [{ value: 'movements', label: say('stock.import-movements') }] : []),
  ]
  const of = kinds.find(({ value }) => value === get('of'))?.value ?? kinds[0]?.value
  return (
    <Page
      title={say('stock.import-title')}
      actions={
        <Button variant="default" onClick={() => set({ do: '', of: '' })}>
          {say('stock.back')}
        </Button>
      }
      lead={say(of === 'movements' ? 'stock.import-movements-lead' : 'stock.import-products-lead')}
    >
      {kinds.length > 1 && (
        <div>
          <SegmentedControl
            aria-label={say('stock.import-title')}
            data={kinds}
            value={of ?? ''}
            onChange={(next) => set({ of: next })}
          />
        </div>
      )}
      {of === 'products' && <ProductsImport key="products" />}
      {of === 'movements' && <MovementsImport key="movements" warehouse={warehouse} />}
    </Page>
  )
}

function ProductsImport() {
  const { say } = useText()
  return (
    <CsvImport<ProductRow>
      required={['sku']}
      columns={[
        { name: 'sku', meaning: say('stock.column-sku') },
        { name: 'name', meaning: say('stock.column-name') },
        { name: 'weightGrams', meaning: say('stock.column-weight') },
        { name: 'volumeCm3', meaning: say('stock.column-volume') },
        { name: 'tracking', meaning: say('stock.column-tracking') },
        { name: 'barcodes', meaning: say('stock.column-barcodes') },
        { name: 'location', meaning: say('stock.column-location') },
        { name: 'weightToleranceGrams', meaning: say('stock.column-tolerance') },
        { name: 'singleLot', meaning: say('stock.column-single-lot') },
        { name: 'salesUnits', meaning: say('stock.column-sales-units') },
      ]}
      sample={{ name: 'products-sample.csv', content: PRODUCTS_SAMPLE }}
      readRow={(cells) => readProductRow(cells, say)}
      send={(row) => sendProduct(row, say('stock.wrong-new'))}
      topics={['stock', 'settings', 'live']}
    />
  )
}

/** A row that says nothing new changes nothing, and is not sent. */
async function sendProduct(row: ProductRow, incomplete: string): Promise<RowOutcome> {
  const before = await knownProduct(row.sku)
  const body = mergeProduct(row, before)
  if (body === null) throw new CallProblem(400, { detail: incomplete })
  if (isSameProduct(body, before)) return 'before'
  await call('PUT /v1/products/{sku}', { params: { sku: row.sku }, body })
  return 'done'
}

async function knownProduct(sku: string): Promise<Product | null> {
  try {
    return await call('GET /v1/products/{sku}', { params: { sku } })
  } catch (error) {
    if (error instanceof CallProblem && error.status === 404) return null
    throw error
  }
}

function MovementsImport({ warehouse }: { warehouse: string }) {
  const { say } = useText()
  return (
    <CsvImport<MovementRow>
      required={['sku', 'kind', 'quantity', 'reason']}
      columns={[
        { name: 'sku', meaning: say('stock.column-sku') },
        { name: 'kind', meaning: say('stock.column-kind') },
        { name: 'quantity', meaning: say('stock.column-quantity') },
        { name: 'reason', meaning: say('stock.column-reason') },
        { name: 'lot', meaning: say('stock.column-lot') },
        { name: 'expiryDate', meaning: say('stock.column-expiry') },
        { name: 'warehouse', meaning: say('stock.column-warehouse') },
        { name: 'key', meaning: say('stock.column-key') },
      ]}
      sample={{ name: 'stock-movements-sample.csv', content: MOVEMENTS_SAMPLE }}
      readRow={(cells) => readMovementRow(cells, { warehouse, say })}
      send={async ({ key: own, ...movement }, key) => {
        const body = { ...movement, idempotencyKey: own ?? key }
        const { replayed } = await call('POST /v1/stock-movements', { body })
        return replayed ? 'before' : 'done'
      }}
      topics={['stock', 'live']}
    />
  )
}

import { Button, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { call, CallProblem } from '../../api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Facts } from '../../components/facts.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page, Section } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useAddress } from '../../components/use-address.ts'
import { useAmounts, useLocale } from '../../components/use-amounts.ts'
import { useWarehouse, WarehousePicker } from '../../components/use-warehouse.tsx'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import { MovementForm } from './movement-form.tsx'
import { MOVEMENT_KINDS } from './movement-rows.ts'
import { ProductForm } from './product-form.tsx'
import { ProductLedger } from './product-ledger.tsx'
import { STOCK_TOPICS, type Product, type StockRow } from './stock-data.ts'
import { StockTrend } from './stock-trend.tsx'
import classes from './stock.module.css'

/** One product: what it is, what there is of it, how that came about. */
export function ProductPage({ sku }: { sku: string }) {
  const { say } = useText()
  const { get, set } = useAddress()
  const warehouse = useWarehouse()
  const product = useQuery({
    queryKey: [...STOCK_TOPICS, 'product', sku],
    queryFn: () => call('GET /v1/products/{sku}', { params: { sku } }),
  })
  const stock = useQuery({
    queryKey: [...STOCK_TOPICS, 'of', sku],
    queryFn: async () => (await call('GET /v1/stock', { query: { sku, lots: 'true' } })).items,
  })
  if (product.error instanceof CallProblem && product.error.status === 404) {
    return <Unknown sku={sku} />
  }
  if (product.data === undefined || warehouse === undefined) {
    return product.error === null ? <Loading /> : <ProblemNotice error={product.error} />
  }
  const close = () => set({ do: '' })
  const kind = MOVEMENT_KINDS.find((known) => known === get('do'))
  const here = stock.data?.find((row) => row.warehouse === warehouse.code)
  return (
    <Page
      title={product.data.name}
      lead={
        <>
          <Link href="/">{say('nav.stock')}</Link> › <span className={classes['sku']}>{sku}</span>
        </>
      }
      actions={<Actions />}
    >
      <ProblemNotice error={stock.error} />
      <Section title={say('stock.per-warehouse')}>
        <StockTable rows={stock.data ?? []} />
      </Section>
      <Section title={say('stock.data')}>
        <ProductFacts product={product.data} />
      </Section>
      <WarehousePicker />
      <Section title={say('stock.trend')}>
        <StockTrend sku={sku} warehouse={warehouse.code} />
      </Section>
      <Section title={say('stock.ledger')}>
        <ProductLedger sku={sku} warehouse={warehouse.code} />
      </Section>
      {get('do') === 'edit' && <ProductForm product={product.data} onClose={close} />}
      {kind !== undefined && (
        <MovementForm
          key={kind}
          kind={kind}
          product={product.data}
          warehouse={warehouse.code}
          stock={here}
          onClose={close}
        />
      )}
    </Page>
  )
}

function Unknown({ sku }: { sku: string }) {
  const { say } = useText()
  return (
    <Page title={say('nav.stock')}>
      <EmptyState title={say('stock.not-found', { sku })} hint={say('stock.not-found-do')}>
        <Button component={Link} href="/" variant="default">
          {say('stock.back')}
        </Button>
      </EmptyState>
    </Page>
  )
}

function Actions() {
  const { say } = useText()
  const { set } = useAddress()
  const may = useMay()
  return (
    <>
      {may('stock:write') && (
        <>
          <Button onClick={() => set({ do: 'RECEIVED' })}>{say('stock.receive')}</Button>
          <Button variant="default" onClick={() => set({ do: 'ADJUSTED' })}>
            {say('stock.adjust')}
          </Button>
          <Button variant="default" onClick={() => set({ do: 'RETURNED' })}>
            {say('stock.return')}
          </Button>
        </>
      )}
      {may('catalogue:write') && (
        <Button variant="default" onClick={() => set({ do: 'edit' })}>
          {say('stock.edit')}
        </Button>
      )}
    </>
  )
}

/** Warehouse by warehouse, with each lot below its sum. */
function StockTable({ rows }: { rows: readonly StockRow[] }) {
  const { say } = useText()
  const { whole, day } = useAmounts()
  const number = (value: number) => (
    <Table.Td className={value < 0 ? classes['numberBelow'] : classes['number']}>
      {whole(value)}
    </Table.Td>
  )
  return (
    <div className={classes['frame']}>
      <Table aria-label={say('stock.per-warehouse')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('stock.warehouse')}</Table.Th>
            <Table.Th>{say('stock.lot')}</Table.Th>
            <Table.Th>{say('stock.expiry')}</Table.Th>
            <Table.Th className={classes['number']}>{say('stock.on-hand')}</Table.Th>
            <Table.Th className={classes['number']}>{say('stock.reserved')}</Table.Th>
            <Table.Th className={classes['number']}>{say('stock.available')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.flatMap(({ warehouse, onHand, reserved, available, lots = [] }) => [
            <Table.Tr key={warehouse} className={classes['sum']}>
              <Table.Td>{warehouse}</Table.Td>
              <Table.Td>{lots.length > 1 ? say('stock.total') : lots[0]?.lot}</Table.Td>
              <Table.Td>
                {lots.length === 1 && lots[0]?.expiryDate !== undefined && day(lots[0].expiryDate)}
              </Table.Td>
              {number(onHand)}
              {number(reserved)}
              {number(available)}
            </Table.Tr>,
            ...(lots.length < 2 ? [] : lots).map((lot) => (
              <Table.Tr key={`${warehouse}/${lot.lot}`}>
                <Table.Td />
                <Table.Td>{lot.lot === '' ? say('stock.no-lot') : lot.lot}</Table.Td>
                <Table.Td>{lot.expiryDate === undefined ? '' : day(lot.expiryDate)}</Table.Td>
                {number(lot.onHand)}
                {number(lot.reserved)}
                {number(lot.available)}
              </Table.Tr>
            )),
          ])}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function ProductFacts({ product }: { product: Product }) {
  const { say } = useText()
  const { whole, weight } = useAmounts()
  const locale = useLocale()
  const { barcodes, salesUnits = [], location, weightToleranceGrams, singleLot } = product
  const amount = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 })
  // One of whichever is the larger: a box of 8 pieces, a plank of 2.108 square metres.
  const unitWords = ({ code, numerator, denominator }: (typeof salesUnits)[number]) =>
    numerator >= denominator
      ? say('stock.sales-unit-holds', { code, amount: amount.format(numerator / denominator) })
      : say('stock.sales-unit-within', { code, amount: amount.format(denominator / numerator) })
  const list = (lines: readonly string[]) =>
    lines.length === 0 ? say('stock.unknown') : lines.join(', ')
  return (
    <Facts
      facts={[
        [say('stock.location'), location ?? say('stock.unknown')],
        [say('stock.weight-short'), weight(product.weightGrams)],
        [say('stock.volume-short'), say('stock.cm3', { cm3: whole(product.volumeCm3) })],
        [
          say('stock.barcodes'),
          list(barcodes.map((barcode) => say('stock.barcode-means', barcode))),
        ],
        [say('stock.tracking'), say(`stock.tracking-${product.tracking}`)],
        ...(singleLot === true ? [[say('stock.single-lot-short'), say('stock.yes')] as const] : []),
        ...(weightToleranceGrams === undefined
          ? []
          : [[say('stock.tolerance'), weight(weightToleranceGrams)] as const]),
        ...(salesUnits.length === 0
          ? []
          : [[say('stock.sales-units'), list(salesUnits.map(unitWords))] as const]),
      ]}
    />
  )
}

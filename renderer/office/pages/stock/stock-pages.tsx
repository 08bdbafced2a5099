import { Route, Switch } from 'wouter'
import { ProductPage } from './product-page.tsx'
import { skuInAddress } from './stock-columns.tsx'
import { StockList } from './stock-list.tsx'

/** The list and what belongs to it, and one product. */
export function StockPages() {
  return (
    <Switch>
      <Route path="/:sku">{({ sku }) => <ProductPage key={sku} sku={skuInAddress(sku)} />}</Route>
      <Route>
        <StockList />
      </Route>
    </Switch>
  )
}

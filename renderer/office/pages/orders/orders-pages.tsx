import { Route, Switch } from 'wouter'
import { ImportPage } from './import/import-page.tsx'
import { NewOrderPage } from './new-order/new-order-page.tsx'
import { OrderPage } from './order/order-page.tsx'
import { OrderListPage } from './list/order-list-page.tsx'

/** All orders, one of them, a new one, and many from a file. */
export function OrdersPages() {
  return (
    <Switch>
      <Route path="/new">
        <NewOrderPage />
      </Route>
      <Route path="/import">
        <ImportPage />
      </Route>
      <Route path="/:orderNumber">
        {({ orderNumber }) => <OrderPage key={orderNumber} orderNumber={orderNumber} />}
      </Route>
      <Route>
        <OrderListPage />
      </Route>
    </Switch>
  )
}

import { Route, Switch } from 'wouter'
import { CodeSheetPage } from './lists/code-sheet-page.tsx'
import { ListPage } from './lists/list-page.tsx'
import { ListsPage } from './lists/lists-page.tsx'
import { EditLoadPage, NewLoadPage } from './loads/load-form-page.tsx'
import { LoadPage } from './loads/load-page.tsx'
import { LoadingListPage } from './loads/loading-list-page.tsx'
import { LoadsPage } from './loads/loads-page.tsx'

/** Pick lists and loads of a delivery day, and each of them by itself. */
export function PickingPages() {
  return (
    <Switch>
      <Route path="/lists/:code">{({ code }) => <ListPage code={code} />}</Route>
      <Route path="/sheet">
        <CodeSheetPage />
      </Route>
      <Route path="/loads">
        <LoadsPage />
      </Route>
      <Route path="/loads/new">
        <NewLoadPage />
      </Route>
      <Route path="/loads/:number">{({ number }) => <LoadPage number={number} />}</Route>
      <Route path="/loads/:number/edit">{({ number }) => <EditLoadPage number={number} />}</Route>
      <Route path="/loads/:number/list">
        {({ number }) => <LoadingListPage number={number} />}
      </Route>
      <Route>
        <ListsPage />
      </Route>
    </Switch>
  )
}

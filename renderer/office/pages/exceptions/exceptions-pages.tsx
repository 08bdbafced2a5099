import { Route, Switch } from 'wouter'
import { InboxPage } from './inbox-page.tsx'

/** The inbox; the exception that is open stands in the address. */
export function ExceptionsPages() {
  return (
    <Switch>
      <Route path="/:id">{({ id }) => <InboxPage id={id} />}</Route>
      <Route>
        <InboxPage id={undefined} />
      </Route>
    </Switch>
  )
}

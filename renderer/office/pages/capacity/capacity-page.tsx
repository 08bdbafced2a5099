import { Route, Switch } from 'wouter'
import { CalendarPage } from './calendar-page.tsx'
import { CapacityImport } from './capacity-import.tsx'

export function CapacityPage() {
  return (
    <Switch>
      <Route path="/import">
        <CapacityImport />
      </Route>
      <Route>
        <CalendarPage />
      </Route>
    </Switch>
  )
}

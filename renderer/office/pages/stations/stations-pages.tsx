import { Route, Switch } from 'wouter'
import { EnrolPage } from './enrol-page.tsx'
import { ImportPage } from './import-page.tsx'
import { StationPage } from './station-page.tsx'
import { StationsBoard } from './stations-board.tsx'

/** The benches: all of them, one of them, a new one, and the log of one that cannot send it. */
export function StationsPages() {
  return (
    <Switch>
      <Route path="/enrol">
        <EnrolPage />
      </Route>
      <Route path="/import">
        <ImportPage />
      </Route>
      <Route path="/:stationId">
        {({ stationId }) => <StationPage key={stationId} stationId={stationId} />}
      </Route>
      <Route>
        <StationsBoard />
      </Route>
    </Switch>
  )
}

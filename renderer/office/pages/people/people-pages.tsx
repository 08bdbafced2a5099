import { Redirect, Route, Switch } from 'wouter'
import { SubMenu } from '../../components/sub-menu.tsx'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import { BadgesPage } from './badges-page.tsx'
import { OperatorPage } from './operator-page.tsx'
import { OperatorsPage } from './operators-page.tsx'
import { UserPage } from './user-page.tsx'
import { UsersPage } from './users-page.tsx'

/** People at the benches, and people in the office. */
export function PeoplePages() {
  const { say } = useText()
  const may = useMay()
  const entries = [
    { path: '/operators', title: say('people.operators') },
    ...(may('users:write') ? [{ path: '/users', title: say('people.users') }] : []),
  ]
  return (
    <>
      <SubMenu label={say('people.menu')} entries={entries} />
      <Switch>
        <Route path="/users/new">
          <UserPage name={null} />
        </Route>
        <Route path="/users/:name">{({ name }) => <UserPage key={name} name={name} />}</Route>
        <Route path="/users">
          <UsersPage />
        </Route>
        <Route path="/badges">
          <BadgesPage />
        </Route>
        <Route path="/operators/new">
          <OperatorPage reference={null} />
        </Route>
        <Route path="/operators/:reference">
          {({ reference }) => <OperatorPage key={reference} reference={reference} />}
        </Route>
        <Route path="/operators">
          <OperatorsPage />
        </Route>
        <Route>
          <Redirect to="/operators" replace />
        </Route>
      </Switch>
    </>
  )
}

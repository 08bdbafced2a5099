import { Redirect, Route, Switch } from 'wouter'
import type { Scope } from '#contract/http/scopes.ts'
import { SubMenu } from '../../components/sub-menu.tsx'
import { useMay } from '../../session.tsx'
import { useText, type TextKey } from '../../text/text.ts'
import { AboutPage } from './about-page.tsx'
import { AuditPage } from './audit-page.tsx'
import { CouriersPage } from './couriers-page.tsx'
import { PackagingPage, PackagingsPage } from './packagings-page.tsx'
import { PrivacyPart } from './privacy-part.tsx'
import { RegionPage } from './region-page.tsx'
import { RegionsPage } from './regions-page.tsx'
import { TokensPage } from './tokens-page.tsx'
import { WarehousePage, WarehousesPage } from './warehouses-page.tsx'
import { WebhookPage } from './webhook-page.tsx'
import { WebhooksPage } from './webhooks-page.tsx'

const ENTRIES: readonly { path: string; title: TextKey; scope: Scope }[] = [
  { path: '/warehouses', title: 'settings.warehouses', scope: 'catalogue:write' },
  { path: '/regions', title: 'settings.regions', scope: 'catalogue:write' },
  { path: '/packagings', title: 'settings.packagings', scope: 'catalogue:write' },
  { path: '/webhooks', title: 'settings.webhooks', scope: 'webhooks:read' },
  { path: '/tokens', title: 'settings.tokens', scope: 'tokens:write' },
  { path: '/couriers', title: 'settings.couriers', scope: 'couriers:write' },
  { path: '/privacy', title: 'privacy.title', scope: 'privacy:write' },
  { path: '/audit', title: 'settings.audit', scope: 'audit:read' },
  { path: '/about', title: 'settings.about', scope: 'office:read' },
]

/** What the office is set up with. A new thing is the page of a thing without a name: `/regions/+`. */
export function SettingsPages() {
  const { say } = useText()
  const may = useMay()
  const entries = ENTRIES.filter(({ scope }) => may(scope)).map(({ path, title }) => ({
    path,
    title: say(title),
  }))
  return (
    <>
      <SubMenu label={say('settings.menu')} entries={entries} />
      <Switch>
        <Route path="/warehouses/:code">
          {({ code }) => <WarehousePage key={code} code={code === '+' ? null : code} />}
        </Route>
        <Route path="/warehouses" component={WarehousesPage} />
        <Route path="/regions/:code">
          {({ code }) => <RegionPage key={code} code={code === '+' ? null : code} />}
        </Route>
        <Route path="/regions" component={RegionsPage} />
        <Route path="/packagings/:code">
          {({ code }) => <PackagingPage key={code} code={code === '+' ? null : code} />}
        </Route>
        <Route path="/packagings" component={PackagingsPage} />
        <Route path="/webhooks/:id">
          {({ id }) => <WebhookPage key={id} id={id === '+' ? null : id} />}
        </Route>
        <Route path="/webhooks" component={WebhooksPage} />
        <Route path="/tokens" component={TokensPage} />
        <Route path="/couriers" component={CouriersPage} />
        <Route path="/privacy" component={PrivacyPart} />
        <Route path="/audit" component={AuditPage} />
        <Route path="/about" component={AboutPage} />
        <Route>
          <Redirect to="/warehouses" replace />
        </Route>
      </Switch>
    </>
  )
}

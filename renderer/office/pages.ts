import type { Scope } from '#contract/http/scopes.ts'
import { later, type Later } from './components/later.tsx'
import type { TextKey } from './text/text.ts'

export type OfficePage = {
  /** First part of the address; what follows belongs to the page. */
  path: string
  title: TextKey
  /** Without it the page does not stand in the menu of whoever is signed in. */
  scope: Scope
  page: Later<object>
}

/** The console's pages in the order of the menu. Each is loaded when it is first opened. */
export const OFFICE_PAGES: readonly OfficePage[] = [
  {
    path: '/today',
    title: 'nav.today',
    scope: 'office:read',
    page: later(async () => (await import('./pages/today/today-page.tsx')).TodayPage),
  },
  {
    path: '/orders',
    title: 'nav.orders',
    scope: 'orders:read',
    page: later(async () => (await import('./pages/orders/orders-pages.tsx')).OrdersPages),
  },
  {
    path: '/capacity',
    title: 'nav.capacity',
    scope: 'capacity:read',
    page: later(async () => (await import('./pages/capacity/capacity-page.tsx')).CapacityPage),
  },
  {
    path: '/stock',
    title: 'nav.stock',
    scope: 'stock:read',
    page: later(async () => (await import('./pages/stock/stock-pages.tsx')).StockPages),
  },
  {
    path: '/picking',
    title: 'nav.picking',
    scope: 'picking:read',
    page: later(async () => (await import('./pages/picking/picking-pages.tsx')).PickingPages),
  },
  {
    path: '/exceptions',
    title: 'nav.exceptions',
    scope: 'exceptions:read',
    page: later(
      async () => (await import('./pages/exceptions/exceptions-pages.tsx')).ExceptionsPages,
    ),
  },
  {
    path: '/stations',
    title: 'nav.stations',
    scope: 'stations:read',
    page: later(async () => (await import('./pages/stations/stations-pages.tsx')).StationsPages),
  },
  {
    path: '/people',
    title: 'nav.people',
    scope: 'operators:write',
    page: later(async () => (await import('./pages/people/people-pages.tsx')).PeoplePages),
  },
  {
    path: '/settings',
    title: 'nav.settings',
    scope: 'catalogue:write',
    page: later(async () => (await import('./pages/settings/settings-pages.tsx')).SettingsPages),
  },
]

/** Asks for the code of the page at that address, before anything is drawn. */
export function beginPage(location: string): void {
  const part = location === '/' ? '/today' : location
  OFFICE_PAGES.find(({ path }) => part === path || part.startsWith(`${path}/`))?.page.begin()
}

import type { OrderStatus } from '#contract/orders/order-status.ts'

type OrderFilter = { states: readonly OrderStatus[]; from?: string; to?: string }

/** The orders page with that filter; `~` leads out of this page's own part of the address. */
export function ordersLink({ states, from = '', to = '' }: OrderFilter): string {
  const members: [string, string][] = [
    ['states', states.join(',')],
    ['from', from],
    ['to', to],
  ]
  const asked = members.filter(([, value]) => value !== '')
  return `~/orders?${asked.map(([name, value]) => `${name}=${value}`).join('&')}`
}

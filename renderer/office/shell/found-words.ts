import type { Found } from '#contract/http/search-routes.ts'
import { ssccText, unitName } from '../components/unit-names.ts'
import type { Formats } from '../components/use-formats.ts'
import type { Say } from '../text/text.ts'

export type Kind = Found['kind']

/** What an entry says, and where it leads. */
export type Entry = { key: string; kind: Kind; href: string; title: string; about: string }

type Speaker = { say: Say; day: Formats['day']; regionName: (code: string) => string }

/** What was found as entries of a list, in the words of the page. */
export function entryOf(found: Found, speaker: Speaker): Entry {
  const { kind } = found
  const href = hrefOf(found)
  return { key: `${kind} ${href}`, kind, href, ...wordsOf(found, speaker) }
}

/** Where all of a kind that fit a text are listed; null where there is no such page. */
export function allOf(kind: Kind, text: string): string | null {
  if (kind === 'order') return `/orders?q=${encodeURIComponent(text)}`
  return kind === 'product' ? `/stock?q=${encodeURIComponent(text)}` : null
}

const PAGES = {
  order: '/orders',
  unit: '/orders',
  product: '/stock',
  'pick-list': '/picking/lists',
  load: '/picking/loads',
  station: '/stations',
} as const satisfies Record<Kind, string>

function hrefOf(found: Found): string {
  const page = `${PAGES[found.kind]}/${encodeURIComponent(nameOf(found))}`
  return found.kind === 'unit' ? `${page}#${found.unitId}` : page
}

/** What its page is called by; a unit stands on the page of its order. */
function nameOf(found: Found): string {
  if (found.kind === 'order') return found.orderNumber
  if (found.kind === 'unit') return found.orderNumbers[0] ?? ''
  if (found.kind === 'product') return found.sku
  if (found.kind === 'pick-list') return found.code
  return found.kind === 'load' ? found.number : found.stationId
}

function wordsOf(found: Found, speaker: Speaker): Pick<Entry, 'title' | 'about'> {
  if (found.kind === 'product') return { title: found.name, about: found.sku }
  const [title, ...about] = partsOf(found, speaker)
  return { title, about: about.join(' · ') }
}

function partsOf(
  found: Exclude<Found, { kind: 'product' }>,
  { say, day, regionName }: Speaker,
): [title: string, ...about: string[]] {
  if (found.kind === 'order') {
    const state = say(`order-state.${found.status}`)
    const when = found.deliveryDate === null ? [] : [day(found.deliveryDate)]
    return [found.orderNumber, `${found.name}, ${found.city}`, found.customerRef, state, ...when]
  }
  if (found.kind === 'unit') {
    const title = `${say(`unit.${found.unitKind}`)} ${unitName(found.unitId)}`
    const state = say(`unit.status.${found.status}`)
    return [title, found.orderNumbers.join(', '), state, ssccText(found.unitId)]
  }
  if (found.kind === 'station') {
    return [found.name, found.warehouse, ...(found.isRevoked ? [say('find.revoked')] : [])]
  }
  const region = found.region === null ? say('pick.region.collect') : regionName(found.region)
  const when = day(found.deliveryDate)
  return found.kind === 'load'
    ? [found.number, region, when, found.plate, say(`load.state.${found.status}`)]
    : [found.code, region, when, say(`pick.state.${found.status}`)]
}

type Detail = Readonly<Record<string, string | number>>

/** What the office had when something else was said; the other half of an exception. */
export function hadWords(code: string, detail: Detail): string {
  const text = (name: string) => String(detail[name] ?? '')
  const has = (name: string) => text(name) !== ''
  const write = HAD[code]
  return write === undefined ? 'The office had nothing that this fits.' : write(text, has)
}

type Text = (name: string) => string
type Has = (name: string) => boolean

const HAD: Readonly<Record<string, (text: Text, has: Has) => string>> = {
  'order-cancelled': (text, has) =>
    has('goods')
      ? `The office had order ${text('orderNumber')} as cancelled; still in hand: ${text('goods')}.`
      : `The office had order ${text('orderNumber')} as cancelled, with nothing of it in hand.`,
  'over-pick': (text) =>
    `The office had ${text('open')} of ${text('requested')} × ${text('sku')} still to be taken.`,
  'stock-below-zero': (text, has) =>
    `The office had fewer ${text('sku')}${has('lot') ? ` of lot ${text('lot')}` : ''} in stock than that.`,
  'unit-closed': (text) => `The office had unit ${text('unitId')} as closed, weighed and labelled.`,
  'wrong-load': wrongLoad,
  'superseded-copy': (text, has) =>
    has('live')
      ? `The office had copy ${text('live')} of the label of unit ${text('unitId')} as the live one.`
      : `The office had copy ${text('copy')} of the label of unit ${text('unitId')} as replaced.`,
  'lot-mix': (text) => `The office had lot ${text('first')} of ${text('sku')} for this line.`,
  'over-capacity': (text, has) =>
    has('load')
      ? `The office had the vehicle of load ${text('load')} as full.`
      : `The office had no room left in ${text('region')} on ${text('deliveryDate')}.`,
  'left-behind': (text) => `The office had unit ${text('unitId')} on load ${text('load')}.`,
  'claimed-elsewhere': (text, has) => {
    const what = has('load') ? `load ${text('load')}` : `pick list ${text('list')}`
    return has('holder')
      ? `The office had ${what} at another bench.`
      : `The office had ${what} as claimed by nobody.`
  },
  'override-not-allowed': (text, has) =>
    has('operatorId')
      ? `The office had ${text('operatorId')} without the right to do that.`
      : 'The office had nobody signed in at that bench.',
  'weight-out-of-tolerance': (text, has) =>
    has('noWeight')
      ? `The office had no weight of unit ${text('unitId')}.`
      : `The office had ${text('expectedGrams')} g ± ${text('toleranceGrams')} g as its weight.`,
  'unknown-reference': (text) =>
    text('what').endsWith('goods')
      ? `The office had fewer ${text('id')} as ${text('what').replace(' goods', '')} than that.`
      : `The office had no ${text('what')} ${text('id')}.`,
  'number-out-of-range': (text, has) =>
    has('inUse')
      ? `The office had number ${text('unitId')} on another unit.`
      : `The office had not given number ${text('unitId')} to that station.`,
  'order-blocked': (text) => `The office had order ${text('orderNumber')} as stopped.`,
  'short-pick': (text) =>
    `The office had ${text('missing')} promised to order ${text('orderNumber')}.`,
  'book-difference': (text) => `The office’s two books say ${text('book')} and ${text('found')}.`,
  'webhook-parked': (text) => `Webhook ${text('id')} did not take it: ${text('error')}.`,
  'paid-too-late': (text) =>
    `The office had order ${text('orderNumber')} as ${text('state')}, with no payment to wait for.`,
  'courier-conflict': (text) => `The office had order ${text('orderNumber')} as ${text('had')}.`,
  fork: (text) => `The office had other work at place ${text('seq')} of that station’s log.`,
  'false-proof': (text) =>
    `The office is at change ${text('head') || 'that'} and knows no later one.`,
  'office-set-back': () => 'The office had nothing of that any more.',
  'claim-changed': (text) => `The office has decided it again: ${text('now')}.`,
  'no-numbers': (text) => `The office had given out every number of prefix ${text('prefix')}.`,
  poison: (text) => `The office could not read or process it: ${text('problem')}.`,
}

function wrongLoad(text: Text, has: Has): string {
  const unit = `unit ${text('unitId')}`
  switch (text('why')) {
    case 'load-closed':
      return `The office had load ${text('load')} as closed.`
    case 'region':
      return `The office had ${unit} for region ${text('belongs')}.`
    case 'date':
      return `The office had ${unit} for ${text('belongs')}.`
    case 'other-load':
      return `The office had ${unit} on another load.`
    case 'nested':
      return `The office had ${unit} on pallet ${text('parentId')}.`
    case 'other-order':
      return `The office had ${unit} for another order than ${text('orderNumber')}.`
    case 'not-on-load':
      return `The office had ${unit} not on load ${text('load')}.`
    case 'transfer':
      return `The office had load ${text('load')} as gone or for another region.`
    default:
      return has('why')
        ? `The office had ${unit} as not closed.`
        : `The office had ${unit} on a load.`
  }
}

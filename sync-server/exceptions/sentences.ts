/** What a sentence needs to know besides the rule that was broken. */
export type SentenceFacts = {
  code: string
  detail: Readonly<Record<string, string | number>>
  /** Name of the station that did it; null when the office did. */
  stationName: string | null
  operatorId: string | null
  /** Names of stations by id, as far as known. */
  stationNames: ReadonlyMap<string, string>
}

/** One or two plain sentences: what the bench did, what the office had, and what to look at. */
export function sentenceFor(facts: SentenceFacts): string {
  const write = SENTENCES[facts.code]
  const { detail } = facts
  const text = (name: string) => String(detail[name] ?? '')
  const who = whoOf(facts)
  if (write === undefined) return `${who} did something the office could not match: ${facts.code}.`
  return write({ who, text, has: (name) => text(name) !== '', facts })
}

type Writing = {
  who: string
  text: (name: string) => string
  has: (name: string) => boolean
  facts: SentenceFacts
}

const SENTENCES: Readonly<Record<string, (writing: Writing) => string>> = {
  'over-pick': ({ who, text }) =>
    `${who} took ${text('quantity')} × ${text('sku')}, but only ${text('open')} of ${text('requested')} were still to be taken. Count the unit and put back what is too much.`,
  'stock-below-zero': ({ who, text, has, facts }) =>
    facts.detail['left'] !== undefined && !has('counted')
      ? `Only ${text('left')} × ${text('sku')} are left, but ${text('reserved')} are promised to orders. Find the rest, or decide which order goes without.`
      : has('counted')
        ? `${who} counted ${text('counted')} × ${text('sku')}${lot(text('lot'))}, but ${text('reserved')} are promised to orders. Find the rest, or decide which order goes without.`
        : `${who} took or shipped ${text('sku')}${lot(text('lot'))} that the office's stock did not have. Count the shelf and correct the stock.`,
  'order-cancelled': ({ who, text, has, facts }) =>
    has('goods') && facts.stationName === null
      ? `Order ${text('orderNumber')} was cancelled with ${text('goods')} in hand (list ${text('list')}). Put the goods back, and take its labels off.`
      : `${who} worked on order ${text('orderNumber')}, which the office had cancelled. Put the goods back, and take its labels off.`,
  'unit-closed': ({ who, text }) =>
    `${who} changed unit ${text('unitId')} after it had been closed. Its label and weight may be wrong: check what is in it.`,
  'wrong-load': (writing) =>
    `${writing.who} ${wrongLoad(writing)} Check where the unit stands and move it if need be.`,
  'superseded-copy': ({ who, text }) =>
    `${who} scanned copy ${text('copy')} of the label of unit ${text('unitId')}, which had been replaced. Take the old label off.`,
  'lot-mix': ({ who, text }) =>
    `${who} put lot ${text('lot')} of ${text('sku')} with lot ${text('first')}, though the order must come from one lot. Look at both before it leaves.`,
  'over-capacity': ({ who, text, has }) =>
    has('load')
      ? `${who} reported that load ${text('load')} left with more than its vehicle may carry. Call the driver.`
      : `What ${who} weighed brings ${text('region')} on ${text('deliveryDate')} above its delivery capacity. Raise the limit or move an order to another day.`,
  'left-behind': ({ who, text }) =>
    `${who} reported that load ${text('load')} left without unit ${text('unitId')}. Decide which load takes it.`,
  'claimed-elsewhere': (writing) => claimedElsewhere(writing),
  'override-not-allowed': ({ who, text, has }) =>
    has('action')
      ? `${who} did ${text('action')} without the right to do it. The work is recorded; check it.`
      : `${who} released a weight with the badge of ${text('operatorId')}, who is no supervisor. Weigh the unit again.`,
  'weight-out-of-tolerance': ({ who, text, has }) =>
    has('noWeight')
      ? `${who} closed unit ${text('unitId')} without a weight. Weigh it before it is loaded.`
      : `${who} weighed unit ${text('unitId')} at ${text('grossGrams')} g where ${text('expectedGrams')} g ± ${text('toleranceGrams')} g was expected. Check what is in it.`,
  'order-blocked': ({ who, text }) =>
    `${who} went on with order ${text('orderNumber')}, which the office had stopped. Look at why it was stopped before it leaves.`,
  'unknown-reference': ({ who, text }) =>
    text('what') === 'picked goods'
      ? `${who} moved more ${text('id')} than was recorded as picked. Count what is there.`
      : text('what') === 'packed goods'
        ? `${who} took more ${text('id')} out of unit ${text('unitId')} than was recorded in it. Count what is in it.`
        : `${who} worked on ${text('what')} ${text('id')}, which the office does not know. Nothing but the record changed: find out what was moved.`,
  'number-out-of-range': ({ who, text, has }) =>
    has('inUse')
      ? `${who} opened unit ${text('unitId')}, whose number is already on another unit. Relabel one of them before either leaves.`
      : `${who} used unit number ${text('unitId')}, which was not given to that station. Make sure that no other unit carries it.`,
  'short-pick': ({ text }) =>
    `Order ${text('orderNumber')} holds. Missing on list ${text('list')}: ${text('reasons')}. Ship what there is, or hold it.`,
  'book-difference': (writing) =>
    `${bookDifference(writing)} Nothing was changed: find out why before you correct it.`,
  'courier-conflict': ({ text }) =>
    `${text('courier')} said that order ${text('orderNumber')} was ${text('said')}, but here it is ${text('had')}. Find out where the goods are.`,
  'webhook-parked': ({ text }) =>
    `Webhook ${text('id')} could not be told of ${text('type')} three times (${text('error')}). Mend it and redeliver, or drop the event; later ones of the same subject wait.`,
  'paid-too-late': ({ text }) =>
    `Order ${text('orderNumber')} was paid (${text('paymentRef')}, ${text('amount')}) when it could not take the money any more: it is ${text('state')}. Pay it back, or agree with the customer on a new order.`,
  fork: ({ who, text, has }) =>
    `${who} sent other work for place ${text('seq')} of its log than the office had${has('since') ? ` since ${minuteOf(text('since'))}` : ''}: its disk was copied to a second machine, or set back. ${
      has('full')
        ? 'So much of it came that the newest bytes are no longer kept.'
        : 'The bytes are kept.'
    } Let only one of the two machines go on, and enrol the other one again.`,
  'false-proof': ({ who, text, has }) =>
    `${who} said once more that the office has forgotten something (${proofWords({ text, has })}). It was told to send again what it holds; the other benches go on as they are. Look at that bench's disk and its clock.`,
  'office-set-back': ({ who, text, has, facts }) =>
    `The office's database ${
      facts.stationName === null
        ? 'is another one than before: a backup was restored, or a standby took over'
        : `was set back: ${who} was told more than the office has now (${proofWords({ text, has })})`
    }. The benches send again what they hold, by themselves. Have the order sources post again what they sent since the backup.`,
  'claim-changed': ({ who, text }) =>
    `${who} was told that ${text('action')} ${text('name')} was ${text('told')}. After the office was set back it is ${text('now')}. Go and see who has the goods.`,
  'no-numbers': ({ who, text }) =>
    `${who} needs more label numbers, and company prefix ${text('prefix')} has none left. Give the warehouse another GS1 company prefix; the numbers then come by themselves.`,
  poison: ({ who, text }) =>
    `${who} sent an action that the office could not read or process (${text('problem')}). Its bytes are kept; the work behind it went on.`,
}

/** `2026-03-10T08:00:12.345Z` as a person reads it. */
function minuteOf(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`
}

/** What a station was told, and what the office has of it. */
function proofWords({ text, has }: Pick<Writing, 'text' | 'has'>): string {
  const told = [
    ...(has('ackedSeq')
      ? [`${text('ackedSeq')} of its actions, of which the office has ${text('lastSeq')}`]
      : []),
    ...(has('knownHead')
      ? [`change ${text('knownHead')}, where the office is at ${text('head')}`]
      : []),
  ]
  return told.join('; ')
}

function whoOf({ stationName, operatorId }: SentenceFacts): string {
  if (stationName === null) return 'The office'
  return operatorId === null ? stationName : `${stationName} (${operatorId})`
}

function lot(text: string): string {
  return text === '' ? '' : ` (lot ${text})`
}

function claimedElsewhere({ who, text, has, facts }: Writing): string {
  const what = has('load') ? `load ${text('load')}` : `pick list ${text('list')}`
  const holder = text('holder')
  const held =
    holder === ''
      ? 'which no bench had claimed'
      : `which ${facts.stationNames.get(holder) ?? 'another bench'} held`
  return `${who} worked on ${what}, ${held}. Check that nothing was done twice.`
}

function bookDifference({ text }: Writing): string {
  const goods = `${text('sku')}${lot(text('lot'))}`
  const [book, found] = [text('book'), text('found')]
  switch (text('what')) {
    case 'on-hand':
      return `The counter of ${goods} says ${book} on hand, its ledger ${found}.`
    case 'reserved':
      return `The counter of ${goods} says ${book} reserved, its ledger ${found}.`
    case 'reservation':
      return `The counter of ${goods} says ${book} reserved, the orders hold ${found}.`
    case 'picked':
      return `The counter of ${goods} says ${book} picked and not shipped, the pick lists ${found}.`
    case 'order-line':
      return `Line ${text('lineNo')} of order ${text('orderNumber')} says ${book} × ${goods} reserved, its reservations ${found}.`
    case 'expired-reservation':
      return `${book} × ${goods} are reserved for order ${text('orderNumber')}, though that ended at ${text('expiresAt')}.`
    default:
      return `Region ${text('region')} on ${text('deliveryDate')} counts ${book} for ${text('figure')}, its orders come to ${found}.`
  }
}

function wrongLoad({ text, has }: Writing): string {
  const unit = `unit ${text('unitId')}`
  const load = `load ${text('load')}`
  switch (text('why')) {
    case 'load-closed':
      return `changed ${load} by ${unit} after it had been confirmed.`
    case 'region':
      return `put ${unit} on ${load}, but it goes to region ${text('belongs')}.`
    case 'date':
      return `put ${unit} on ${load}, but it is for ${text('belongs')}.`
    case 'other-load':
      return `put ${unit} on ${load}, but it was on another load.`
    case 'nested':
      return `put ${unit} on ${load} by itself, but it is on pallet ${text('parentId')}.`
    case 'other-order':
      return `put goods of order ${text('orderNumber')} into ${unit}, which is for another order.`
    case 'not-on-load':
      return `moved ${unit} off ${load}, where it was not recorded.`
    case 'transfer':
      return `moved units to ${load}, which had left or goes elsewhere.`
    default:
      return has('parentId') && has('why')
        ? `put ${unit} on pallet ${text('parentId')}, though it was not closed.`
        : has('parentId')
          ? `put ${unit} on pallet ${text('parentId')}, which goes elsewhere.`
          : has('load')
            ? `put ${unit} on ${load}, though it was not closed and ready.`
            : `changed ${unit}, which is on a load.`
  }
}

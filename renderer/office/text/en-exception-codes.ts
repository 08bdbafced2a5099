/**
 * What each kind of exception is called, what it means, and how it is told: `say` what happened, `had` what the
 * office had. A text whose blanks the exception does not fill gives way to the office's own sentence.
 */
export const enExceptionCodes = {
  'ex.other.title': 'Something does not fit',
  'ex.other.means': 'A bench or the office recorded something that does not fit the rest.',
  'ex.other.had': 'The office had nothing that this fits.',

  'ex.short-pick.title': 'Goods are missing',
  'ex.short-pick.means': 'A picker could not find all of an order. It waits until you decide.',
  'ex.short-pick.say': 'Order {{orderNumber}} waits. Missing on list {{list}}: {{missing}}.',
  'ex.short-pick.say.why':
    'Order {{orderNumber}} waits. Missing on list {{list}}: {{missing}} ({{reason}}).',
  'ex.short-pick.had': 'The office had {{missing}} promised to order {{orderNumber}}.',

  'ex.over-pick.title': 'Too much was taken',
  'ex.over-pick.means': 'More was taken for a line than was still open of it.',
  'ex.over-pick.say':
    '{{quantity}} × {{sku}} were taken, but only {{open}} of {{requested}} were still to be taken.',
  'ex.over-pick.had': 'The office had {{open}} of {{requested}} × {{sku}} still to be taken.',

  'ex.order-cancelled.title': 'Goods of a cancelled order',
  'ex.order-cancelled.means':
    'An order was cancelled while its goods were in hand. Somebody puts them back.',
  'ex.order-cancelled.say': 'Order {{orderNumber}} was cancelled while goods of it were in hand.',
  'ex.order-cancelled.had':
    'The office had order {{orderNumber}} as cancelled; still in hand: {{goods}}.',
  'ex.order-cancelled.had.bare': 'The office had order {{orderNumber}} as cancelled.',

  'ex.stock-below-zero.title': 'The book has too little',
  'ex.stock-below-zero.means':
    'More was taken, shipped or promised than the stock book has. Count the shelf.',
  'ex.stock-below-zero.say':
    'More {{sku}} was taken or shipped than the office’s stock had. Count the shelf.',
  'ex.stock-below-zero.say.left':
    'Only {{left}} × {{sku}} are left, but {{reserved}} are promised to orders.',
  'ex.stock-below-zero.say.counted':
    '{{counted}} × {{sku}} were counted, but {{reserved}} are promised to orders.',
  'ex.stock-below-zero.had': 'The office had fewer {{sku}} in stock than that.',

  'ex.left-behind.title': 'Left behind',
  'ex.left-behind.means': 'A truck left without a unit that was on its load.',
  'ex.left-behind.say': 'Load {{load}} left without {{unit}}.',
  'ex.left-behind.had': 'The office had {{unit}} on load {{load}}.',

  'ex.wrong-load.title': 'On the wrong load',
  'ex.wrong-load.means': 'A unit was put where it does not belong, or is not where it should be.',
  'ex.wrong-load.say.load-closed': 'Load {{load}} was changed by {{unit}} after it was confirmed.',
  'ex.wrong-load.say.region':
    '{{unit}} was put on load {{load}}, but it goes to region {{belongs}}.',
  'ex.wrong-load.say.date': '{{unit}} was put on load {{load}}, but it is for {{belongs}}.',
  'ex.wrong-load.say.other-load': '{{unit}} was put on load {{load}}, but stood on another load.',
  'ex.wrong-load.say.nested': '{{unit}} was put on load {{load}} by itself, but it is on a pallet.',
  'ex.wrong-load.say.other-order':
    'Goods of order {{orderNumber}} went into {{unit}}, which is for another order.',
  'ex.wrong-load.say.not-on-load':
    '{{unit}} was taken off load {{load}}, where it was not recorded.',
  'ex.wrong-load.say.transfer':
    'Units were moved to load {{load}}, which had left or goes elsewhere.',
  'ex.wrong-load.had.load-closed': 'The office had load {{load}} as closed.',
  'ex.wrong-load.had.region': 'The office had {{unit}} for region {{belongs}}.',
  'ex.wrong-load.had.date': 'The office had {{unit}} for {{belongs}}.',
  'ex.wrong-load.had.other-load': 'The office had {{unit}} on another load.',
  'ex.wrong-load.had.nested': 'The office had {{unit}} on a pallet.',
  'ex.wrong-load.had.other-order':
    'The office had {{unit}} for another order than {{orderNumber}}.',
  'ex.wrong-load.had.not-on-load': 'The office had {{unit}} not on load {{load}}.',
  'ex.wrong-load.had.transfer': 'The office had load {{load}} as gone or for another region.',

  'ex.over-capacity.title': 'More than fits',
  'ex.over-capacity.means': 'A day or a truck carries more than its limit.',
  'ex.over-capacity.say':
    'What was weighed brings {{region}} on {{deliveryDate}} above its delivery limit.',
  'ex.over-capacity.say.load': 'Load {{load}} left with more than its vehicle may carry.',
  'ex.over-capacity.had': 'The office had no room left in {{region}} on {{deliveryDate}}.',
  'ex.over-capacity.had.load': 'The office had the vehicle of load {{load}} as full.',

  'ex.unit-closed.title': 'Changed after it was closed',
  'ex.unit-closed.means':
    'A carton or pallet was changed after it was closed: label and weight may be wrong.',
  'ex.unit-closed.say': '{{unit}} was changed after it had been closed.',
  'ex.unit-closed.had': 'The office had {{unit}} as closed, weighed and labelled.',

  'ex.weight-out-of-tolerance.title': 'The weight is not right',
  'ex.weight-out-of-tolerance.means':
    'A unit weighs something else than its contents should: something may be missing or too much.',
  'ex.weight-out-of-tolerance.say':
    '{{unit}} weighed {{gross}} kg where {{expected}} kg ± {{tolerance}} kg was expected.',
  'ex.weight-out-of-tolerance.say.none': '{{unit}} was closed without a weight.',
  'ex.weight-out-of-tolerance.had':
    'The office had {{expected}} kg ± {{tolerance}} kg as its weight.',
  'ex.weight-out-of-tolerance.had.none': 'The office had no weight of {{unit}}.',

  'ex.superseded-copy.title': 'An old label was used',
  'ex.superseded-copy.means': 'A label that was replaced is still on a unit.',
  'ex.superseded-copy.say': 'Copy {{copy}} of {{unit}} was scanned, which had been replaced.',
  'ex.superseded-copy.had': 'The office had copy {{copy}} of {{unit}} as replaced.',

  'ex.number-out-of-range.title': 'A label number that was not given',
  'ex.number-out-of-range.means':
    'A station used a label number that the office had not given to it.',
  'ex.number-out-of-range.say': 'Number {{unitId}} was used, which was not given to that station.',
  'ex.number-out-of-range.say.in-use':
    'Number {{unitId}} was used, which is on another unit already.',
  'ex.number-out-of-range.had': 'The office had not given number {{unitId}} to that station.',
  'ex.number-out-of-range.had.in-use': 'The office had number {{unitId}} on another unit.',

  'ex.unknown-reference.title': 'The office does not know it',
  'ex.unknown-reference.means':
    'A bench worked on something that the office has never heard of. Find out what was moved.',
  'ex.unknown-reference.say':
    'A bench worked on “{{id}}”, which the office does not know. Nothing but the record changed.',
  'ex.unknown-reference.had': 'The office had nothing called “{{id}}”.',

  'ex.claimed-elsewhere.title': 'Two benches, one job',
  'ex.claimed-elsewhere.means':
    'A bench worked on what another held, or nobody had claimed. Check that nothing was done twice.',
  'ex.claimed-elsewhere.say': 'Two benches worked on pick list {{list}}.',
  'ex.claimed-elsewhere.say.load': 'Two benches worked on load {{load}}.',
  'ex.claimed-elsewhere.say.nobody':
    'A bench worked on pick list {{list}}, which none had claimed.',
  'ex.claimed-elsewhere.had': 'The office had pick list {{list}} at another bench.',
  'ex.claimed-elsewhere.had.load': 'The office had load {{load}} at another bench.',
  'ex.claimed-elsewhere.had.nobody': 'The office had pick list {{list}} as claimed by nobody.',

  'ex.override-not-allowed.title': 'Nobody allowed it',
  'ex.override-not-allowed.means':
    'Something was done that takes a supervisor, by somebody who is none.',
  'ex.override-not-allowed.say':
    'A weight was released with the badge of {{operatorId}}, who is no supervisor.',
  'ex.override-not-allowed.had': 'The office had {{operatorId}} without the right to do that.',

  'ex.lot-mix.title': 'Lots were mixed',
  'ex.lot-mix.means': 'A line that must come from one lot got two: colours may differ.',
  'ex.lot-mix.say': 'Lot {{lot}} of {{sku}} was put with lot {{first}}.',
  'ex.lot-mix.had': 'The office had lot {{first}} of {{sku}} for this line.',

  'ex.order-blocked.title': 'Work on a stopped order',
  'ex.order-blocked.means':
    'A bench went on with an order that the office had stopped. Look why before it leaves.',
  'ex.order-blocked.say': 'Work went on with order {{orderNumber}}, which the office had stopped.',
  'ex.order-blocked.had': 'The office had order {{orderNumber}} as stopped.',

  'ex.poison.title': 'It could not be read',
  'ex.poison.means': 'A station sent something that cannot be read. Its bytes are kept.',
  'ex.poison.say': 'An action could not be read or processed ({{problem}}). Its bytes are kept.',
  'ex.poison.had': 'The office could not read or process it: {{problem}}.',

  'ex.fork.title': 'A bench was copied',
  'ex.fork.means': 'Two machines send work as one station: a disk was copied or set back.',
  'ex.fork.say':
    'Other work came for place {{seq}} of a station’s log. Let only one of the two machines go on.',
  'ex.fork.had': 'The office had other work at place {{seq}} of that station’s log.',

  'ex.false-proof.title': 'A bench is wrong about the office',
  'ex.false-proof.means':
    'A station says that the office has forgotten something, and is wrong. Look at its disk and clock.',
  'ex.false-proof.had': 'The office is at change {{head}} and knows no later one.',

  'ex.office-set-back.title': 'The office was set back',
  'ex.office-set-back.means':
    'The office’s database is an older one than before. Benches send again what they hold.',

  'ex.claim-changed.title': 'A bench was told something else',
  'ex.claim-changed.means':
    'After the office was set back, what a bench may do was decided otherwise. See who has the goods.',
  'ex.claim-changed.say':
    '{{name}} was {{told}} before. After the office was set back it is {{now}}.',
  'ex.claim-changed.had': 'The office has decided it again: {{now}}.',

  'ex.no-numbers.title': 'No label numbers left',
  'ex.no-numbers.means': 'A station cannot make new labels until the warehouse has more numbers.',
  'ex.no-numbers.say':
    'Company prefix {{prefix}} has no numbers left. Give the warehouse another; the numbers then come by themselves.',
  'ex.no-numbers.had': 'The office had given out every number of prefix {{prefix}}.',

  'ex.webhook-parked.title': 'Another system did not listen',
  'ex.webhook-parked.means': 'A webhook failed three times. Later events of the same thing wait.',
  'ex.webhook-parked.say': 'Webhook {{id}} could not be told of {{type}} three times ({{error}}).',
  'ex.webhook-parked.had': 'Webhook {{id}} did not take it: {{error}}.',

  'ex.paid-too-late.title': 'Paid too late',
  'ex.paid-too-late.means': 'Money came for an order that could not take it any more.',
  'ex.paid-too-late.say':
    'Order {{orderNumber}} was paid ({{paymentRef}}, {{amount}}) when it was {{state}} already.',
  'ex.paid-too-late.had': 'The office had order {{orderNumber}} as {{state}}.',

  'ex.courier-conflict.title': 'The courier says something else',
  'ex.courier-conflict.means': 'The courier and the office disagree about where an order is.',
  'ex.courier-conflict.say':
    '{{courier}} said that order {{orderNumber}} was {{said}}, but here it is {{had}}.',
  'ex.courier-conflict.had': 'The office had order {{orderNumber}} as {{had}}.',

  'ex.book-difference.title': 'Two books differ',
  'ex.book-difference.means':
    'The nightly check found two figures that should be equal. Nothing was changed.',
  'ex.book-difference.say': '{{key}}: one book says {{book}}, the other {{found}}.',
  'ex.book-difference.had': 'The office’s two books say {{book}} and {{found}}.',
} as const

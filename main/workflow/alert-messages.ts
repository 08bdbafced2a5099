import { formatSscc, isSscc } from '#contract/barcode/sscc.ts'
import { ALERT_REASONS, type AlertReason } from '#contract/rpc/alert-reasons.ts'

/** What the sentence of one reason needs to be told. */
export type AlertDetail<R extends AlertReason> = {
  [K in (typeof ALERT_REASONS)[R]['detail'][number]]: string | number
}

type Words = Record<string, string>

/** Why the office says no, in words that stand alone after a colon. */
const WHY: Words = {
  'already-claimed': 'somebody else was first',
  'not-found': 'the office does not know it',
  'wrong-state': 'it has changed in the meantime',
  'over-capacity': 'it is more than the vehicle may carry',
  'lease-expired': 'it was held too long',
  dependency: 'another bench has it now',
  poison: 'the office could not read it',
  forbidden: 'whoever asked for it may not',
}

const WHERE: Words = {
  'signed-out': 'nobody is signed in',
  idle: 'no work is open',
  picking: 'you are picking',
  packing: 'you are packing',
  loading: 'you are loading',
  pallet: 'you are building a pallet',
}

const SENTENCES: { [R in AlertReason]: (detail: Words) => string } = {
  'product-not-on-list': (d) => `This is ${d['scanned']}. You need ${d['needed']}.`,
  'wrong-tote': (d) => `This is tote ${d['scanned']}. ${d['name']} goes into tote ${d['tote']}.`,
  'unknown-tote': (d) => `This list has no tote ${d['tote']}.`,
  'tote-done': (d) => `Everything in tote ${d['tote']} is packed already.`,
  'no-printer': () => 'This bench has no printer. Print the label at a bench that has one.',
  'product-already-done': (d) =>
    `You have all ${d['requested']} of ${d['scanned']} already. Put this one back.`,
  'more-than-asked': (d) =>
    `That would be ${d['quantity']} × ${d['scanned']}. Only ${d['open']} more needed.`,
  'unknown-code': (d) => `Nobody here knows the code ${d['text']}.`,
  'unreadable-code': (d) => `The code ${d['text']} was not read well. Scan it again.`,
  'unknown-badge': () => 'This bench does not know that badge.',
  'unknown-list': (d) => `The pick list ${d['text']} is not known here.`,
  'unknown-load': (d) => `The load ${d['text']} is not known here.`,
  'unknown-unit': (d) => `The label ${d['text']} is not known here.`,
  'foreign-label': (d) => `The label ${d['text']} was not made by this warehouse.`,
  'expired-goods': (d) =>
    `${d['scanned']} was good until ${d['until']}. Put it aside and take another.`,
  'lot-needed': (d) => `${d['scanned']} needs its batch number. Scan the code that holds it.`,
  'lot-mix': (d) =>
    `${d['scanned']} is from batch ${d['lot']}. This order has batch ${d['first']}.`,
  'other-region': (d) => `${d['unit']} goes to ${d['belongs']}. This load is for ${d['load']}.`,
  'other-date': (d) => `${d['unit']} leaves on ${d['belongs']}. This load leaves on ${d['load']}.`,
  'other-load': (d) =>
    d['belongs'] === ''
      ? `${d['unit']} belongs on another truck.`
      : `${d['unit']} belongs to load ${d['belongs']}.`,
  'unit-collected': (d) => `${d['unit']} is collected by the customer. It goes on no truck.`,
  'unit-left': (d) =>
    d['load'] === ''
      ? `${d['unit']} has left already.`
      : `${d['unit']} has left with load ${d['load']} already.`,
  'nested-unit': (d) => `${d['unit']} is inside pallet ${d['parent']}. Scan the pallet.`,
  'load-closed': (d) => `Load ${d['load']} is closed.`,
  'unit-open': (d) => `${d['unit']} is still being packed. Close it at its bench first.`,
  'old-copy': (d) =>
    `This is copy ${d['copy']} of ${d['unit']}. Copy ${d['live']} is the right one.`,
  'no-live-copy': (d) =>
    `This is copy ${d['copy']} of ${d['unit']}. Every label of it is void. Print a new one first.`,
  'scan-the-qr': (d) => `${d['unit']} has more than one label. Scan the square code on it.`,
  'label-not-scanned-back': (d) => `Stick the label on ${d['unit']} and scan it first.`,
  'not-now': (d) => `${d['what']} can't be used while ${d['where']}.`,
  'sign-in-first': () => 'Nobody is signed in. Scan your badge first.',
  'list-done': (d) => `Pick list ${d['list']} is finished already.`,
  'list-held-elsewhere': (d) => `Another bench is working on pick list ${d['list']}.`,
  'load-held-elsewhere': (d) => `Somebody else is loading ${d['load']}.`,
  'finish-this-first': (d) => `Finish ${d['what']} first.`,
  'nothing-to-undo': () => 'There is nothing to undo.',
  'nothing-to-short': () => 'There is no line to report as short.',
  'nothing-on-board': () => 'Nothing is on board yet.',
  'answer-first': () => 'The bench asked you something. Answer it or cancel it first.',
  'not-on-board': (d) => `${d['unit']} is not on load ${d['load']}.`,
  'not-a-seal': (d) => `${d['text']} is not the number of a seal.`,
  'already-on-board': (d) => `${d['unit']} is on board already.`,
  'pallet-other-stop': (d) =>
    `${d['unit']} goes to ${d['belongs']}. This pallet goes to ${d['pallet']}.`,
  'pallet-other-day': (d) =>
    `${d['unit']} leaves on ${d['belongs']}. This pallet leaves on ${d['pallet']}.`,
  'pallet-other-load': (d) =>
    `${d['unit']} goes with load ${d['belongs']}. This pallet goes with load ${d['pallet']}.`,
  'only-cartons': (d) => `${d['unit']} is not a carton. Only cartons go on a pallet.`,
  'already-on-pallet': (d) => `${d['unit']} is on this pallet already.`,
  'nothing-on-pallet': () => 'Nothing is on this pallet yet.',
  'take-off-pallet': (d) =>
    `Order ${d['orderNumber']} does not go now. Take ${d['unit']} off this pallet and scan its label.`,
  'not-to-put-back': (d) => `${d['scanned']} is not among the goods to put back.`,
  'more-than-in-hand': (d) =>
    `That would be ${d['quantity']} × ${d['scanned']}. Only ${d['open']} are to go back.`,
  'put-back-stays': (d) => `What was put back stays back: order ${d['order']} is cancelled.`,
  'unit-on-pallet': (d) => `${d['unit']} is on pallet ${d['pallet']}. Take it off there first.`,
  'unit-on-load': (d) => `${d['unit']} is on load ${d['load']}. Take it off there first.`,
  'no-numbers': () => 'This bench has no label numbers left. Wait until it is online.',
  'no-stable-weight': () => 'The scale has no steady weight. Wait until it is still.',
  'role-missing': (d) => `${d['who']} may not do this. It needs a ${d['role']}.`,
  'pin-locked': (d) =>
    `The PIN of ${d['who']} was wrong three times. The badge waits ${d['seconds']} seconds.`,
  'mode-missing': (d) => `This bench is not set up for ${d['what']}.`,
  'list-refused': (d) => `The office did not give you pick list ${d['list']}: ${d['why']}.`,
  'load-claim-refused': (d) => `The office did not give you load ${d['load']}: ${d['why']}.`,
  'load-confirm-refused': (d) =>
    `Load ${d['load']} is not confirmed: ${d['why']}. It is open again, what is on board stays recorded.`,
  'load-too-heavy': (d) =>
    `Load ${d['load']} is ${d['overGrams']} too heavy for its truck, which may carry ${d['maxGrams']}. Take off ${d['unit']}, ${d['unitGrams']}.`,
  'load-too-big': (d) =>
    `Load ${d['load']} is ${d['overCm3']} too much for its truck, which may carry ${d['maxCm3']}. Take off ${d['unit']}, ${d['unitCm3']}.`,
  'open-on-board': (d) => `${d['unit']} on load ${d['load']} is not closed. Take it off.`,
  'cancelled-on-board': (d) =>
    `Order ${d['orderNumber']} was cancelled. Take ${d['unit']} off load ${d['load']}.`,
  'stopped-on-board': (d) =>
    `Order ${d['orderNumber']} was stopped by the office. Take ${d['unit']} off load ${d['load']}.`,
  'order-cancelled': (d) =>
    `Order ${d['orderNumber']} was cancelled by the office. Put the goods back.`,
  'order-stopped': (d) => `Order ${d['orderNumber']} was stopped by the office. Set it aside.`,
  'order-stopped-because': (d) =>
    `Order ${d['orderNumber']} was stopped by the office. Set it aside. The reason: ${d['because']}.`,
  'log-damaged': () => 'The memory of this bench is damaged. Do not scan. Call your supervisor.',
  'log-forked': () =>
    'Another machine has gone on with the work of this bench. Do not scan. Call your supervisor.',
  'log-set-back': () =>
    'This bench was put back to an older state. Do not scan. Call your supervisor.',
  'upgrade-needed': () =>
    'This bench needs an update before it may begin something new. Finish what is open.',
  'bench-revoked': () =>
    'The office has withdrawn this bench. Finish what is open and call your supervisor.',
  'log-full': () => 'The memory of this bench is full. Do not scan. Call your supervisor.',
}

/** The alert in plain English, as it stands in logs and answers of the local API. */
export function alertMessage(
  reason: AlertReason,
  detail: Readonly<Record<string, string | number>>,
): string {
  const words = Object.entries(detail).map(([name, value]) => [name, spoken(name, String(value))])
  const sentence = SENTENCES[reason](Object.fromEntries(words) as Words)
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function spoken(name: string, value: string): string {
  if (name === 'why') return WHY[value] ?? value
  if (name === 'where') return WHERE[value] ?? value
  if (name === 'what' && value === 'pallet') return 'the pallet'
  if (name.endsWith('Grams')) return `${(Number(value) / 1_000).toFixed(2)} kg`
  if (name.endsWith('Cm3')) return `${(Number(value) / 1_000_000).toFixed(3)} m³`
  if (!isSscc(value)) return value
  return name === 'parent' ? formatSscc(value) : `unit ${formatSscc(value)}`
}

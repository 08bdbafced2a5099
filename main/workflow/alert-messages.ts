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
}

const SENTENCES: { [R in AlertReason]: (detail: Words) => string } = {
  'product-not-on-list': (d) => `This is ${d['scanned']}. You need ${d['needed']}.`,
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
  'lot-needed': (d) => `${d['scanned']} needs its batch number. Scan the code that holds it.`,
  'lot-mix': (d) =>
    `${d['scanned']} is from batch ${d['lot']}. This order has batch ${d['first']}.`,
  'other-region': (d) => `${d['unit']} goes to ${d['belongs']}. This load is for ${d['load']}.`,
  'other-date': (d) => `${d['unit']} leaves on ${d['belongs']}. This load leaves on ${d['load']}.`,
  'other-load': (d) => `${d['unit']} belongs to load ${d['belongs']}.`,
  'nested-unit': (d) => `${d['unit']} is inside pallet ${d['parent']}. Scan the pallet.`,
  'load-closed': (d) => `Load ${d['load']} is closed.`,
  'unit-open': (d) => `${d['unit']} is still being packed. Close it at its bench first.`,
  'old-copy': (d) =>
    `This is copy ${d['copy']} of ${d['unit']}. Copy ${d['live']} is the right one.`,
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
  'already-on-board': (d) => `${d['unit']} is on board already.`,
  'not-to-put-back': (d) => `${d['scanned']} is not among the goods to put back.`,
  'more-than-in-hand': (d) =>
    `That would be ${d['quantity']} × ${d['scanned']}. Only ${d['open']} are to go back.`,
  'put-back-stays': (d) => `What was put back stays back: order ${d['order']} is cancelled.`,
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
  if (!isSscc(value)) return value
  return name === 'parent' ? formatSscc(value) : `unit ${formatSscc(value)}`
}

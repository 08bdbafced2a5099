import type { PrintHold } from '#contract/rpc/print-job-view.ts'
import type { PrintOrder, PrintTrouble } from '#contract/rpc/print-order.ts'

/** Words about the print queue: why a label waits, what may be done about it and why not. */
export type PrintTexts = Record<`hold.${PrintHold}`, string> &
  Record<`hold.do.${PrintHold}`, string> &
  Record<`print.done.${PrintOrder['order']}`, string> &
  Record<`print.trouble.${PrintTrouble}`, string>

export const enPrints = {
  'jobs.ask': 'These labels wait for you',
  'jobs.all': 'All labels',
  'jobs.none': 'No labels have been printed yet.',
  'jobs.copy': 'Copy {{copy}}',
  'jobs.back': 'Back',
  'jobs.void': 'Old label: throw it away',
  'jobs.void.say': 'It no longer counts. The dock refuses it.',
  'jobs.reason': 'Made because: {{reason}}',
  'jobs.at': 'At {{printer}}, {{time}}',

  'hold.printer': 'Held: look at the printer',
  'hold.expired': 'Waited too long',
  'hold.other-size': 'Other label size',
  'hold.no-printer': 'Its printer is not here',
  'hold.copy-exists': 'This label exists already',
  'hold.do.printer': 'Paper, lid or pause? The label prints by itself after that.',
  'hold.do.expired': 'It does not come out by itself any more. Is the carton still here?',
  'hold.do.other-size': 'Other labels are in the printer. Choose a printer with the right size.',
  'hold.do.no-printer': 'Choose another printer.',
  'hold.do.copy-exists': 'Somebody scanned or printed this copy. Cancel it, or make a new label.',

  'job.do.queued': 'It comes out when the labels before it have.',
  'job.do.sending': 'The printer is taking it now.',
  'job.do.sent': 'The printer took it. Stick it on and scan it.',
  'job.do.printed': 'The printer says it is out, or somebody scanned it.',
  'job.do.held': 'Paper, lid or pause? The label prints by itself after that.',
  'job.do.failed': 'It did not come out and will not by itself.',
  'job.do.unknown': 'Look at the printer and under the table. You can also scan the label.',
  'job.do.cancelled': 'It will not come out.',

  'print.came-out': 'Yes, it came out',
  'print.not-printed': 'No, print a new one',
  'print.not-printed.only': 'No, it did not',
  'print.not-printed.elsewhere': 'No, new one elsewhere',
  'print.release': 'Print it now',
  'print.redirect': 'Other printer',
  'print.cancel': 'Cancel this label',
  'print.reprint': 'Make a new label',
  'print.reprint.elsewhere': 'New label elsewhere',
  'print.which': 'Which printer?',
  'print.size': '{{width}} × {{height}} mm · {{dpi}} dpi',
  'print.next': 'Good',

  'print.done.redirect': 'It comes out of the other printer.',
  'print.done.release': 'It is printed now.',
  'print.done.cancel': 'Cancelled. It will not come out.',
  'print.done.came-out': 'Stick it on and scan it.',
  'print.done.not-printed': 'Noted.',
  'print.done.reprint': 'Noted.',
  'print.done.copy': 'Copy {{copy}} is on its way. If an older one turns up, throw it away.',
  'print.not-done': 'Not done',

  'print.trouble.sign-in-first': 'Scan your badge first.',
  'print.trouble.no-such-job': 'This label is not in the list any more.',
  'print.trouble.no-such-printer': 'That printer is not here.',
  'print.trouble.already-sent':
    'The printer has it already. The same label is never sent twice: look if it came out.',
  'print.trouble.not-waiting': 'This label does not wait any more. Make a new one.',
  'print.trouble.not-in-doubt': 'Nobody asks about this label any more.',
  'print.trouble.same-printer': 'It waits for this printer already.',
  'print.trouble.other-size': 'Labels of another size are in this printer.',
  'print.trouble.too-coarse': 'This printer is too coarse for the bars of this label.',
  'print.trouble.cannot-print': 'This printer can not print this label.',
  'print.trouble.void': 'This label no longer counts. A newer one was made.',
  'print.trouble.no-new-label':
    'No new label can be made: the carton is open or gone, or has too many labels.',
  'print.trouble.wrong-reason': 'Choose one of the reasons.',
  'print.trouble.not-recorded': 'This could not be written down. Try again.',

  'verify.expired': 'This label waited too long',
  'verify.expired.say': 'Is {{unit}} still here? Then print it now. Copy {{copy}}.',
  'verify.stuck': 'The label can not come out',
  'verify.stuck.say': 'Touch the printer at the top and choose what to do. Copy {{copy}}.',
  'bar.labels': 'Label?',
} as const satisfies PrintTexts & Record<string, string>

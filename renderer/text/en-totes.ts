/** Orders picked into totes, work by urgency, labels made at another bench, and what is set at a bench. */
export const enTotes = {
  'totes.put-into': 'Put it into',
  'totes.next-into': 'The next goes into',
  'totes.tote': 'Tote {{tote}}',
  'totes.right': 'Right tote',
  'totes.scan': 'You can scan the tote to check.',
  'totes.go-on': 'Take the next one.',
  'totes.count': '{{done}}/{{requested}}',
  'totes.all': 'All totes',
  'totes.take-from': 'Take from',
  'totes.last.title': 'Put {{name}} into tote {{tote}}',
  'totes.last.say': 'That is the last one. Then bring the totes to packing.',
  'totes.last.right': 'That was the last one. Bring the totes to packing.',

  'due.overdue': 'Overdue',
  'due.today': 'Today',
  'due.cut-off': 'cut-off {{time}}',
  'due.cut-off.past': 'cut-off has passed',

  'owed.state': 'No label yet',
  'owed.write': 'No printer here. Write {{tail}} on it. Another bench prints the label.',
  'owed.title_one': 'Print the label of this carton?',
  'owed.title_other': 'Print the labels of these {{count}} cartons?',
  'owed.say': 'They were closed where there is no printer. Stick each label on and scan it.',
  'owed.more': 'and {{count}} more',

  'weigh.close': 'Close {{unit}}',
  'weigh.right.close': 'Right weight. Scan CLOSE.',
  'prompt.short.packing.title': 'Why can’t you pack {{name}}?',

  'rules.say': 'A supervisor’s badge is needed to change it.',
  'rules.auto-close': 'Close at the right weight',
  'rules.auto-close.on': 'By itself',
  'rules.auto-close.off': 'With CLOSE',
  'rules.idle': 'Sign out when left alone',
  'rules.idle.minutes': '{{count}} minutes',
} as const satisfies Record<string, string>

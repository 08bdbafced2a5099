/** Trucks: the loads of the day, filling one, its seal and its list. */
export const enDock = {
  'dock.on-board': '{{count}} of {{total}} on board',
  'dock.nothing': 'Nothing yet',
  'dock.held-by': '{{name}} is loading it',
  'dock.due.today': 'Today',
  'dock.due.overdue': 'Overdue',
  'dock.last-load': 'Print the loading list of {{number}}',
  'dock.load': 'load {{number}}',
  'dock.elsewhere': 'another truck',

  'load.over.weight': '{{over}} kg too heavy. Take off {{name}} …{{tail}}',
  'load.over.volume': '{{over}} m³ too much. Take off {{name}} …{{tail}}',
  'load.kilograms': '{{value}} kg',
  'load.seal': 'Seal {{seal}}',
  'load.no-seal': 'No seal scanned',
  'load.take-off': 'Take it off',
  'load.take-off.name': 'Take off {{name}}',

  'cmd.UNLOAD': 'Take off',
  'cmd.SEAL': 'Seal',
  'cmd.LIST': 'Print list',

  'prompt.seal.title': 'Scan the seal',
  'prompt.seal.say': 'Hold the scanner on the bars of the seal at the door.',
  'prompt.seal.now': 'Now it is {{seal}}. The next scan replaces it.',
  'prompt.unload.say':
    'Touch a reason or scan its code. Not this one? Scan the label of the other.',

  'jobs.sheet': 'Loading list {{load}}',
  'jobs.page': 'Page {{page}} of {{pages}}',
  'job.sheet.sent.title': 'Sent to the printer',
  'job.sheet.sent': 'The printer took it. Give it to the driver.',
  'job.sheet.printed': 'It is out. Give it to the driver.',
  'job.sheet.unknown': 'Look at the printer. Is the page there and whole?',
  'job.sheet.expired': 'It does not come out by itself any more. Is it still wanted?',
  'print.again': 'Print it again',
  'print.again.elsewhere': 'Again, elsewhere',
  'print.done.again': 'It is printed again.',
  'print.done.here': 'Give it to the driver.',
} as const

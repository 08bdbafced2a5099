import type { enDock } from './en-dock.ts'

/** Wagens: de vrachten van de dag, het laden, het zegel en de lijst. */
export const nlDock: Record<keyof typeof enDock, string> = {
  'dock.on-board': '{{count}} van {{total}} erop',
  'dock.nothing': 'Nog niets',
  'dock.held-by': '{{name}} laadt hem',
  'dock.due.today': 'Vandaag',
  'dock.due.overdue': 'Te laat',
  'dock.last-load': 'Print de laadlijst van {{number}}',
  'dock.load': 'vracht {{number}}',
  'dock.elsewhere': 'een andere wagen',

  'load.over.weight': '{{over}} kg te zwaar. Haal eraf: {{name}} …{{tail}}',
  'load.over.volume': '{{over}} m³ te veel. Haal eraf: {{name}} …{{tail}}',
  'load.kilograms': '{{value}} kg',
  'load.seal': 'Zegel {{seal}}',
  'load.no-seal': 'Geen zegel gescand',
  'load.take-off': 'Haal het eraf',
  'load.take-off.name': 'Haal {{name}} eraf',

  'cmd.UNLOAD': 'Eraf halen',
  'cmd.SEAL': 'Zegel',
  'cmd.LIST': 'Print lijst',

  'prompt.seal.title': 'Scan het zegel',
  'prompt.seal.say': 'Houd de scanner op de streepjes van het zegel aan de deur.',
  'prompt.seal.now': 'Nu is het {{seal}}. De volgende scan vervangt het.',
  'prompt.unload.say': 'Tik op een reden of scan de code. Niet deze? Scan het label van de andere.',

  'jobs.sheet': 'Laadlijst {{load}}',
  'jobs.page': 'Blad {{page}} van {{pages}}',
  'job.sheet.sent.title': 'Naar de printer gestuurd',
  'job.sheet.sent': 'De printer heeft het. Geef het aan de chauffeur.',
  'job.sheet.printed': 'Het is eruit. Geef het aan de chauffeur.',
  'job.sheet.unknown': 'Kijk bij de printer. Is het blad er, en heel?',
  'job.sheet.expired': 'Het komt er niet meer vanzelf uit. Is het nog nodig?',
  'print.again': 'Print het nog eens',
  'print.again.elsewhere': 'Nog eens, ergens anders',
  'print.done.again': 'Het wordt nog eens geprint.',
  'print.done.here': 'Geef het aan de chauffeur.',
}

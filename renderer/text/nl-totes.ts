import type { enTotes } from './en-totes.ts'

/** The same in Dutch. */
export const nlTotes: Record<keyof typeof enTotes, string> = {
  'totes.put-into': 'Leg het in',
  'totes.next-into': 'De volgende in',
  'totes.tote': 'Bak {{tote}}',
  'totes.right': 'Goede bak',
  'totes.scan': 'Je kunt de bak scannen als controle.',
  'totes.go-on': 'Pak de volgende.',
  'totes.count': '{{done}}/{{requested}}',
  'totes.all': 'Alle bakken',
  'totes.take-from': 'Pak uit',
  'totes.last.title': 'Leg {{name}} in bak {{tote}}',
  'totes.last.say': 'Dat is de laatste. Breng de bakken daarna naar het inpakken.',
  'totes.last.right': 'Dat was de laatste. Breng de bakken naar het inpakken.',

  'due.overdue': 'Te laat',
  'due.today': 'Vandaag',
  'due.cut-off': 'sluit {{time}}',
  'due.cut-off.past': 'is gesloten',

  'owed.state': 'Nog geen label',
  'owed.write': 'Hier is geen printer. Schrijf {{tail}} erop. Een andere werkplek print het label.',
  'owed.title_one': 'Het label van deze doos printen?',
  'owed.title_other': 'De labels van deze {{count}} dozen printen?',
  'owed.say': 'Ze zijn gesloten waar geen printer staat. Plak elk label erop en scan het.',
  'owed.more': 'en nog {{count}}',

  'weigh.close': 'Sluit {{unit}}',
  'weigh.right.close': 'Goed gewicht. Scan CLOSE.',
  'prompt.short.packing.title': 'Waarom kun je {{name}} niet inpakken?',

  'rules.say': 'Wijzigen kan met de pas van een teamleider.',
  'rules.auto-close': 'Sluiten bij goed gewicht',
  'rules.auto-close.on': 'Vanzelf',
  'rules.auto-close.off': 'Met CLOSE',
  'rules.idle': 'Afmelden als niemand iets doet',
  'rules.idle.minutes': '{{count}} minuten',
}

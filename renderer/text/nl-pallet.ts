import type { enPallet } from './en-pallet.ts'

/** Een pallet met gesloten dozen opbouwen. */
export const nlPallet: Record<keyof typeof enPallet, string> = {
  'cmd.PALLET': 'Pallet',
  'cmd.CANCEL.pallet': 'Verlaat pallet',
  'where.pallet': 'je bouwt een pallet op',
  'what.pallet': 'de pallet',

  'pallet.title': 'Pallet …{{tail}}',
  'pallet.back': 'Daarna verder met {{name}}',
  'pallet.first': 'Scan de eerste doos',
  'pallet.first.say': 'Die zegt van wie de pallet is.',
  'pallet.scan': 'Scan elke doos die erop gaat.',
  'pallet.all': 'Alle dozen staan erop. Tik op Sluit pallet.',
  'pallet.off': 'Er moet eerst een doos af.',
  'pallet.cartons_one': '{{count}} doos',
  'pallet.cartons_other': '{{count}} dozen',
  'pallet.gross': 'Gewicht tot nu toe',
  'pallet.closed': 'Gesloten op',
  'pallet.kilograms': '{{weight}} kg',
  'pallet.tare': 'De pallet zelf weegt daarvan {{weight}} kg.',
  'pallet.on': 'Op de pallet',
  'pallet.none': 'Nog niets',
  'pallet.comes-off': 'Haal hem eraf en scan het label',
  'pallet.beside': 'Nog ernaast',
  'pallet.beside.none': 'Geen andere doos voor dit adres en deze dag',
  'pallet.beside.first': 'In beeld zodra de eerste doos erop staat',
  'pallet.sentence': 'de pallet',
}

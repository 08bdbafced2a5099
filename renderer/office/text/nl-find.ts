import type { enFind } from './en-find.ts'

export const nlFind: Record<keyof typeof enFind, string> = {
  'find.label': 'Alles vinden',
  'find.keys': 'Ctrl K',
  'find.hint': 'Nummer, naam…',
  'find.found': 'Wat er gevonden is',
  'find.searching': 'Zoeken…',
  'find.count_one': '{{count}} gevonden',
  'find.count_other': '{{count}} gevonden',
  'find.none': 'Niets gevonden voor “{{text}}”',
  'find.none-hint':
    'Typ het nummer van een order, een klant, de cijfers onder een label, een product, een picklijst, een vracht of een werkplek.',
  'find.kind.order': 'Orders',
  'find.kind.unit': 'Dozen en pallets',
  'find.kind.product': 'Producten',
  'find.kind.pick-list': 'Picklijsten',
  'find.kind.load': 'Vrachten',
  'find.kind.station': 'Werkplekken',
  'find.all.order': 'Alle orders die passen',
  'find.all.unit': 'Alle dozen die passen',
  'find.all.product': 'Alle producten die passen',
  'find.all.pick-list': 'Alle lijsten die passen',
  'find.all.load': 'Alle vrachten die passen',
  'find.all.station': 'Alle werkplekken die passen',
  'find.revoked': 'verwijderd',
}

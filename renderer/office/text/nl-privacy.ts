import type { enPrivacy } from './en-privacy.ts'

export const nlPrivacy: Record<keyof typeof enPrivacy, string> = {
  'privacy.title': 'Persoonsgegevens',
  'privacy.lead':
    'Wat het kantoor van een klant bewaart: geef het mee als zij erom vragen, of vergeet wie zij zijn.',
  'privacy.ref': 'Klant',
  'privacy.ref-hint': 'De aanduiding die op orders staat, zoals C-1042',
  'privacy.look': 'Tonen',
  'privacy.noted': 'Elke keer kijken staat in het controlespoor.',
  'privacy.start': 'Welke klant vraagt erom?',
  'privacy.start-do': 'Typ de aanduiding; die staat op hun orders.',
  'privacy.none': 'Niemand heeft besteld voor {{ref}}',
  'privacy.none-do': 'Kijk de aanduiding na: hoofdletters tellen.',
  'privacy.orders': 'Orders van {{ref}}',
  'privacy.more': 'De eerste {{count}}; in een bestand staan ze alle.',
  'privacy.order': 'Order',
  'privacy.state': 'Stand',
  'privacy.for': 'Voor',
  'privacy.taken': 'Aangenomen',
  'privacy.units': 'Dozen',
  'privacy.proofs': 'Handtekeningen',
  'privacy.forgotten': 'Vergeten op {{day}}',
  'privacy.save': 'Bewaren als bestand',
  'privacy.erase': 'Deze klant vergeten',
  'privacy.erase-say':
    'Naam, adres en handtekeningen van {{ref}} verdwijnen uit elke afgeronde order, voorgoed. Aantallen, nummers en het grootboek blijven. Zolang er een order openstaat gebeurt er niets.',
  'privacy.reason': 'Waarom',
  'privacy.reason-hint': 'Komt in het controlespoor; noem hier niemand.',
  'privacy.erased': 'Vergeten in {{count}} orders.',
}

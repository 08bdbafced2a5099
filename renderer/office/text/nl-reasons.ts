import type { enReasons } from './en-reasons.ts'

export const nlReasons: Record<keyof typeof enReasons, string> = {
  'why.OUTOFSTOCK': 'het vak was leeg',
  'why.DAMAGED': 'de goederen waren beschadigd',
  'why.NOTFOUND': 'niemand kon het vinden',
  'why.HEAVY': 'het is echt zwaarder',
  'why.LIGHT': 'het is echt lichter',
  'why.PACKAGING': 'het is anders verpakt',
  'why.TOOBIG': 'te groot voor de weegschaal',
  'why.TOOHEAVY': 'te zwaar voor de weegschaal',
  'why.WRONGTRUCK': 'verkeerde wagen',
  'why.NOSPACE': 'geen plaats meer',
  'why.DAMAGEDUNIT': 'het is beschadigd',
  'why.UNREADABLE': 'het label is niet te scannen',
  'why.LOST': 'het label is weg',
  'why.NOTPRINTED': 'er kwam niets uit de printer',
  'why.UNREACHABLE': 'er is niet bij te komen',
  'why.CUSTOMERWISH': 'de klant vroeg erom',
  'why.PUTBACK': 'de goederen gaan terug naar hun plek',
  'why.UNDO': 'het werd teruggedraaid',
  'why.typed': '“{{words}}”',
}

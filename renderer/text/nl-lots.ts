import type { enLots } from './en-lots.ts'

/** Lots and the days their goods end on, in Dutch. */
export const nlLots: Record<keyof typeof enLots, string> = {
  'lot.first': 'Pak eerst',
  'lot.only': 'Alleen dit lot',
  'lot.any': 'Elk lot is goed',
  'lot.name': 'LOT {{lot}}',
  'lot.until': 't/m {{day}}',
  'lot.then': 'daarna',
  'lot.some': 'LOT {{lot}} × {{count}}',
  'prompt.lot.title': 'LOT {{first}} moet eerst weg',
  'prompt.lot.in-hand': 'In je hand',
  'prompt.lot.no-day': 'geen datum bekend',
  'prompt.lot.say': 'Leg deze terug en scan LOT {{first}}. Of zeg waarom niet:',
  'reason.UNREACHABLE': 'Ik kan er niet bij',
  'reason.CUSTOMERWISH': 'De klant wil deze',
}

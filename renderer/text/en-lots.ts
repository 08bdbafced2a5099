/** Lots and the days their goods end on, in English. */
export const enLots = {
  'lot.first': 'Take first',
  'lot.only': 'Only this lot',
  'lot.any': 'Any lot will do',
  'lot.name': 'LOT {{lot}}',
  'lot.until': 'until {{day}}',
  'lot.then': 'then',
  'lot.some': 'LOT {{lot}} × {{count}}',
  'prompt.lot.title': 'LOT {{first}} should go first',
  'prompt.lot.in-hand': 'In your hand',
  'prompt.lot.no-day': 'no date known',
  'prompt.lot.say': 'Put this one back and scan LOT {{first}}. Or say why not:',
  'reason.UNREACHABLE': 'I can’t reach it',
  'reason.CUSTOMERWISH': 'The customer wants this one',
}

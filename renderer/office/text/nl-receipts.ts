import type { enReceipts } from './en-receipts.ts'

export const nlReceipts: Record<keyof typeof enReceipts, string> = {
  'receipt.why.already-claimed': 'Een andere werkplek had het in handen.',
  'receipt.why.not-found': 'Het kantoor kent het niet.',
  'receipt.why.wrong-state': 'Dat kon niet meer zoals het ervoor stond.',
  'receipt.why.over-capacity': 'De wagen mag niet zoveel dragen.',
  'receipt.why.lease-expired': 'De werkplek had het te lang in handen.',
  'receipt.why.dependency': 'Iets wat eraan voorafging is geweigerd.',
  'receipt.why.poison': 'Het kon niet worden gelezen. De bytes zijn bewaard.',
  'receipt.why.forbidden': 'Niemand had het toegestaan.',
  'log-trouble.forked':
    'Een andere machine is verdergegaan met het logboek van deze werkplek, zoals na het kopiëren van de schijf. Hier wordt niets meer vastgelegd. Meld deze machine aan met een eigen code, of laat een teamleider een nieuw logboek beginnen.',
  'log-trouble.set-back':
    'Een oudere kopie van de schijf van deze werkplek is teruggezet, of zit in een tweede machine. Hier wordt niets meer vastgelegd. Laat een teamleider een nieuw logboek beginnen, of meld de machine aan met een eigen code.',
  'log-trouble.pruned-past':
    'Het kantoor is teruggezet tot voor wat deze werkplek nog heeft. Bij de volgende start begint ze een nieuw logboek.',
  'log-trouble.damaged':
    'Het geheugen van deze werkplek is beschadigd. Er wordt niets vastgelegd tot ze opnieuw start; dan gaat ze verder met een nieuw logboek.',
  'log-trouble.was-damaged': 'Het geheugen van deze werkplek was beschadigd.',
  'log-trouble.new-log_one':
    'Er is een nieuw logboek begonnen; {{count}} handeling die het kantoor misschien mist is overgenomen. Het oude logboek is bewaard.',
  'log-trouble.new-log_other':
    'Er is een nieuw logboek begonnen; {{count}} handelingen die het kantoor misschien mist zijn overgenomen. Het oude logboek is bewaard.',
  'log-trouble.lost-end': 'Het laatste werk kan ontbreken: kijk na wat hier het laatst is gedaan.',
  'log-trouble.lost-none': 'Er ontbreekt niets van wat was vastgelegd.',
  'log-trouble.lost-some_one':
    '{{count}} handeling is verloren: kijk na wat hier het laatst is gedaan.',
  'log-trouble.lost-some_other':
    '{{count}} handelingen zijn verloren: kijk na wat hier het laatst is gedaan.',
}

/** Dezelfde in het Nederlands. */
export const nlExceptionCodes = {
  'ex.other.title': 'Er klopt iets niet',
  'ex.other.means': 'Een werkplek of het kantoor legde iets vast dat niet bij de rest past.',
  'ex.other.had': 'Het kantoor had niets dat hierbij past.',

  'ex.short-pick.title': 'Er ontbreken goederen',
  'ex.short-pick.means': 'Niet alles van een order is gevonden. Hij wacht tot u beslist.',
  'ex.short-pick.say': 'Order {{orderNumber}} wacht. Niet gevonden op lijst {{list}}: {{missing}}.',
  'ex.short-pick.say.why':
    'Order {{orderNumber}} wacht. Niet gevonden op lijst {{list}}: {{missing}} ({{reason}}).',
  'ex.short-pick.had': 'Het kantoor had {{missing}} beloofd aan order {{orderNumber}}.',

  'ex.over-pick.title': 'Er is te veel gepakt',
  'ex.over-pick.means': 'Voor een regel is meer gepakt dan er nog open stond.',
  'ex.over-pick.say':
    'Er is {{quantity}} × {{sku}} gepakt, maar er moesten nog maar {{open}} van {{requested}}.',
  'ex.over-pick.had': 'Het kantoor had nog {{open}} van {{requested}} × {{sku}} te pakken.',

  'ex.order-cancelled.title': 'Goederen van een geannuleerde order',
  'ex.order-cancelled.means':
    'Een order is geannuleerd terwijl er al goederen van waren gepakt. Iemand legt ze terug.',
  'ex.order-cancelled.say':
    'Order {{orderNumber}} is geannuleerd terwijl er al goederen van waren gepakt.',
  'ex.order-cancelled.had':
    'Het kantoor had order {{orderNumber}} als geannuleerd; nog in handen: {{goods}}.',
  'ex.order-cancelled.had.bare': 'Het kantoor had order {{orderNumber}} als geannuleerd.',

  'ex.stock-below-zero.title': 'Het boek heeft te weinig',
  'ex.stock-below-zero.means':
    'Er is meer gepakt, verzonden of beloofd dan het voorraadboek heeft. Tel het vak.',
  'ex.stock-below-zero.say':
    'Er is meer {{sku}} gepakt of verzonden dan de voorraad van het kantoor had. Tel het vak.',
  'ex.stock-below-zero.say.left':
    'Er zijn nog maar {{left}} × {{sku}}, maar {{reserved}} zijn aan orders beloofd.',
  'ex.stock-below-zero.say.counted':
    'Er zijn {{counted}} × {{sku}} geteld, maar {{reserved}} zijn aan orders beloofd.',
  'ex.stock-below-zero.had': 'Het kantoor had minder {{sku}} in voorraad dan dat.',

  'ex.left-behind.title': 'Achtergebleven',
  'ex.left-behind.means': 'Een wagen vertrok zonder een eenheid die op zijn vracht stond.',
  'ex.left-behind.say': 'Vracht {{load}} is vertrokken zonder {{unit}}.',
  'ex.left-behind.had': 'Het kantoor had {{unit}} op vracht {{load}}.',

  'ex.wrong-load.title': 'Op de verkeerde vracht',
  'ex.wrong-load.means': 'Een eenheid staat waar hij niet hoort, of niet waar hij hoort.',
  'ex.wrong-load.say.load-closed':
    'Vracht {{load}} is veranderd met {{unit}} nadat hij was bevestigd.',
  'ex.wrong-load.say.region':
    '{{unit}} is op vracht {{load}} gezet, maar gaat naar regio {{belongs}}.',
  'ex.wrong-load.say.date': '{{unit}} is op vracht {{load}} gezet, maar is voor {{belongs}}.',
  'ex.wrong-load.say.other-load':
    '{{unit}} is op vracht {{load}} gezet, maar stond op een andere vracht.',
  'ex.wrong-load.say.nested': '{{unit}} is los op vracht {{load}} gezet, maar staat op een pallet.',
  'ex.wrong-load.say.other-order':
    'Goederen van order {{orderNumber}} gingen in {{unit}}, die voor een andere order is.',
  'ex.wrong-load.say.not-on-load':
    '{{unit}} is van vracht {{load}} gehaald, waar hij niet op stond.',
  'ex.wrong-load.say.transfer':
    'Eenheden zijn overgezet op vracht {{load}}, die weg was of ergens anders heen gaat.',
  'ex.wrong-load.had.load-closed': 'Het kantoor had vracht {{load}} als gesloten.',
  'ex.wrong-load.had.region': 'Het kantoor had {{unit}} voor regio {{belongs}}.',
  'ex.wrong-load.had.date': 'Het kantoor had {{unit}} voor {{belongs}}.',
  'ex.wrong-load.had.other-load': 'Het kantoor had {{unit}} op een andere vracht.',
  'ex.wrong-load.had.nested': 'Het kantoor had {{unit}} op een pallet.',
  'ex.wrong-load.had.other-order':
    'Het kantoor had {{unit}} voor een andere order dan {{orderNumber}}.',
  'ex.wrong-load.had.not-on-load': 'Het kantoor had {{unit}} niet op vracht {{load}}.',
  'ex.wrong-load.had.transfer':
    'Het kantoor had vracht {{load}} als vertrokken of voor een andere regio.',

  'ex.over-capacity.title': 'Meer dan er past',
  'ex.over-capacity.means': 'Een dag of een wagen draagt meer dan zijn grens.',
  'ex.over-capacity.say':
    'Wat is gewogen brengt {{region}} op {{deliveryDate}} boven de leveringsgrens.',
  'ex.over-capacity.say.load': 'Vracht {{load}} vertrok met meer dan de wagen mag dragen.',
  'ex.over-capacity.had': 'Het kantoor had geen ruimte meer in {{region}} op {{deliveryDate}}.',
  'ex.over-capacity.had.load': 'Het kantoor had de wagen van vracht {{load}} als vol.',

  'ex.unit-closed.title': 'Veranderd na het sluiten',
  'ex.unit-closed.means':
    'Een doos of pallet is veranderd na het sluiten: label en gewicht kunnen fout zijn.',
  'ex.unit-closed.say': '{{unit}} is veranderd na het sluiten.',
  'ex.unit-closed.had': 'Het kantoor had {{unit}} als gesloten, gewogen en gelabeld.',

  'ex.weight-out-of-tolerance.title': 'Het gewicht klopt niet',
  'ex.weight-out-of-tolerance.means':
    'Een eenheid weegt iets anders dan de inhoud zou moeten: er kan iets missen of te veel zijn.',
  'ex.weight-out-of-tolerance.say':
    '{{unit}} woog {{gross}} kg waar {{expected}} kg ± {{tolerance}} kg werd verwacht.',
  'ex.weight-out-of-tolerance.say.none': '{{unit}} is gesloten zonder gewicht.',
  'ex.weight-out-of-tolerance.had':
    'Het kantoor had {{expected}} kg ± {{tolerance}} kg als gewicht.',
  'ex.weight-out-of-tolerance.had.none': 'Het kantoor had geen gewicht van {{unit}}.',

  'ex.superseded-copy.title': 'Er is een oud label gebruikt',
  'ex.superseded-copy.means': 'Er zit nog een label op een eenheid dat is vervangen.',
  'ex.superseded-copy.say': 'Kopie {{copy}} van {{unit}} is gescand, maar die was vervangen.',
  'ex.superseded-copy.had': 'Het kantoor had kopie {{copy}} van {{unit}} als vervangen.',

  'ex.number-out-of-range.title': 'Een labelnummer dat niet was gegeven',
  'ex.number-out-of-range.means':
    'Een station gebruikte een labelnummer dat het kantoor er niet aan had gegeven.',
  'ex.number-out-of-range.say':
    'Nummer {{unitId}} is gebruikt, dat niet aan dat station was gegeven.',
  'ex.number-out-of-range.say.in-use':
    'Nummer {{unitId}} is gebruikt, dat al op een andere eenheid zit.',
  'ex.number-out-of-range.had': 'Het kantoor had nummer {{unitId}} niet aan dat station gegeven.',
  'ex.number-out-of-range.had.in-use': 'Het kantoor had nummer {{unitId}} op een andere eenheid.',

  'ex.unknown-reference.title': 'Het kantoor kent het niet',
  'ex.unknown-reference.means':
    'Een werkplek werkte aan iets waar het kantoor nooit van hoorde. Zoek uit wat is verplaatst.',
  'ex.unknown-reference.say':
    'Een werkplek werkte aan “{{id}}”, dat het kantoor niet kent. Alleen het verslag is veranderd.',
  'ex.unknown-reference.had': 'Het kantoor had niets dat “{{id}}” heet.',

  'ex.claimed-elsewhere.title': 'Twee werkplekken, één klus',
  'ex.claimed-elsewhere.means':
    'Een werkplek werkte aan wat een ander had, of wat niemand had genomen. Kijk of er niets dubbel is gedaan.',
  'ex.claimed-elsewhere.say': 'Twee werkplekken werkten aan picklijst {{list}}.',
  'ex.claimed-elsewhere.say.load': 'Twee werkplekken werkten aan vracht {{load}}.',
  'ex.claimed-elsewhere.say.nobody':
    'Een werkplek werkte aan picklijst {{list}}, die niemand had genomen.',
  'ex.claimed-elsewhere.had': 'Het kantoor had picklijst {{list}} bij een andere werkplek.',
  'ex.claimed-elsewhere.had.load': 'Het kantoor had vracht {{load}} bij een andere werkplek.',
  'ex.claimed-elsewhere.had.nobody': 'Het kantoor had picklijst {{list}} bij niemand.',

  'ex.override-not-allowed.title': 'Niemand gaf toestemming',
  'ex.override-not-allowed.means':
    'Er is iets gedaan waarvoor een teamleider nodig is, door iemand die dat niet is.',
  'ex.override-not-allowed.say':
    'Een gewicht is vrijgegeven met de badge van {{operatorId}}, die geen teamleider is.',
  'ex.override-not-allowed.had': 'Het kantoor had {{operatorId}} zonder het recht daarop.',

  'ex.lot-mix.title': 'Loten door elkaar',
  'ex.lot-mix.means':
    'Een regel die uit één lot moet komen kreeg er twee: kleuren kunnen verschillen.',
  'ex.lot-mix.say': 'Lot {{lot}} van {{sku}} is bij lot {{first}} gelegd.',
  'ex.lot-mix.had': 'Het kantoor had lot {{first}} van {{sku}} voor deze regel.',

  'ex.order-blocked.title': 'Gewerkt aan een gestopte order',
  'ex.order-blocked.means':
    'Een werkplek ging door met een order die het kantoor had gestopt. Kijk waarom voor hij vertrekt.',
  'ex.order-blocked.say':
    'Er is doorgewerkt aan order {{orderNumber}}, die het kantoor had gestopt.',
  'ex.order-blocked.had': 'Het kantoor had order {{orderNumber}} als gestopt.',

  'ex.poison.title': 'Het kon niet worden gelezen',
  'ex.poison.means': 'Een station stuurde iets onleesbaars. De bytes zijn bewaard.',
  'ex.poison.say':
    'Een actie kon niet worden gelezen of verwerkt ({{problem}}). De bytes zijn bewaard.',
  'ex.poison.had': 'Het kantoor kon het niet lezen of verwerken: {{problem}}.',

  'ex.fork.title': 'Een werkplek is gekopieerd',
  'ex.fork.means':
    'Twee machines sturen werk als één station: een schijf is gekopieerd of teruggezet.',
  'ex.fork.say':
    'Er kwam ander werk voor plaats {{seq}} van het logboek. Laat maar een van de twee machines doorgaan.',
  'ex.fork.had': 'Het kantoor had ander werk op plaats {{seq}} van dat logboek.',

  'ex.false-proof.title': 'Een werkplek heeft het mis over het kantoor',
  'ex.false-proof.means':
    'Een station zegt dat het kantoor iets is vergeten, en heeft het mis. Kijk naar de schijf en de klok.',
  'ex.false-proof.had': 'Het kantoor is bij wijziging {{head}} en kent geen latere.',

  'ex.office-set-back.title': 'Het kantoor is teruggezet',
  'ex.office-set-back.means':
    'De database van het kantoor is ouder dan hij was. Werkplekken sturen opnieuw wat ze hebben.',

  'ex.claim-changed.title': 'Een werkplek hoorde iets anders',
  'ex.claim-changed.means':
    'Nadat het kantoor was teruggezet is anders beslist wat een werkplek mag. Kijk wie de goederen heeft.',
  'ex.claim-changed.say':
    '{{name}} was eerst {{told}}. Nadat het kantoor was teruggezet is het {{now}}.',
  'ex.claim-changed.had': 'Het kantoor heeft opnieuw beslist: {{now}}.',

  'ex.no-numbers.title': 'Geen labelnummers meer',
  'ex.no-numbers.means':
    'Een station kan geen nieuwe labels maken tot het magazijn meer nummers heeft.',
  'ex.no-numbers.say':
    'Bedrijfsprefix {{prefix}} heeft geen nummers meer. Geef het magazijn een nieuwe; de nummers komen dan vanzelf.',
  'ex.no-numbers.had': 'Het kantoor had elk nummer van prefix {{prefix}} uitgegeven.',

  'ex.webhook-parked.title': 'Een ander systeem luisterde niet',
  'ex.webhook-parked.means':
    'Een webhook faalde drie keer. Latere berichten over hetzelfde wachten.',
  'ex.webhook-parked.say': 'Webhook {{id}} kon drie keer niet horen van {{type}} ({{error}}).',
  'ex.webhook-parked.had': 'Webhook {{id}} nam het niet aan: {{error}}.',

  'ex.paid-too-late.title': 'Te laat betaald',
  'ex.paid-too-late.means': 'Er kwam geld voor een order die het niet meer kon aannemen.',
  'ex.paid-too-late.say':
    'Order {{orderNumber}} is betaald ({{paymentRef}}, {{amount}}) toen hij al {{state}} was.',
  'ex.paid-too-late.had': 'Het kantoor had order {{orderNumber}} als {{state}}.',

  'ex.courier-conflict.title': 'De vervoerder zegt iets anders',
  'ex.courier-conflict.means': 'De vervoerder en het kantoor zijn het niet eens waar een order is.',
  'ex.courier-conflict.say':
    '{{courier}} zei dat order {{orderNumber}} {{said}} was, maar hier is hij {{had}}.',
  'ex.courier-conflict.had': 'Het kantoor had order {{orderNumber}} als {{had}}.',

  'ex.book-difference.title': 'Twee boeken verschillen',
  'ex.book-difference.means':
    'De nachtcontrole vond twee cijfers die gelijk horen te zijn. Er is niets veranderd.',
  'ex.book-difference.say': '{{key}}: het ene boek zegt {{book}}, het andere {{found}}.',
  'ex.book-difference.had': 'De twee boeken van het kantoor zeggen {{book}} en {{found}}.',
} as const

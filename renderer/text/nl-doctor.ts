import type { enDoctor } from './en-doctor.ts'

/** The same as `en-doctor.ts`, in Dutch. */
export const nlDoctor: Record<keyof typeof enDoctor, string> = {
  'doctor.ask': 'Raak een apparaat aan om te zien wat het zegt en om het te proberen.',
  'doctor.back': 'Alle apparaten',
  'doctor.advice.fine': 'Alles is in orde.',
  'doctor.advice.wait': 'Nog aan het verbinden. Kijk zo nog eens.',
  'doctor.advice.plug-in': 'Het is er niet. Controleer de kabel en de stroom.',
  'doctor.advice.switch-on':
    'Op dit adres antwoordt niets. Controleer de stroom en de netwerkkabel.',
  'doctor.advice.permission': 'Deze werkplek mag het niet openen. Zie hieronder wat te doen.',
  'doctor.advice.in-use': 'Een ander programma gebruikt het. Sluit dat programma.',
  'doctor.advice.settings':
    'Het is verbonden maar spreekt anders dan ingesteld. Controleer snelheid, pariteit en protocol, op het apparaat en in het apparatenbestand.',
  'doctor.advice.attend': 'Het vraagt om hulp: doe wat het hierboven zegt.',
  'doctor.advice.restart': 'De aansturing is gestopt. Start het werkplekprogramma opnieuw.',
  'doctor.advice.change-link':
    'Deze machine kan zo’n verbinding niet openen. Kies een andere in het apparatenbestand.',
  'doctor.raw': 'Het zei als laatste',
  'doctor.means': 'Dat betekent',
  'doctor.sent': 'Als laatste gestuurd',
  'doctor.silent': 'Het heeft niets gezegd sinds het werkplekprogramma startte.',
  'doctor.speaks': 'Spreekt',
  'doctor.link': 'Verbinding',
  'doctor.counts': 'Verkeer',
  'doctor.counts.say': '{{connections}} × verbonden, {{bytesIn}} bytes in, {{bytesOut}} uit',
  'doctor.faults': 'Problemen van de laatste tijd',
  'doctor.try.scanner': 'Scan een code: die verschijnt hier, en telt zoals altijd.',
  'doctor.try.scale': 'Leg er iets op en vergelijk met het eigen scherm van de weegschaal.',
  'doctor.try.printer': 'Houd een liniaal tegen de geprinte: de millimeters moeten kloppen.',
  'doctor.test.sound-good': 'Geluid goed',
  'doctor.test.sound-bad': 'Geluid fout',
  'doctor.test.label': 'Print een liniaal',
  'doctor.test.weigh': 'Weeg',
  'doctor.test.reconnect': 'Opnieuw verbinden',
  'doctor.outcome.done': 'Gelukt',
  'doctor.outcome.cannot': 'Dat kan dit apparaat nu niet',
  'doctor.outcome.failed': 'Het is niet gelukt',
  'doctor.find': 'Zoek uit wat het spreekt',
  'doctor.find.busy': 'Luisteren en vragen…',
  'doctor.find.say':
    'Het spreekt misschien dit. Zegt het eigen scherm hetzelfde, zet het dan in het apparatenbestand:',
  'doctor.find.none': 'Er kwam niets dat te begrijpen was. Controleer de snelheid en de kabel.',
  'doctor.attached': 'Aangesloten op deze machine',
  'doctor.attached.none': 'Geen seriële poort, USB-scanner, weegschaal of printer.',
  'doctor.use.scanner': 'Scanner',
  'doctor.use.scale': 'Weegschaal',
  'doctor.use.printer': 'Printer',
  'doctor.use.unknown': 'Poort',
  'doctor.access.ok': 'Mag geopend worden',
  'doctor.access.denied': 'Mag niet geopend worden',
  'doctor.access.unknown': 'Niet bekend',
  'doctor.remedy.serial':
    'Installeer resources/udev/60-loadline.rules, of voeg deze gebruiker toe aan de groep dialout. Sluit het daarna opnieuw aan.',
  'doctor.remedy.hid': 'Installeer resources/udev/60-loadline.rules. Sluit het daarna opnieuw aan.',
  'doctor.remedy.usblp':
    'Installeer resources/udev/60-loadline.rules, of voeg deze gebruiker toe aan de groep lp. Sluit het daarna opnieuw aan.',
  'doctor.save': 'Bewaar de vluchtopname',
  'doctor.save.say':
    'Alles wat de apparaten zeiden en deden, zonder namen en adressen. Het kan op virtuele apparaten worden afgespeeld.',
  'doctor.saved': '{{events}} gebeurtenissen staan in {{name}}.',
}

import type { enScanners } from './en-scanners.ts'

export const nlScanners: Record<keyof typeof enScanners, string> = {
  'scanner.waiting': 'Kalibreren begonnen: scan de tweede code van het blad.',
  'scanner.found': 'Gekalibreerd: {{what}}.',
  'scanner.layout.us': 'typt Amerikaans',
  'scanner.layout.de': 'typt Duits',
  'scanner.layout.fr': 'typt Frans',
  'scanner.caps': 'hoofdletters en kleine letters verwisseld',
  'scanner.separator.kept': 'GS1-scheidingsteken komt aan',
  'scanner.separator.lost': 'GS1-scheidingsteken gaat verloren',
  'scanner.separator.mapped': 'GS1-scheidingsteken komt als {{text}}',
  'scanner.prefix': 'stuurt eerst {{text}}',
  'scanner.suffix.enter': 'eindigt met Enter',
  'scanner.suffix.tab': 'eindigt met Tab',
  'scanner.suffix.none': 'eindigt met niets',
  'scanner.aim.sent': 'zegt wat voor code het las',
  'scanner.aim.missing': 'zegt niet wat voor code het las',
  'scanner.do.unknown-layout':
    'Hij typt in een indeling die hier niemand kent. Zet hem op US English, of liever op USB HID POS, en scan het blad opnieuw.',
  'scanner.do.separator-lost':
    'LOT en datum van een code lopen in elkaar over. Zet hem zo dat hij GS stuurt (als hij typt: Ctrl+]), en scan het blad opnieuw.',
  'scanner.do.no-suffix':
    'Een halve code lijkt op een hele. Zet hem zo dat hij na elke code Enter stuurt, en scan het blad opnieuw.',
}

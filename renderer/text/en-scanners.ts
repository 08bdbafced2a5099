/** What a calibration found out about a scanner, in one sentence of short parts. */
export const enScanners = {
  'scanner.waiting': 'Calibration begun: scan the second code of the sheet.',
  'scanner.found': 'Calibrated: {{what}}.',
  'scanner.layout.us': 'types as in the US',
  'scanner.layout.de': 'types as in Germany',
  'scanner.layout.fr': 'types as in France',
  'scanner.caps': 'letters the other way round',
  'scanner.separator.kept': 'GS1 separator arrives',
  'scanner.separator.lost': 'GS1 separator is lost',
  'scanner.separator.mapped': 'GS1 separator comes as {{text}}',
  'scanner.prefix': 'sends {{text}} first',
  'scanner.suffix.enter': 'ends with Enter',
  'scanner.suffix.tab': 'ends with Tab',
  'scanner.suffix.none': 'ends with nothing',
  'scanner.aim.sent': 'says what kind of code it read',
  'scanner.aim.missing': 'doesn’t say what kind of code it read',
  'scanner.do.unknown-layout':
    'It types in a layout nobody here knows. Set it to US English, or better to USB HID POS, and scan the sheet again.',
  'scanner.do.separator-lost':
    'LOT and date of a code run together. Set it to send GS (where it types, as Ctrl+]), and scan the sheet again.',
  'scanner.do.no-suffix':
    'Half a code looks like a whole one. Set it to send Enter after each code, and scan the sheet again.',
} as const satisfies Record<string, string>

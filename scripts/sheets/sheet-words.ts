import type { CommandName, ReasonName, ReasonPurpose } from '#contract/barcode/loadline-code.ts'

/** What a person reads beside a code, in the languages of the floor. */
export type Words = { en: string; nl: string }

export const COMMAND_WORDS: Record<CommandName, Words> = {
  ACK: { en: 'I have read the alert', nl: 'Melding gelezen' },
  UNDO: { en: 'Take back the last step', nl: 'Laatste stap terug' },
  SHORT: { en: 'Fewer found than asked', nl: 'Minder gevonden dan gevraagd' },
  CLOSE: { en: 'This carton is full', nl: 'Deze doos is vol' },
  WEIGH: { en: 'Does not fit the scale', nl: 'Past niet op de weegschaal' },
  REPRINT: { en: 'Print the label again', nl: 'Label opnieuw printen' },
  PALLET: { en: 'Put cartons on a pallet', nl: 'Dozen op een pallet zetten' },
  CONFIRM: { en: 'The load is complete', nl: 'De vracht is compleet' },
  NEXT: { en: 'This line later', nl: 'Deze regel later' },
  YES: { en: 'Yes', nl: 'Ja' },
  NO: { en: 'No', nl: 'Nee' },
  CANCEL: { en: 'Leave it, go back', nl: 'Laat maar, terug' },
  SIGNOUT: { en: 'Sign out', nl: 'Afmelden' },
  UNLOAD: { en: 'Take one off the truck', nl: 'Eén van de wagen halen' },
  SEAL: { en: 'Then scan the seal', nl: 'Scan daarna het zegel' },
  LIST: { en: 'Print the loading list', nl: 'Laadlijst printen' },
}

export const REASON_WORDS: Record<ReasonName, Words> = {
  OUTOFSTOCK: { en: 'The shelf is empty', nl: 'De plank is leeg' },
  DAMAGED: { en: 'The goods are damaged', nl: 'Het is beschadigd' },
  NOTFOUND: { en: 'I can’t find it', nl: 'Ik kan het niet vinden' },
  HEAVY: { en: 'It really is heavier', nl: 'Het is echt zwaarder' },
  LIGHT: { en: 'It really is lighter', nl: 'Het is echt lichter' },
  PACKAGING: { en: 'Other packaging', nl: 'Andere verpakking' },
  TOOBIG: { en: 'Too big for the scale', nl: 'Te groot voor de weegschaal' },
  TOOHEAVY: { en: 'Too heavy for the scale', nl: 'Te zwaar voor de weegschaal' },
  WRONGTRUCK: { en: 'Wrong truck', nl: 'Verkeerde wagen' },
  NOSPACE: { en: 'No room left', nl: 'Geen plek meer' },
  DAMAGEDUNIT: { en: 'It is damaged', nl: 'Het is beschadigd' },
  UNREADABLE: { en: 'The label does not scan', nl: 'Het label scant niet' },
  LOST: { en: 'The label is lost', nl: 'Het label is kwijt' },
  NOTPRINTED: { en: 'Nothing came out', nl: 'Er kwam niets uit' },
  UNREACHABLE: { en: 'I can’t reach it', nl: 'Ik kan er niet bij' },
  CUSTOMERWISH: { en: 'The customer wants this one', nl: 'De klant wil deze' },
}

export const PURPOSE_WORDS: Record<ReasonPurpose, Words> = {
  short: { en: 'Why fewer', nl: 'Waarom minder' },
  override: { en: 'Why another weight', nl: 'Waarom een ander gewicht' },
  declare: { en: 'Why not weighed', nl: 'Waarom niet gewogen' },
  unload: { en: 'Why off the truck', nl: 'Waarom van de wagen' },
  reprint: { en: 'Why printed again', nl: 'Waarom opnieuw geprint' },
  lot: { en: 'Why not the older lot', nl: 'Waarom niet het oudere lot' },
}

/** Commands in the order of a shift. */
export const COMMAND_GROUPS: { title: Words; commands: CommandName[] }[] = [
  {
    title: { en: 'Picking and packing', nl: 'Picken en inpakken' },
    commands: ['SHORT', 'NEXT', 'CLOSE', 'WEIGH', 'PALLET', 'REPRINT', 'UNDO'],
  },
  {
    title: { en: 'Loading', nl: 'Laden' },
    commands: ['UNLOAD', 'SEAL', 'LIST', 'CONFIRM'],
  },
  {
    title: { en: 'Answers', nl: 'Antwoorden' },
    commands: ['YES', 'NO', 'ACK', 'CANCEL', 'SIGNOUT'],
  },
]

export const TOTES_TITLE: Words = { en: 'Places of the trolley', nl: 'Plaatsen op de kar' }

export const CALIBRATION_TITLE: Words = {
  en: 'How this scanner speaks',
  nl: 'Hoe deze scanner spreekt',
}

/** The first two have a code of the sheet each; the last says where the answer stands. */
export const CALIBRATION_STEPS: readonly Words[] = [
  { en: 'Scan this code first.', nl: 'Scan eerst deze code.' },
  {
    en: 'Then this one, within a minute and with the same scanner.',
    nl: 'Dan deze, binnen een minuut en met dezelfde scanner.',
  },
  {
    en: 'Touch the scanner at the top of the screen: what was found stands there, and what to change if something is wrong. After a change scan both codes again.',
    nl: 'Raak boven in het scherm de scanner aan: daar staat wat er gevonden is, en wat er anders moet als iets niet klopt. Scan na een wijziging beide codes opnieuw.',
  },
]

export const ROLE_WORDS: Record<string, Words> = {
  picker: { en: 'Picker', nl: 'Orderpicker' },
  loader: { en: 'Loader', nl: 'Lader' },
  supervisor: { en: 'Supervisor', nl: 'Teamleider' },
}

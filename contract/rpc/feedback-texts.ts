/**
 * What the feedback line of a bench can say after a scan, with the details its sentence needs.
 * Screens have one sentence per text and language.
 */
export const FEEDBACK_TEXTS = {
  'signed-in': ['name'],
  'signed-out': ['name'],
  /** At the end of a shift: what was made, and that the office has answered all of it, or has not yet. */
  'signed-out-complete': ['name', 'made', 'accounted'],
  'signed-out-waiting': ['name', 'made', 'waiting'],
  'list-claimed': ['list', 'lines'],
  'list-resumed': ['list'],
  'list-released': ['list'],
  /** A picking bench is through; a packing bench may take the list now. */
  'list-picked': ['list'],
  /** The same, and where the last goods go. */
  'list-picked-tote': ['list', 'name', 'tote'],
  'list-packed': ['list'],
  /** Packed at a bench without a printer: labels come from another one. */
  'list-packed-unlabelled': ['list'],
  /** All is packed that was found; a supervisor decides about the rest. */
  'list-on-hold': ['list'],
  'list-gone': [],
  picked: ['name', 'quantity', 'picked', 'requested'],
  /** Of several orders picked at once: the place on the trolley that the goods go to. */
  'picked-for-tote': ['name', 'quantity', 'picked', 'requested', 'tote'],
  /** `marks` is what the code said besides: batch, serial number, last day, weight. */
  'picked-marked': ['name', 'quantity', 'picked', 'requested', 'marks'],
  'picked-marked-for-tote': ['name', 'quantity', 'picked', 'requested', 'marks', 'tote'],
  /** The tote that was scanned is the one the goods just picked go to. */
  'tote-right': ['name', 'tote'],
  'tote-of': ['tote', 'order'],
  /** A packing bench empties this tote now. */
  'tote-next': ['tote', 'order'],
  /** Goods another bench picked were put into the unit. */
  packed: ['name', 'quantity', 'packed', 'picked'],
  short: ['name', 'quantity'],
  'line-skipped': ['name'],
  quantity: ['quantity'],
  'unit-closed': ['unit', 'grams'],
  /** Closed at a bench without a printer; its number is to be written on it. */
  'unit-closed-unlabelled': ['unit', 'grams'],
  'unit-reopened': ['unit'],
  'label-verified': ['unit'],
  'label-reprinted': ['unit', 'copy'],
  /** First labels of units that were closed where no printer is. */
  'labels-printing': ['count'],
  'print-in-doubt': ['unit', 'copy'],
  'print-confirmed': ['unit', 'copy'],
  'load-claimed': ['load'],
  'load-resumed': ['load'],
  'load-released': ['load'],
  'load-confirmed': ['load', 'units'],
  'load-gone': [],
  loaded: ['name', 'city'],
  unloaded: ['name', 'city'],
  sealed: ['seal'],
  'loading-list': ['load'],
  'pallet-opened': [],
  'pallet-resumed': ['cartons'],
  /** A carton was put on the pallet, which weighs so much now. */
  'on-pallet': ['unit', 'cartons', 'grams'],
  /** It stood on another pallet until now; that one may have been closed and is open again. */
  'on-pallet-moved': ['unit', 'from', 'cartons'],
  'on-pallet-reopened': ['unit', 'from'],
  'off-pallet': ['unit', 'cartons'],
  'pallet-closed': ['unit', 'cartons', 'grams'],
  'pallet-closed-unlabelled': ['unit', 'cartons', 'grams'],
  'pallet-set-aside': ['cartons'],
  'pallet-dropped': [],
  /** Another bench or the office has closed or dropped it meanwhile. */
  'pallet-gone': [],
  undone: ['name', 'quantity'],
  /** Goods of cancelled orders go back to their shelves, so many base units in all. */
  'put-back-started': ['list', 'quantity'],
  'put-back': ['name', 'quantity', 'left'],
  'put-back-unit': ['unit'],
  'put-back-later': ['list'],
  'all-put-back': [],
  /** A question is open now; `prompt` is its kind. */
  asked: ['prompt'],
  'supervisor-known': ['name'],
  'pin-wrong': ['left'],
  cancelled: [],
  acknowledged: [],
  /** So many scans under the alert did not count. */
  'acknowledged-after': ['scans'],
  /** Logged under a latched alert, not applied. */
  meanwhile: ['text'],
  /** An alert was latched; `reason` is one of ALERT_REASONS. */
  alert: ['reason'],
} as const satisfies Record<string, readonly string[]>

export type FeedbackText = keyof typeof FEEDBACK_TEXTS

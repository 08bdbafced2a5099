/** What can be found in the one box, in the order of an answer. */
export const FOUND_KINDS = ['order', 'unit', 'product', 'pick-list', 'load', 'station'] as const

/** Things of one kind in one answer; whoever wants more of a kind searches its own list. */
export const FOUND_PER_KIND_MAX = 5

/** Longest text that is looked for: as much as one scan holds (`SCAN_TEXT_MAX`). */
export const FIND_TEXT_MAX = 600

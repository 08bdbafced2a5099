/** What is the matter with a virtual printer, as a person at it would see. */
export type PrinterCondition = {
  paper: 'ok' | 'low' | 'out'
  isHeadOpen: boolean
  isRibbonOut: boolean
  isJammed: boolean
  isCutterStuck: boolean
  isHot: boolean
  isPaused: boolean
  /** Labels received and not out yet. */
  waiting: number
  /** The rest of a label is awaited. */
  isPartial: boolean
}

export const ALL_WELL: PrinterCondition = {
  paper: 'ok',
  isHeadOpen: false,
  isRibbonOut: false,
  isJammed: false,
  isCutterStuck: false,
  isHot: false,
  isPaused: false,
  waiting: 0,
  isPartial: false,
}

/** True while no label can come out. */
export function isBlocked(condition: PrinterCondition): boolean {
  const { paper, isHeadOpen, isRibbonOut, isJammed, isCutterStuck, isHot, isPaused } = condition
  return [paper === 'out', isHeadOpen, isRibbonOut, isJammed, isCutterStuck, isHot, isPaused].some(
    Boolean,
  )
}

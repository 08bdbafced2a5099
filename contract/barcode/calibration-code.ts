import { GS } from './gs1.ts'
import { encodeLoadlineCode } from './loadline-code.ts'

/**
 * The code that makes the next one a test of the scanner. Each of its letters, the check character too,
 * stands on the same key in every keyboard layout we know, so that it is understood before the layout is.
 */
export const CALIBRATION_CODE = encodeLoadlineCode('calibration', 'TEST')

/** What stands before and behind the separator of the test pattern. */
export const CALIBRATION_HEAD = '99Az09-_/]'
export const CALIBRATION_TAIL = '98LL'

/**
 * The test pattern, printed as GS1-128: capital and small letters, digits and the signs that other
 * layouts and a stuck Caps Lock change, then a separator, which many scanners lose.
 */
export const CALIBRATION_PATTERN = `${CALIBRATION_HEAD}${GS}${CALIBRATION_TAIL}`

/** What `bwip-js` is to draw as `code128` for the pattern, with `parsefnc`: GS1-128 begins with FNC1. */
export const CALIBRATION_SYMBOL_TEXT = `^FNC1${CALIBRATION_HEAD}^FNC1${CALIBRATION_TAIL}`
